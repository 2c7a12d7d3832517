import type { Counters } from "../kernel/counters.ts";
import { misuse } from "./watched.ts";
import type { Micros } from "../kernel/time.ts";
import type { StepLabel } from "./channel.ts";
import { TIMER } from "./codes.ts";
import type { Node } from "./node.ts";
import type { World } from "./world.ts";

/** Durations that get a first-in-first-out lane of their own, per node. Backoff with jitter makes more; those go to the heap. */
const LANES = 8;

/** A timer name of a node. `armed`: the name under which the table of what is armed keeps, by message ordinal (0: none), its slot + 1 in the event queue. */
class TimerName {
  readonly label: StepLabel;
  readonly armed: number;

  constructor(label: StepLabel, armed: number) {
    this.label = label;
    this.armed = armed;
  }
}

/** The timers of one node. Armed by name and message; arming again replaces; durations are of the node's own clock. */
export class Timers {
  readonly #world: World;
  readonly #node: Node;
  readonly #armed: Counters;
  readonly #names: TimerName[] = [];
  readonly #byName = new Map<string, number>();
  readonly #laneOf = new Map<Micros, number>();
  #lastName = "";
  #lastIndex = -1;
  #lastAfter: Micros = -1;
  #lastLane = -1;

  constructor(world: World, node: Node) {
    this.#world = world;
    this.#node = node;
    this.#armed = world.armed;
  }

  arm(name: string, local: Micros, message: number, background: boolean): void {
    if (local < 0) misuse(`timer ${JSON.stringify(name)} of ${this.#node.name} was armed ${-local}us in the past; a timer's duration is not negative`);
    const index = this.#index(name);
    const timer = this.#names[index]!;
    const queue = this.#world.kernel.queue;
    const after = this.#node.clock.real(local);
    const lane = this.#lane(after);
    const slot = lane < 0 ? queue.add(after, this.#node.index, background) : queue.addToLane(lane, after, this.#node.index, background);
    queue.code[slot] = TIMER;
    queue.a[slot] = index;
    queue.b[slot] = message;
    queue.e[slot] = this.#world.step.event;
    const armed = this.#armed.exchange(timer.armed, message, slot + 1);
    if (armed !== 0) queue.cancel(armed - 1);
  }

  cancel(name: string, message: number): void {
    const index = this.#byName.get(name);
    if (index === undefined) return;
    const timer = this.#names[index]!;
    const armed = this.#armed.exchange(timer.armed, message, 0);
    if (armed !== 0) this.#world.kernel.queue.cancel(armed - 1);
  }

  /** A timer that came due while the node was paused is pending again, in another slot. */
  pending(index: number, message: number, slot: number): void {
    this.#armed.exchange(this.#names[index]!.armed, message, slot + 1);
  }

  /** A timer's event was popped: it is armed no more. Returns its label. */
  fired(index: number, message: number): StepLabel {
    const timer = this.#names[index]!;
    this.#armed.exchange(timer.armed, message, 0);
    return timer.label;
  }

  /** The node crashed: every timer is gone. Their events are cancelled by the caller. */
  clear(): void {
    for (const { armed } of this.#names) this.#armed.clear(armed);
  }

  /** The clock's rate changed: what is armed fires when the new rate has counted the rest. */
  retime(oldPpm: number): void {
    const queue = this.#world.kernel.queue;
    const { now } = this.#world.kernel;
    for (const { slot, index, message } of queue.pendingOf(this.#node.index, TIMER)) {
      const counted = Math.floor(((queue.timeOf(slot) - now) * (1_000_000 + oldPpm)) / 1_000_000);
      const background = queue.isBackground(slot);
      const cause = queue.e[slot]!;
      queue.cancel(slot);
      const moved = queue.add(this.#node.clock.real(counted), this.#node.index, background);
      queue.code[moved] = TIMER;
      queue.a[moved] = index;
      queue.b[moved] = message;
      queue.e[moved] = cause;
      this.#armed.exchange(this.#names[index]!.armed, message, moved + 1);
    }
  }

  #index(name: string): number {
    if (name === this.#lastName) return this.#lastIndex;
    let index = this.#byName.get(name);
    if (index === undefined) {
      index = this.#names.push(new TimerName(this.#world.stepLabel(`${this.#node.name} timer ${name}`, name), this.#armed.name())) - 1;
      this.#byName.set(name, index);
    }
    this.#lastName = name;
    this.#lastIndex = index;
    return index;
  }

  #lane(after: Micros): number {
    if (after === this.#lastAfter) return this.#lastLane;
    let lane = this.#laneOf.get(after);
    if (lane === undefined) {
      if (this.#laneOf.size >= LANES) return -1;
      lane = this.#world.kernel.queue.lane();
      this.#laneOf.set(after, lane);
    }
    this.#lastAfter = after;
    this.#lastLane = lane;
    return lane;
  }
}
