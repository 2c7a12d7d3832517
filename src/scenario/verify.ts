import type { Run } from "./result.ts";
import { resultOf } from "./result.ts";
import { Simulation } from "./simulation.ts";

/** The same function of the same arguments gave another run: something ambient got in, or memory is shared between runs. */
export class NondeterminismError extends Error {
  override readonly name = "NondeterminismError";
  /** The first event after which the digests differ, at the precision of the checkpoints. */
  readonly event: number;

  constructor(message: string, event: number) {
    super(message);
    this.event = event;
  }
}

/** The error to throw where two runs of one seed were not the same. `how` goes on after "two runs of seed S". */
export function differing({ resolved, options }: Simulation, event: number, how: string): NondeterminismError {
  return new NondeterminismError(`${resolved.name} is not deterministic: two runs of seed ${options.seed} ${how}; look for memory shared between nodes or runs (module-level variables), or for what a library reads from the machine`, event);
}

/** Runs again, unfrozen as campaigns do, and compares. @throws NondeterminismError */
export function verified(first: Simulation): Run {
  const { record: _, ...options } = first.options;
  const second = new Simulation(first.resolved, { ...options, freezes: false, checkpoints: true });
  while (second.advance());
  const result = resultOf(first);
  const again = resultOf(second);
  if (again.digest === result.digest && again.events === result.events) return result;
  const { event, every } = divergence(checkpointsOf(first), checkpointsOf(second));
  throw differing(first, event, every === 1 ? `differ at event ${event}` : `differ between events ${event - every + 1} and ${event}`);
}

/** Digests of a run on the way: entry i stands after event (i + 1) × `every`. */
export interface Checkpointed {
  readonly every: number;
  readonly digests: readonly string[];
  /** How many there were. */
  readonly events: number;
}

/** The checkpoints of a simulation that kept them. */
export function checkpointsOf({ world: { kernel } }: Simulation): Checkpointed {
  return { every: kernel.checkpoints?.every ?? 1, digests: kernel.checkpoints?.digests ?? [], events: kernel.events };
}

/** The first event after which two runs that differ are known to differ: they did not yet `every` events earlier. */
export function divergence(first: Checkpointed, second: Checkpointed): { readonly event: number; readonly every: number } {
  // Of two spacings the wider is a multiple of the narrower.
  const every = Math.max(first.every, second.every);
  const least = Math.min(first.events, second.events);
  for (let event = every; event <= least; event += every) {
    const before = first.digests[event / first.every - 1];
    const now = second.digests[event / second.every - 1];
    if (before !== undefined && now !== undefined && before !== now) return { event, every };
  }
  const end = first.events === second.events ? least : least + 1;
  return { event: end, every: Math.max(1, end - Math.floor(least / every) * every) };
}
