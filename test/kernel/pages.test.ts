import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pages } from "../../src/kernel/pages.ts";

const ordinal = fc.oneof(fc.nat(600), fc.constantFrom(0, 255, 256, 511, 512, 100_000));
const act = fc.oneof(
  fc.record({ act: fc.constant("set" as const), ordinal, value: fc.oneof(fc.nat(3), fc.constant(4_294_967_295)) }),
  fc.record({ act: fc.constant("next" as const), ordinal, value: fc.constant(0) }),
);

describe("Pages", () => {
  it("count by ordinal like a map that begins with zeros", () => {
    fc.assert(fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
      const pages = new Pages();
      const model = new Map<number, number>();
      for (const { act: what, ordinal: at, value } of acts) {
        if (what === "set") pages.set(at, value);
        else if ((model.get(at) ?? 0) < 4_294_967_295) expect(pages.next(at)).toBe((model.get(at) ?? 0) + 1);
        else continue;
        model.set(at, what === "set" ? value : (model.get(at) ?? 0) + 1);
      }
      for (const at of [...model.keys(), 1, 254, 257, 99_999, 200_000]) expect(pages.get(at)).toBe(model.get(at) ?? 0);
    }), { numRuns: 300, seed: 5 });
  });

  it("show each page that is held with its ordinals, and forget exactly those that they are told to", () => {
    const pages = new Pages();
    for (const at of [3, 300, 513, 100_000]) pages.set(at, at);
    const shown: (readonly number[])[] = [];
    const left = pages.forget((first, last, page) => {
      shown.push([first, last, page.reduce((sum, value) => sum + value, 0)]);
      return first === 256 || first === 512;
    });
    expect(shown).toEqual([[0, 255, 3], [256, 511, 300], [512, 767, 513], [99_840, 100_095, 100_000]]);
    expect(left).toBe(2);
    expect([3, 300, 513, 100_000].map((at) => pages.get(at))).toEqual([3, 0, 0, 100_000]);
    expect(pages.next(300)).toBe(1);
    expect(pages.forget(() => false)).toBe(3);
  });
});
