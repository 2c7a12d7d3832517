import type { Delivery } from "../delivery/delivery.ts";
import type { Obligations } from "../delivery/obligations.ts";
import type { Workload } from "../delivery/workload.ts";
import type { Ended, Subject } from "../guarantees/subject.ts";
import type { Micros } from "../kernel/time.ts";
import type { World } from "../world/world.ts";

/** A run under way, as checkers see it. */
export class Simulated implements Subject {
  readonly obligations: Obligations;
  readonly gauges: ReadonlyMap<string, number>;
  readonly subscriptions: readonly string[];
  readonly obligation: "confirmed" | "published";
  readonly messages: number;
  readonly #world: World;
  readonly #workload: Workload;

  constructor(world: World, { books, setup, workload }: Delivery) {
    this.#world = world;
    this.#workload = workload;
    this.obligations = books.obligations;
    this.gauges = books.gauges;
    this.subscriptions = setup.subscriptions;
    this.obligation = setup.obligation;
    this.messages = setup.workload.messages;
  }

  get now(): Micros {
    return this.#world.kernel.now;
  }

  get event(): number {
    return this.#world.kernel.events;
  }

  get calm(): Micros {
    const { storm } = this.#world;
    return storm.over ? storm.endedAt : Infinity;
  }

  nameOf(message: number): string {
    return `m${message}`;
  }

  producerOf(message: number): string {
    return this.#workload.producers[this.#workload.producerOf(message)]!;
  }

  keyOf(message: number): string {
    return `k${this.#workload.keyOf(message) + 1}`;
  }

  laneOf(message: number): number {
    const workload = this.#workload;
    return workload.producerOf(message) * workload.setup.keys + workload.keyOf(message);
  }

  /** How the run ended. */
  get ended(): Ended {
    const { ending = "events", kernel, setup, storm } = this.#world;
    const settled = ending === "settle";
    return {
      cut: ending === "events" || ending === "time" ? `the run was stopped at its limit of ${ending}` : undefined,
      idle: ending === "quiet" || (settled && kernel.foreground === 0),
      settle: settled ? setup.settle : undefined,
      // Settling that ran out was watched to its last microsecond, whenever the last event was; a limit may come within one.
      watched: settled ? storm.deadline : kernel.now - 1,
    };
  }
}
