import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { States } from "../../src/delivery/states.ts";

/** Messages a page; what a page is belongs to States, but only whole pages can be shared. */
const PAGE = 4096;
const PAGES = 4;

/** The plain thing: a byte by ordinal. */
type Model = Map<number, number>;
type Command = fc.Command<Model, States>;

const always = (): boolean => true;

class SetOne implements Command {
  readonly ordinal: number;
  readonly state: number;
  readonly check = always;
  constructor(ordinal: number, state: number) {
    this.ordinal = ordinal;
    this.state = state;
  }
  run(model: Model, states: States): void {
    model.set(this.ordinal, this.state);
    states.set(this.ordinal, this.state);
    agree(model, states);
  }
  toString = (): string => `set(${this.ordinal}, ${this.state})`;
}

/** A whole page in one state, so that it can be shared. */
class SetPage implements Command {
  readonly page: number;
  readonly state: number;
  readonly check = always;
  constructor(page: number, state: number) {
    this.page = page;
    this.state = state;
  }
  run(model: Model, states: States): void {
    for (let at = this.page * PAGE; at < (this.page + 1) * PAGE; at++) {
      model.set(at, this.state);
      states.set(at, this.state);
    }
    agree(model, states);
  }
  toString = (): string => `setPage(${this.page}, ${this.state})`;
}

class Share implements Command {
  readonly ordinal: number;
  readonly check = always;
  constructor(ordinal: number) {
    this.ordinal = ordinal;
  }
  run(model: Model, states: States): void {
    states.share(this.ordinal);
    agree(model, states);
  }
  toString = (): string => `share(${this.ordinal})`;
}

/** Every ordinal of every page, and one page beyond. */
function agree(model: Model, states: States): void {
  for (let ordinal = 0; ordinal < (PAGES + 1) * PAGE; ordinal++) {
    const expected = model.get(ordinal) ?? 0;
    const actual = states.get(ordinal);
    // An expectation for each ordinal would be most of the time of the test.
    if (actual !== expected) expect(`m${ordinal} is ${actual}`).toBe(`m${ordinal} is ${expected}`);
  }
}

const page = fc.integer({ min: 0, max: PAGES - 1 });
const within = fc.oneof(fc.constantFrom(0, 1, PAGE - 1), fc.integer({ min: 0, max: PAGE - 1 }));
const ordinal = fc.tuple(page, within).map(([at, offset]) => at * PAGE + offset);
const state = fc.oneof(fc.constantFrom(0, 1, 19, 255), fc.integer({ min: 0, max: 255 }));

describe("States", () => {
  it("hold a byte for each message like a map does, whatever is shared in between", () => {
    const commands = [
      fc.tuple(ordinal, state).map(([at, value]) => new SetOne(at, value)),
      fc.tuple(page, fc.constantFrom(1, 19)).map(([at, value]) => new SetPage(at, value)),
      ordinal.map((at) => new Share(at)),
    ];
    fc.assert(fc.property(fc.commands(commands, { maxCommands: 60 }), (script) => {
      fc.modelRun(() => ({ model: new Map<number, number>(), real: new States() }), script);
    }), { numRuns: 150, seed: 7 });
  });

  it("write to one of the pages that share without the others noticing", () => {
    for (const writer of [0, 1, 2]) {
      const states = new States();
      const model: Model = new Map();
      for (const at of [0, 1, 2]) new SetPage(at, 19).run(model, states);
      for (const at of [0, 1, 2]) states.share(at * PAGE + 5);
      new SetOne(writer * PAGE + 7, 51).run(model, states);
      // What was written to is a page of its own from then on, and can be shared again when it is uniform again.
      new SetOne(writer * PAGE, 51).run(model, states);
      new SetPage(writer, 19).run(model, states);
      new Share(writer * PAGE).run(model, states);
      new SetOne(((writer + 1) % 3) * PAGE, 0).run(model, states);
    }
  });

  it("forget nothing of a page that is not all in one state when it is to be shared", () => {
    const states = new States();
    const model: Model = new Map();
    new SetPage(1, 19).run(model, states);
    new Share(PAGE).run(model, states);
    new SetPage(2, 19).run(model, states);
    new SetOne(3 * PAGE - 1, 51).run(model, states);
    new Share(2 * PAGE).run(model, states);
  });

  it("take far ordinals without what lies between", () => {
    const states = new States();
    states.set(2 ** 28, 3);
    expect([states.get(2 ** 28), states.get(2 ** 28 - 1), states.get(1), states.get(2 ** 28 + PAGE)]).toEqual([3, 0, 0, 0]);
    states.share(12);
    expect(states.get(12)).toBe(0);
  });
});
