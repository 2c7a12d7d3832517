import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvariantError } from "../../src/kernel/errors.ts";
import { EventQueue, OWNERS } from "../../src/kernel/queue.ts";
import { LATEST } from "../../src/kernel/time.ts";

/** One pending event, as a plain object; `id` travels in column `a`. */
interface Pending {
  readonly id: number;
  readonly at: number;
  readonly owner: number;
  readonly first: boolean;
  readonly background: boolean;
  readonly code: number;
  readonly slot: number;
}

/** The queue as anybody would write it: an array, sorted when somebody looks. */
class Model {
  pending: Pending[] = [];
  sorted(): Pending[] {
    return [...this.pending].sort((x, y) => x.at - y.at || x.owner - y.owner || Number(y.first) - Number(x.first) || x.id - y.id);
  }
  remove(gone: Pending): void {
    this.pending = this.pending.filter((one) => one !== gone);
  }
}

/** The real queue with its clock, and its model. */
class Pair {
  readonly clock = new Float64Array(1);
  readonly queue: EventQueue;
  readonly model = new Model();
  readonly lanes: number[];
  #id = 0;

  constructor(capacity: number) {
    this.queue = new EventQueue(this.clock, capacity);
    this.lanes = Array.from({ length: 3 }, () => this.queue.lane());
  }

  add(after: number, owner: number, background: boolean, code: number, how: "plain" | "first" | "lane"): void {
    const { queue } = this;
    const lane = owner % 3;
    // A lane belongs to one owner and one duration.
    const event = how === "lane" ? { after: 5 + lane, owner: lane } : { after, owner };
    const slot = how === "lane" ? queue.addToLane(this.lanes[lane]!, event.after, event.owner, background) : queue.add(event.after, event.owner, background, how === "first");
    queue.code[slot] = code;
    queue.a[slot] = this.#id;
    queue.b[slot] = this.#id * 3;
    queue.data[slot] = `data ${this.#id}`;
    this.model.pending.push({ id: this.#id++, at: this.clock[0]! + event.after, owner: event.owner, first: how === "first", background, code, slot });
  }

  take(): void {
    const [expected] = this.model.sorted();
    if (expected === undefined) return;
    const { queue } = this;
    this.clock[0] = queue.at;
    const slot = queue.take();
    expect([queue.a[slot], queue.b[slot], queue.code[slot], queue.data[slot], queue.owner, queue.isBackground(slot)]).toEqual([expected.id, expected.id * 3, expected.code, `data ${expected.id}`, expected.owner, expected.background]);
    this.model.remove(expected);
  }

  cancel(which: number): void {
    const { pending } = this.model;
    if (pending.length === 0) return;
    const gone = pending[which % pending.length]!;
    this.queue.cancel(gone.slot);
    expect(this.queue.data[gone.slot]).toBe(undefined);
    this.model.remove(gone);
  }

  agree(): void {
    const { queue, model } = this;
    const [first] = model.sorted();
    expect([queue.size, queue.foreground, queue.at, queue.firstOwner]).toEqual([model.pending.length, model.pending.filter(({ background }) => !background).length, first?.at ?? Infinity, first?.owner ?? -1]);
  }

  pendingOf(owner: number, code: number): void {
    const expected = this.model.pending.filter((one) => one.owner === owner && one.code === code).sort((x, y) => Number(y.first) - Number(x.first) || x.id - y.id);
    expect(this.queue.pendingOf(owner, code)).toEqual(expected.map(({ slot, id }) => ({ slot, index: id, message: id * 3 })));
    for (const { slot, at, background } of expected) expect([this.queue.timeOf(slot), this.queue.isBackground(slot)]).toEqual([at, background]);
  }
}

type Act = (pair: Pair) => void;
const owner = fc.constantFrom(0, 1, 2, 3, OWNERS - 1);
const code = fc.integer({ min: 1, max: 3 });
const added = fc.tuple(fc.integer({ min: 0, max: 12 }), owner, fc.boolean(), code, fc.constantFrom("plain" as const, "plain" as const, "first" as const, "lane" as const, "lane" as const)).map(([after, whose, background, what, how]): Act => (pair) => pair.add(after, whose, background, what, how));
const act = fc.oneof(
  { arbitrary: added, weight: 6 },
  { arbitrary: fc.constant<Act>((pair) => pair.take()), weight: 3 },
  { arbitrary: fc.nat().map((which): Act => (pair) => pair.cancel(which)), weight: 2 },
  { arbitrary: fc.tuple(owner, code).map(([whose, what]): Act => (pair) => pair.pendingOf(whose, what)), weight: 1 },
);

describe("EventQueue", () => {
  it("gives what a sorted array gives, whatever is added, put in lanes, taken and cancelled, and however often it grows", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), fc.array(act, { maxLength: 120 }), (capacity, acts) => {
      const pair = new Pair(capacity);
      for (const one of acts) {
        one(pair);
        pair.agree();
      }
      while (pair.queue.size > 0) pair.take();
      pair.agree();
    }), { numRuns: 1_500, seed: 11 });
  });

  it("keeps the order of a thousand events of one instant, by owner and then as they came", () => {
    const pair = new Pair(4);
    for (let index = 0; index < 1_000; index++) pair.add(7, index % 5, false, 1, "plain");
    while (pair.queue.size > 0) pair.take();
  });

  it("empties a lane and fills it again", () => {
    const pair = new Pair(4);
    const isEmpty = (): boolean => pair.queue.laneIsEmpty(pair.lanes[1]!);
    expect(isEmpty()).toBe(true);
    for (let round = 0; round < 3; round++) {
      for (let index = 0; index < 3; index++) pair.add(0, 1, false, 1, "lane");
      expect(isEmpty()).toBe(false);
      pair.cancel(2);
      pair.cancel(0);
      pair.take();
      expect(isEmpty()).toBe(true);
    }
  });

  it("refuses to cancel what is not pending, and a lane whose times fall", () => {
    const clock = new Float64Array(1);
    const queue = new EventQueue(clock);
    const slot = queue.add(5, 0, false);
    queue.cancel(slot);
    expect(() => queue.cancel(slot)).toThrow(InvariantError);
    const lane = queue.lane();
    queue.addToLane(lane, 5, 0, false);
    expect(() => queue.addToLane(lane, 4, 0, false)).toThrow(InvariantError);
  });

  it("tells times apart to the microsecond at the end of time, for the last owner too, and goes no further", () => {
    const clock = new Float64Array(1);
    const queue = new EventQueue(clock);
    clock[0] = LATEST - 10;
    for (const after of [9, 8, 500]) queue.a[queue.add(after, OWNERS - 1, false)] = after;
    const taken = [0, 1, 2].map(() => [queue.at - LATEST, queue.firstOwner, queue.a[queue.take()]]);
    expect(taken).toEqual([[-2, OWNERS - 1, 8], [-1, OWNERS - 1, 9], [0, OWNERS - 1, 500]]);
  });
});
