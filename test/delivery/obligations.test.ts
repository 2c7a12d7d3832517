import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Obligations } from "../../src/delivery/obligations.ts";

/** What was said and done, as a list; every answer is looked up in it again. */
interface Done {
  readonly what: "publish" | "confirm" | "refuse" | "giveUp" | "effect" | "excuse";
  readonly message: number;
  readonly subscription: number;
}

const MESSAGES = 5;

class Naive {
  readonly done: Done[] = [];
  readonly subscriptions: number;
  readonly obligation: "confirmed" | "published";

  constructor(subscriptions: number, obligation: "confirmed" | "published") {
    this.subscriptions = subscriptions;
    this.obligation = obligation;
  }

  has(what: Done["what"], message: number, subscription?: number): boolean {
    return this.done.some((one) => one.what === what && one.message === message && (subscription === undefined || one.subscription === subscription));
  }

  owed(message: number): boolean {
    return this.has("publish", message) && (this.obligation === "published" ? !this.has("refuse", message) : this.has("confirm", message));
  }

  unmet(message: number, subscription: number): boolean {
    return this.owed(message) && !this.has("effect", message, subscription) && !this.has("excuse", message, subscription);
  }

  get pairs(): readonly (readonly [message: number, subscription: number])[] {
    return Array.from({ length: MESSAGES }, (_, index) => index + 1).flatMap((message) => Array.from({ length: this.subscriptions }, (_, subscription) => [message, subscription] as const));
  }
}

function perform(obligations: Obligations, naive: Naive, { what, message, subscription }: Done): void {
  if (what === "effect") expect(obligations.effect(message, subscription), "first").toBe(!naive.has("effect", message, subscription));
  else if (what === "excuse") obligations.excuse(message, subscription);
  else obligations[what](message);
  naive.done.push({ what, message, subscription });
}

/** Everything that can be asked, from the one and from the other. */
function agree(obligations: Obligations, naive: Naive): void {
  const { done, pairs } = naive;
  const unmet = pairs.filter(([message, subscription]) => naive.unmet(message, subscription));
  const firsts = Array.from({ length: MESSAGES }, (_, index) => index + 1);
  expect({
    unmet: obligations.unmet,
    total: obligations.total,
    effects: obligations.effects,
    confirmed: obligations.confirmed,
    published: obligations.published,
    firstUnmet: obligations.firstUnmet(MESSAGES),
    allUnmet: pairs.filter(([message, subscription]) => obligations.isUnmet(obligations.state(message, subscription))),
    settledFrom: firsts.filter((first) => obligations.settled(first, MESSAGES)),
  }).toEqual({
    unmet: unmet.length,
    total: pairs.filter(([message]) => naive.owed(message)).length,
    effects: done.filter(({ what }) => what === "effect").length,
    confirmed: new Set(done.filter(({ what }) => what === "confirm").map(({ message }) => message)).size,
    published: done.filter(({ what }) => what === "publish").length,
    firstUnmet: unmet[0],
    allUnmet: unmet,
    settledFrom: firsts.filter((first) => pairs.every(([message, subscription]) => message < first || (naive.has("publish", message) && !naive.unmet(message, subscription)))),
  });
}

describe("Obligations", () => {
  it("count what is owed as a list of everything that happened does, whatever comes in whatever order", () => {
    const course = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom<"confirmed" | "published">("confirmed", "published")).chain(([subscriptions, obligation]) => {
      const one = fc.record<Done>({ what: fc.constantFrom("publish", "confirm", "refuse", "giveUp", "effect", "excuse"), message: fc.integer({ min: 1, max: MESSAGES }), subscription: fc.integer({ min: 0, max: subscriptions - 1 }) });
      return fc.record({ subscriptions: fc.constant(subscriptions), obligation: fc.constant(obligation), course: fc.array(one, { maxLength: 40 }) });
    });
    fc.assert(fc.property(course, (given) => {
      const obligations = new Obligations(given.subscriptions, given.obligation);
      const naive = new Naive(given.subscriptions, given.obligation);
      for (const done of given.course) {
        // A message is handed over once.
        if (done.what === "publish" && naive.has("publish", done.message)) continue;
        perform(obligations, naive, done);
        agree(obligations, naive);
      }
    }), { numRuns: 500, seed: 8 });
  });

  it("still know every message of a long run, though old pages are shared: a late effect, excuse or confirm is told from a second", () => {
    const last = 80_000;
    const obligations = new Obligations(2, "confirmed");
    const late = new Set([2, 4_095, 4_096, 9_999, 70_000]);
    for (let message = 1; message <= last; message++) {
      obligations.publish(message);
      if (late.has(message)) continue;
      obligations.confirm(message);
      for (const subscription of [0, 1]) if (!obligations.effect(message, subscription)) expect.fail(`m${message} had an effect already`);
    }
    expect(obligations).toMatchObject({ unmet: 0, total: 2 * (last - late.size), published: last, confirmed: last - late.size, effects: 2 * (last - late.size) });
    for (const message of late) obligations.confirm(message);
    expect(obligations.unmet).toBe(2 * late.size);
    expect(obligations.firstUnmet(last)).toEqual([2, 0]);
    expect([obligations.settled(3, 4_000), obligations.settled(1, 4_000), obligations.settled(4_096, 8_000), obligations.settled(75_000, last)]).toEqual([true, false, false, true]);
    for (const message of late) expect([obligations.effect(message, 0), obligations.effect(message, 0)]).toEqual([true, false]);
    for (const message of late) obligations.excuse(message, 1);
    expect(obligations.unmet).toBe(0);
    for (const message of [1, 3, 5_000, 9_998, 10_000, 69_999, last]) expect([obligations.effect(message, 0), obligations.effect(message, 1)], `m${message}`).toEqual([false, false]);
    expect(obligations.settled(1, last)).toBe(true);
  });
});
