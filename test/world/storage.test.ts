import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvariantError } from "../../src/kernel/errors.ts";
import { KEEP, LOSE, Storage } from "../../src/world/storage.ts";
import { ModelDisk } from "../support/model-disk.ts";
import type { Contents } from "../support/model-disk.ts";

const KEYS = ["a", "b", "ab", "", "ä", "a\u0000"];

/** The disk, its model, and syncs that were asked for and have not completed. */
class Pair {
  readonly storage = new Storage();
  readonly model = new ModelDisk();
  syncs: number[] = [];

  agree(): void {
    const contents: Contents = this.storage.keysWith("").map((key) => [key, this.storage.read(key) ?? "torn"]);
    expect(contents).toEqual(this.model.contents);
    expect(this.storage.written).toBe(this.model.written);
    for (const prefix of ["a", "b", "z"]) expect(this.storage.keysWith(prefix)).toEqual(this.model.contents.map(([key]) => key).filter((key) => key.startsWith(prefix)));
    for (const key of [...KEYS, "z"]) if (!this.model.contents.some(([present]) => present === key)) expect(this.storage.read(key)).toBe(undefined);
  }
}

type Act = (pair: Pair) => void;
const key = fc.constantFrom(...KEYS);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(key, fc.oneof(fc.nat(9), fc.constantFrom("x", true, 0))).map(([where, value]): Act => ({ storage, model }) => (storage.write(where, value), model.write(where, value))) },
  { weight: 2, arbitrary: key.map((where): Act => ({ storage, model }) => (storage.remove(where), model.write(where, undefined))) },
  { weight: 3, arbitrary: fc.constant<Act>((pair) => void pair.syncs.push(pair.storage.written)) },
  // Syncs complete in any order, some of them torn.
  { weight: 3, arbitrary: fc.tuple(fc.nat(), fc.nat(3)).map(([which, one]): Act => (pair) => {
    const [upTo] = pair.syncs.splice(which % Math.max(1, pair.syncs.length), 1);
    if (upTo === undefined) return;
    pair.storage.flush(upTo, one === 0);
    pair.model.sync(upTo, one === 0);
  }) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(4), fc.boolean()).map(([kept, torn]): Act => (pair) => {
    pair.storage.lose({ kept, torn });
    pair.model.powerLoss(kept, torn);
    pair.syncs = [];
  }) },
  { weight: 1, arbitrary: fc.boolean().map((keeps): Act => (pair) => {
    pair.storage.lose(keeps ? KEEP : LOSE);
    pair.model.powerLoss(keeps ? Infinity : 0, false);
    pair.syncs = [];
  }) },
);

describe("Storage", () => {
  it("is what the list of all writes says, whatever is written, synced in whatever order, torn and lost", () => {
    fc.assert(fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const pair = new Pair();
      for (const one of acts) {
        one(pair);
        pair.agree();
      }
    }), { numRuns: 1_500, seed: 8 });
  });

  it("says which key was written last, which a removal and a loss leave or change", () => {
    const storage = new Storage();
    const last: string[] = [storage.lastKey];
    for (const change of [() => storage.write("a", 1), () => storage.remove("b"), () => storage.flush(2, false), () => storage.lose(LOSE)]) {
      change();
      last.push(storage.lastKey);
    }
    expect(last).toEqual(["", "a", "b", "b", "b"]);
  });

  it("refuses to make durable what was never written", () => {
    expect(() => new Storage().flush(1, false)).toThrow(InvariantError);
  });
});
