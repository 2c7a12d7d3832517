import { Delivery } from "../delivery/delivery.ts";
import { History } from "../delivery/history.ts";
import { sizeOf } from "../delivery/workload.ts";
import { Judge } from "../guarantees/judge.ts";
import type { Finding } from "../guarantees/judge.ts";
import { Checkpoints } from "../kernel/checkpoints.ts";
import { InputError } from "../kernel/errors.ts";
import { guarded } from "../kernel/guard.ts";
import { Kernel } from "../kernel/kernel.ts";
import { showTime } from "../kernel/time.ts";
import { Trace, TRACE_CAP } from "../kernel/trace.ts";
import type { Plan } from "../world/fault.ts";
import type { Chances } from "../world/spec.ts";
import { World } from "../world/world.ts";
import { Recorder } from "./history/recorder.ts";
import type { Resolved } from "./resolve.ts";
import { Simulated } from "./simulated.ts";

/** How a scenario is run. */
export interface SimulationOptions {
  readonly seed: string;
  readonly plan: Plan;
  /** Faults by chance, from the scenario or as given. */
  readonly rates: boolean;
  readonly chances?: Chances;
  /** Keep a trace and the history. */
  readonly trace?: boolean;
  /** With a trace: how many bytes each packet has, as JSON. */
  readonly sizes?: boolean;
  /** Keep the digest after every event, or 256 of them. */
  readonly checkpoints?: boolean;
  /** Deep-freeze packets and stored values, and report writes to them. */
  readonly freezes?: boolean;
  /** Told the history as lines, as it happens. */
  readonly record?: (line: string) => void;
}

/** Looks at simulations as they go, for a watchdog that has to say where one of them got stuck. */
export interface Watcher {
  /** Steps between two looks. */
  readonly every: number;
  /** Called before a step, the first of a simulation included, and before the books are closed. */
  look(simulation: Simulation): void;
}

/** One run under way: a world, its outside, and the judge. Steps; `run` and `runAsync` drive it. */
export class Simulation {
  /** Of this process: it is there to be killed. */
  static watcher: Watcher | undefined;
  readonly resolved: Resolved;
  readonly world: World;
  readonly delivery: Delivery;
  readonly subject: Simulated;
  readonly judge: Judge;
  readonly history: History | undefined;
  readonly options: SimulationOptions;
  readonly #recorder: Recorder | undefined;
  #findings: readonly Finding[] | undefined;
  #steps = 0;

  constructor(resolved: Resolved, options: SimulationOptions) {
    this.resolved = resolved;
    this.options = options;
    const kernel = new Kernel(options.seed, options.trace === true ? new Trace(TRACE_CAP, options.sizes === true) : undefined, options.checkpoints === true ? new Checkpoints() : undefined);
    this.history = options.trace === true || options.record !== undefined || resolved.own.length > 0 ? new History(options.trace === true) : undefined;
    const setup = options.chances === undefined ? resolved.world : { ...resolved.world, chances: options.chances };
    let delivery!: Delivery;
    const outside = (world: World): Delivery => (delivery = new Delivery(world, resolved.delivery, this.history));
    this.world = new World(kernel, setup, outside, { plan: options.plan, rates: options.rates, freezes: options.freezes === true, messages: sizeOf(resolved.delivery.workload) });
    this.delivery = delivery;
    this.delivery.begin();
    this.subject = new Simulated(this.world, delivery);
    this.judge = new Judge(this.subject, resolved.kinds, resolved.own, resolved.scenario);
    this.#recorder = options.record === undefined ? undefined : new Recorder(this, options.record);
    delivery.books.listen([...this.judge.listeners, ...(this.#recorder === undefined ? [] : [this.#recorder])]);
  }

  /** Goes on for at most so many things. False when the run has ended. @throws InputError naming run, event and node. */
  advance(most: number = Infinity): boolean {
    return this.#guarded(() => {
      for (let count = 0; count < most; count++) if (!this.#step()) return false;
      return true;
    });
  }

  /** Goes on until an event of this number has happened, or the end. */
  until(event: number): void {
    this.#guarded(() => {
      while (this.world.kernel.events < event && this.#step());
    });
  }

  /** What comes next, in words. */
  get upcoming(): string {
    const { kernel, nodes, ending } = this.world;
    if (ending !== undefined || kernel.next === Infinity) return this.#place("the end of the run");
    const { queue, agenda } = kernel;
    const what = agenda.at <= queue.at ? "where a fault begins or ends" : `on ${nodes[queue.firstOwner]!.name}`;
    return this.#place(`event ${kernel.events + 1} at ${showTime(kernel.next)} ${what}`);
  }

  /** The judge's findings; closes the books at first call. */
  get findings(): readonly Finding[] {
    return (this.#findings ??= guarded(() => {
      Simulation.watcher?.look(this);
      this.#recorder?.end();
      return this.judge.end(this.subject.ended);
    }));
  }

  #step(): boolean {
    const { watcher } = Simulation;
    if (watcher !== undefined && this.#steps++ % watcher.every === 0) watcher.look(this);
    return this.world.advance();
  }

  #guarded<T>(body: () => T): T {
    try {
      return guarded(body);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { kernel, nodes, step } = this.world;
      throw new InputError(`${this.#place(`event ${kernel.events} at ${showTime(kernel.now)} on ${(step.node ?? nodes[kernel.queue.owner])?.name}`)}: ${error.message}`, { cause: error });
    }
  }

  #place(what: string): string {
    return `${this.resolved.name}, seed ${this.options.seed}, ${what}`;
  }
}
