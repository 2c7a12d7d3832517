import { Delivery } from "../delivery/delivery.ts";
import { History } from "../delivery/history.ts";
import { Judge } from "../guarantees/judge.ts";
import type { Finding } from "../guarantees/judge.ts";
import { Checkpoints } from "../kernel/checkpoints.ts";
import { guarded } from "../kernel/guard.ts";
import { Kernel } from "../kernel/kernel.ts";
import { Trace } from "../kernel/trace.ts";
import type { Plan } from "../world/fault.ts";
import type { Chances } from "../world/spec.ts";
import { World } from "../world/world.ts";
import type { Resolved } from "./resolve.ts";

/** How a scenario is run. */
export interface SimulationOptions {
  readonly seed: string;
  readonly plan: Plan;
  /** Faults by chance, from the scenario or as given. */
  readonly rates: boolean;
  readonly chances?: Chances;
  /** Keep a trace and the history. */
  readonly trace?: boolean;
  /** Keep the digest after every event, or 256 of them. */
  readonly checkpoints?: boolean;
  /** Deep-freeze packets and stored values, and report writes to them. */
  readonly freezes?: boolean;
}

/** One run under way: a world, its outside, and the judge. Steps; `run` and `runAsync` drive it. */
export class Simulation {
  readonly resolved: Resolved;
  readonly world: World;
  readonly delivery: Delivery;
  readonly judge: Judge;
  readonly history: History | undefined;
  readonly options: SimulationOptions;
  #findings: readonly Finding[] | undefined;

  constructor(resolved: Resolved, options: SimulationOptions) {
    this.resolved = resolved;
    this.options = options;
    const kernel = new Kernel(options.seed, options.trace === true ? new Trace() : undefined, options.checkpoints === true ? new Checkpoints() : undefined);
    this.history = options.trace === true || resolved.own.length > 0 ? new History(options.trace === true) : undefined;
    const setup = options.chances === undefined ? resolved.world : { ...resolved.world, chances: options.chances };
    let delivery!: Delivery;
    const outside = (world: World): Delivery => (delivery = new Delivery(world, resolved.delivery, this.history));
    this.world = new World(kernel, setup, outside, { plan: options.plan, rates: options.rates, freezes: options.freezes === true, messages: resolved.delivery.workload.messages });
    this.delivery = delivery;
    this.delivery.begin();
    this.judge = new Judge(this.world, delivery, resolved.kinds, resolved.own, resolved.scenario);
  }

  /** Goes on for at most so many things. False when the run has ended. */
  advance(most: number = Infinity): boolean {
    return guarded(() => {
      for (let count = 0; count < most; count++) if (!this.world.advance()) return false;
      return true;
    });
  }

  /** Goes on until an event of this number has happened, or the end. */
  until(event: number): void {
    guarded(() => {
      while (this.world.kernel.events < event && this.world.advance());
    });
  }

  /** What comes next, in words: for whoever has to say where a run got stuck. */
  get upcoming(): string {
    const { kernel, nodes } = this.world;
    const owner = kernel.queue.firstOwner;
    return `event ${kernel.events + 1} at ${kernel.now}us${owner < 0 ? "" : ` on ${nodes[owner]!.name}`}`;
  }

  /** The judge's findings; closes the books at first call. */
  get findings(): readonly Finding[] {
    return (this.#findings ??= guarded(() => this.judge.end(this.world.ending ?? "events")));
  }
}
