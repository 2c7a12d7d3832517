import type { Run } from "./result.ts";
import { resultOf } from "./result.ts";
import { Simulation } from "./simulation.ts";

/** The same function of the same arguments gave another run: something ambient got in, or memory is shared between runs. */
export class NondeterminismError extends Error {
  override readonly name = "NondeterminismError";
  /** The first event after which the digests differ, at the precision of the checkpoints. */
  readonly event: number;

  constructor(scenario: string, event: number, every: number) {
    super(`${scenario} is not deterministic: two runs of the same seed and plan differ ${every === 1 ? `at event ${event}` : `between events ${event - every + 1} and ${event}`}; look for memory shared between nodes or runs (module-level variables), or for what a library reads from the machine`);
    this.event = event;
  }
}

/** Runs again, unfrozen as campaigns do, and compares. @throws NondeterminismError */
export function verified(first: Simulation): Run {
  const second = new Simulation(first.resolved, { ...first.options, freezes: false, checkpoints: true });
  while (second.advance());
  const every = first.world.kernel.checkpoints?.every ?? 1;
  const index = divergence(first.world.kernel.checkpoints?.digests ?? [], second.world.kernel.checkpoints?.digests ?? []);
  const result = resultOf(first);
  if (index !== undefined) throw new NondeterminismError(result.scenario, (index + 1) * every, every);
  const again = resultOf(second);
  if (again.digest !== result.digest || again.events !== result.events) throw new NondeterminismError(result.scenario, Math.min(again.events, result.events) + 1, every);
  return result;
}

/** Index of the first checkpoint that differs, or undefined. */
export function divergence(first: readonly string[], second: readonly string[]): number | undefined {
  const length = Math.min(first.length, second.length);
  for (let index = 0; index < length; index++) if (first[index] !== second[index]) return index;
  return undefined;
}
