import type { Micros } from "../kernel/time.ts";
import { STORM_END } from "./faults.ts";
import type { World } from "./world.ts";

/**
 * Storm, then calm (DESIGN 7). The storm ends at a set time or, by default, just after the last hand-over; then rates stop,
 * drawn intervals end, drifts stop, and nodes whose handler threw restart once. `settle` counts from the last disturbance.
 */
export class Storm {
  readonly #world: World;
  over = false;
  /** When it ended; Infinity before. */
  endedAt: Micros = Infinity;
  /** Hand-overs that are still to come. */
  #pending: number;
  /** Of these, waiting at nodes that nothing will bring back. */
  #lastDisturbance: Micros = 0;
  /** The run may not go on past this time. */
  deadline: Micros = Infinity;
  /** The earlier of the deadline and the limit of time. */
  horizon: Micros;

  constructor(world: World, messages: number) {
    this.#world = world;
    this.#pending = messages;
    this.horizon = world.setup.time;
  }

  begin(): void {
    const { storm } = this.#world.setup;
    if (storm !== undefined) this.#endAt(storm);
    else this.check();
  }

  /** A message was handed over. */
  handedOver(): void {
    this.#pending--;
    this.disturbed();
    if (this.#pending <= 0) this.check();
  }

  /** A fault struck or ended, or the last message was handed over: settling starts anew. A delay or an interval disturbs `until` its end. */
  disturbed(until: Micros = this.#world.kernel.now): void {
    if (until < this.#lastDisturbance) return;
    this.#lastDisturbance = until;
    if (this.over) this.#settleBy(this.#lastDisturbance);
  }

  /** Ends a storm without a set time when no hand-over is left that can happen before its end. */
  check(): void {
    if (this.#world.setup.storm !== undefined || this.endedAt !== Infinity) return;
    let stuck = 0;
    for (const node of this.#world.nodes) if (!node.up && !node.returning) stuck += node.waiting.length;
    if (this.#pending > stuck) return;
    // One microsecond later, so that what ends with the storm ends before the steps of its instant, drawn or planned.
    this.#endAt(this.#world.kernel.now + 1);
  }

  #endAt(at: Micros): void {
    this.endedAt = at;
    this.#world.kernel.agenda.add({ at, rank: STORM_END, node: -1, order: "", run: () => this.#end() });
  }

  #end(): void {
    this.over = true;
    const world = this.#world;
    world.faults.stormEnds();
    for (const node of world.nodes) {
      const { ppm } = node.clock;
      if (node.clock.steady(world.kernel.now)) node.timers.retime(ppm);
      if (!node.up && node.restartsAfterStorm) {
        node.restartsAfterStorm = false;
        world.lives.start(node);
      }
    }
    this.#settleBy(Math.max(this.#lastDisturbance, world.kernel.now));
  }

  #settleBy(since: Micros): void {
    const { settle, time } = this.#world.setup;
    this.deadline = since + settle;
    this.horizon = Math.min(this.deadline, time);
  }
}
