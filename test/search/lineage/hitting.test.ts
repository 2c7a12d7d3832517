import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HittingSets, namesOf, undoes } from "../../../src/search/lineage/hitting.ts";
import type { Atom } from "../../../src/search/lineage/hitting.ts";
import type { Link, Support } from "../../../src/search/lineage/lineage.ts";

const PACKETS = 7;
const sent = (packet: number): Link => ({ node: "n", step: `send ${packet}`, at: packet, after: 0, since: packet, packet: `p${packet}` });
const dropOf = ({ packet }: Link): readonly Atom[] => [{ kind: "drop", name: packet!, packet: packet! }];
const collection = fc.array(fc.uniqueArray(fc.nat(PACKETS - 1), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });

/** All sets that a collection of sets offers, in the order in which they are offered. */
function offered(sets: HittingSets, tried = new Set<string>()): string[] {
  const all: string[] = [];
  for (let more = sets.next((names) => tried.has(names)); more.length > 0; more = sets.next((names) => tried.has(names))) {
    for (const set of more) {
      all.push(namesOf(set));
      tried.add(namesOf(set));
    }
  }
  return all;
}

/** Minimal hitting sets of at most so many, by trying every subset. */
function bruteForce(supports: readonly (readonly number[])[], most: number): string[] {
  const hits = (mask: number): boolean => supports.every((support) => support.some((packet) => (mask >> packet) & 1));
  const all = Array.from({ length: 2 ** PACKETS }, (_, mask) => mask).filter(hits);
  const minimal = all.filter((mask) => Array.from({ length: PACKETS }, (_, bit) => bit).every((bit) => !((mask >> bit) & 1) || !hits(mask & ~(1 << bit))));
  const packetsOf = (mask: number): string[] => Array.from({ length: PACKETS }, (_, bit) => bit).filter((bit) => (mask >> bit) & 1).map((bit) => `p${bit}`);
  return minimal.map(packetsOf).filter(({ length }) => length <= most).map((packets) => packets.sort().join("; "));
}

describe("hitting sets", () => {
  it("are all the minimal ones within the budget, each once, the smallest first", () => {
    fc.assert(fc.property(collection, fc.integer({ min: 1, max: 5 }), (supports, drops) => {
      const sets = new HittingSets({ drops, crashes: 0 }, dropOf);
      for (const support of supports) sets.add(support.map(sent));
      const found = offered(sets);
      expect([...found].sort()).toEqual(bruteForce(supports, drops).sort());
      const sizes = found.map((names) => names.split("; ").length);
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
      expect(sets.incomplete).toBe(false);
    }), { numRuns: 300 });
  });

  it("take a new support into account, and are not offered again", () => {
    fc.assert(fc.property(collection, collection, (first, second) => {
      const sets = new HittingSets({ drops: PACKETS, crashes: 0 }, dropOf);
      const tried = new Set<string>();
      for (const support of first) sets.add(support.map(sent));
      const before = offered(sets, tried);
      for (const support of second) sets.add(support.map(sent));
      const after = offered(sets, tried);
      expect(after.filter((names) => before.includes(names))).toEqual([]);
      expect([...bruteForce([...first, ...second], PACKETS)].filter((names) => !tried.has(names))).toEqual([]);
    }), { numRuns: 200 });
  });

  it("are made longer by one that undoes all that has shown up since, and is needed with every other", () => {
    const sets = new HittingSets({ drops: 3, crashes: 0 }, dropOf);
    sets.add([sent(1), sent(2)]);
    const [first] = sets.next(() => false);
    sets.add([sent(3), sent(4)]);
    sets.add([sent(3), sent(5)]);
    expect(sets.extensions(first!).map(namesOf)).toEqual([`${namesOf(first!)}; p3`]);
    expect(sets.isHit([...first!, { kind: "drop", name: "p3", packet: "p3" }])).toBe(true);
    expect(sets.isHit(first!)).toBe(false);
  });
});

describe("a crash", () => {
  const at = (time: number, after = 0): Link => ({ node: "n", step: `step at ${time}`, at: time, after, since: time });
  const crash = (time: number, after: number, down: number): Atom => ({ kind: "crash", name: "crash", node: "n", step: `step at ${time}`, after, at: time, down });

  it.each<readonly [string, Atom, Link, boolean]>([
    ["prevents the outputs behind it in its step", crash(10, 1, 5), at(10, 1), true],
    ["leaves those before it", crash(10, 1, 5), at(10, 0), false],
    ["prevents what falls into the time in which the node is down", crash(10, 0, 5), at(14), true],
    ["leaves what comes after that", crash(10, 0, 5), at(15), false],
    ["makes the node forget what it was waiting for", crash(10, 0, 5), { ...at(15), since: 9 }, true],
    ["for good prevents everything after it", crash(10, 0, Infinity), at(1_000), true],
    ["leaves other nodes alone", crash(10, 0, Infinity), { ...at(20), node: "m" }, false],
    ["just after a sync was through comes too late for what that made durable", crash(10, 0, 5), { ...at(10, -1), since: 8 }, false],
    ["before the sync was through does not", crash(8, 2, 5), { ...at(10, -1), since: 8 }, true],
  ])("%s", (_, atom, link, undone) => {
    expect(undoes(atom, link)).toBe(undone);
    const support: Support = [link];
    expect(support.some((one) => undoes(atom, one))).toBe(undone);
  });
});
