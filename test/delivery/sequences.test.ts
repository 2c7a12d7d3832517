import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SequenceMap } from "../../src/delivery/sequence-map.ts";
import { SequenceSet } from "../../src/delivery/sequence-set.ts";

const key = fc.oneof({ weight: 6, arbitrary: fc.nat(90) }, { weight: 1, arbitrary: fc.nat(2_000) });

describe("SequenceMap", () => {
  it("answers as a Map does, whatever comes and goes in whatever order", () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom("set", "delete"), key), { maxLength: 300 }), (acts) => {
      const map = new SequenceMap<number>();
      const model = new Map<number, number>();
      acts.forEach(([act, at], index) => {
        if (act === "set") {
          map.set(at, index);
          model.set(at, index);
        } else expect(map.delete(at)).toBe(model.delete(at));
        expect(map.size).toBe(model.size);
      });
      for (let at = 0; at <= 2_100; at++) if (map.get(at) !== model.get(at) || map.has(at) !== model.has(at)) expect.fail(`key ${at}`);
      expect([...map.entries()]).toEqual([...model].sort(([one], [other]) => one - other));
    }), { numRuns: 300, seed: 4 });
  });
});

describe("SequenceSet", () => {
  it("answers as a Set does, and its mark is the end of what is there without a gap", () => {
    fc.assert(fc.property(fc.array(key.map((at) => at + 1), { maxLength: 300 }), (sequences) => {
      const set = new SequenceSet();
      const model = new Set<number>();
      for (const sequence of sequences) {
        expect(set.add(sequence)).toBe(!model.has(sequence));
        model.add(sequence);
        let mark = 0;
        while (model.has(mark + 1)) mark++;
        expect([set.mark, set.above]).toEqual([mark, model.size - mark]);
      }
      for (let at = 1; at <= 2_200; at++) if (set.has(at) !== model.has(at)) expect.fail(`sequence ${at}`);
    }), { numRuns: 300, seed: 4 });
  });
});
