import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Counters } from "../../src/kernel/counters.ts";

const ordinal = fc.oneof(fc.nat(600), fc.constantFrom(0, 7, 8, 511, 512, 100_000));
const name = fc.nat(5);
const act = fc.oneof(
  fc.record({ act: fc.constant("exchange" as const), name, ordinal, value: fc.oneof(fc.nat(3), fc.constant(4_294_967_295)) }),
  fc.record({ act: fc.constant("next" as const), name, ordinal, value: fc.constant(0) }),
  fc.record({ act: fc.constant("clear" as const), name, ordinal: fc.constant(0), value: fc.constant(0) }),
  fc.record({ act: fc.constant("forget" as const), name, ordinal, value: fc.constant(0) }),
);

describe("Counters", () => {
  it("count by name and ordinal like a map that begins with zeros, whatever was cleared or forgotten on the way", () => {
    fc.assert(fc.property(fc.array(act, { maxLength: 400 }), (acts) => {
      const counters = new Counters();
      const names = Array.from({ length: 6 }, () => counters.name());
      const model = new Map<string, number>();
      const key = (of: number, at: number): string => `${of} ${at}`;
      for (const { act: what, name: of, ordinal: at, value } of acts) {
        const before = model.get(key(of, at)) ?? 0;
        if (what === "exchange") {
          expect(counters.exchange(names[of]!, at, value)).toBe(before);
          model.set(key(of, at), value);
        } else if (what === "next" && before < 4_294_967_295) {
          expect(counters.next(names[of]!, at)).toBe(before + 1);
          model.set(key(of, at), before + 1);
        } else if (what === "clear") {
          counters.clear(names[of]!);
          for (const other of [...model.keys()]) if (other.startsWith(`${of} `)) model.delete(other);
        } else if (what === "forget") {
          counters.forget((_page, first, last) => at >= first && at <= last);
          for (const other of [...model.keys()]) if (Number(other.split(" ")[1]) >> 3 === at >> 3) model.delete(other);
        }
      }
      for (const [other, value] of model) {
        const [of, at] = other.split(" ").map(Number) as [number, number];
        expect(counters.get(names[of]!, at)).toBe(value);
      }
      for (let of = 0; of < 6; of++) for (const at of [1, 9, 99_999, 200_000]) expect(counters.get(names[of]!, at)).toBe(model.get(key(of, at)) ?? 0);
    }), { numRuns: 300, seed: 5 });
  });

  it("keep every value while the table grows", () => {
    const counters = new Counters();
    const names = [counters.name(), counters.name()];
    for (let at = 0; at < 20_000; at += 3) for (const of of names) expect(counters.next(of, at)).toBe(1);
    for (let at = 0; at < 20_000; at++) for (const of of names) expect(counters.get(of, at)).toBe(at % 3 === 0 ? 1 : 0);
  });

  it("show each page that is held with its ordinals and its sum", () => {
    const counters = new Counters();
    const one = counters.name();
    const other = counters.name();
    for (const at of [3, 4, 300, 100_000]) counters.exchange(one, at, at);
    counters.next(other, 3);
    const shown: (readonly number[])[] = [];
    counters.forget((_page, first, last, sum) => (shown.push([first, last, sum]), false));
    expect(shown).toEqual([[0, 7, 7], [296, 303, 300], [100_000, 100_007, 100_000], [0, 7, 1]]);
    expect(counters.held).toBe(4);
  });
});
