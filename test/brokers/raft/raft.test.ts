import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Raft } from "../../../src/brokers/raft/raft.ts";
import { Parliament } from "./parliament.ts";
import { outcome, scripts } from "./scripts.ts";

/** Elects n1. */
function seated(size = 3, options = {}): Parliament {
  const parliament = new Parliament(size, Raft, options);
  parliament.wake("n1", "election");
  parliament.calm(8);
  return parliament;
}
const roles = (parliament: Parliament): string[] => parliament.names.map((name) => parliament.members.get(name)?.role ?? "down");
const commits = (parliament: Parliament): number[] => [...parliament.members.values()].map(({ commit }) => commit);

describe("an election", () => {
  it("makes the first who asks a leader, whom all follow", () => {
    const parliament = seated();
    expect(roles(parliament)).toEqual(["leader", "follower", "follower"]);
    expect([...parliament.members.values()].map(({ leader }) => leader)).toEqual(["n1", "n1", "n1"]);
  });

  it("of one member needs nobody", () => {
    expect(roles(seated(1))).toEqual(["leader"]);
  });

  it("is not called for while the leader is there: a pre-vote disturbs nobody's term", () => {
    const parliament = seated();
    parliament.armed.get("n2")!.add("election");
    parliament.wake("n2", "election");
    parliament.calm(8);
    expect([...parliament.members.values()].map(({ term }) => term)).toEqual([1, 1, 1]);
  });

  it("follows when the leader is said to be down", () => {
    const parliament = seated();
    parliament.crash("n1", 0);
    for (const name of ["n2", "n3"]) parliament.members.get(name)!.down("n1");
    parliament.wake("n3", "election");
    parliament.calm(8);
    expect(roles(parliament)).toEqual(["down", "follower", "leader"]);
  });

  it("is won by nobody who lacks a committed entry", () => {
    const parliament = seated();
    parliament.apart = new Set(["n3"]);
    parliament.propose("n1");
    parliament.calm(4);
    parliament.apart = new Set();
    parliament.crash("n1", 0);
    for (const name of ["n2", "n3"]) parliament.members.get(name)!.down("n1");
    parliament.wake("n3", "election");
    parliament.calm(8);
    expect(roles(parliament)).toEqual(["down", "follower", "pre-candidate"]);
    parliament.wake("n2", "election");
    parliament.calm(8);
    expect(roles(parliament)).toEqual(["down", "leader", "follower"]);
  });

  it("needs votes that are durable", () => {
    const parliament = new Parliament(3, Raft);
    parliament.wake("n1", "election");
    // Everything arrives, and nobody's disk writes anything.
    for (let round = 0; round < 8; round++) for (const { from, to, message } of parliament.packets.splice(0)) parliament.members.get(to)!.received(from, message);
    expect(roles(parliament)).toEqual(["candidate", "follower", "follower"]);
    parliament.calm(8);
    expect(roles(parliament)).toEqual(["leader", "follower", "follower"]);
  });
});

describe("a log", () => {
  it("is committed when a majority has it on disk, and known to be when the leader repeats itself", () => {
    const parliament = seated();
    parliament.propose("n1");
    parliament.calm(2);
    expect(commits(parliament)[0]).toBe(2);
    parliament.wake("n1", "tick");
    parliament.calm(2);
    expect(commits(parliament)).toEqual([2, 2, 2]);
  });

  it("commits nothing without a majority, and all of it when there is one again", () => {
    const parliament = seated();
    parliament.apart = new Set(["n1"]);
    for (let n = 0; n < 3; n++) parliament.propose("n1");
    parliament.calm(4);
    expect(commits(parliament)[0]).toBe(1);
    parliament.apart = new Set();
    parliament.wake("n1", "tick");
    parliament.calm(4);
    expect(commits(parliament)[0]).toBe(4);
  });

  it("gives up entries of a leader that was cut off for those of the next", () => {
    const parliament = seated();
    parliament.apart = new Set(["n1"]);
    parliament.propose("n1");
    parliament.propose("n1");
    for (const name of ["n2", "n3"]) parliament.members.get(name)!.down("n1");
    parliament.wake("n2", "election");
    parliament.calm(8);
    parliament.propose("n2");
    parliament.calm(4);
    parliament.apart = new Set();
    parliament.members.get("n2")!.up("n1");
    parliament.calm(8);
    parliament.wake("n2", "tick");
    parliament.calm(8);
    expect(roles(parliament)).toEqual(["follower", "leader", "follower"]);
    for (const name of parliament.names) expect(parliament.told.get(name)).toEqual([null, null, 3]);
  });

  it("brings a member up to date that was away while its entries were compacted", () => {
    const parliament = seated();
    parliament.crash("n3", 0);
    for (let n = 0; n < 5; n++) parliament.propose("n1");
    parliament.calm(4);
    parliament.compact("n1");
    parliament.propose("n1");
    parliament.start("n3");
    parliament.members.get("n1")!.up("n3");
    parliament.calm(8);
    parliament.wake("n1", "tick");
    parliament.calm(8);
    expect(parliament.told.get("n3")).toEqual([null, 1, 2, 3, 4, 5, 6]);
  });

  it("survives that all lose power at once, as far as it was committed", () => {
    const parliament = seated();
    for (let n = 0; n < 5; n++) parliament.propose("n1");
    parliament.calm(2);
    parliament.compact("n1");
    for (const name of parliament.names) parliament.crash(name, 0);
    for (const name of parliament.names) parliament.start(name);
    parliament.wake("n2", "election");
    parliament.calm(8);
    expect(parliament.told.get("n2")).toEqual([null, 1, 2, 3, 4, 5, null]);
  });
});

describe("whatever is lost, repeated, overtaken, cut off or crashes", () => {
  for (const [size, options] of [[3, { batch: 1 }], [3, {}], [5, { batch: 2 }], [4, {}], [3, { heartbeats: true }]] as const) {
    it(`the laws of Raft hold: ${size} members, ${JSON.stringify(options)}`, () => {
      fc.assert(fc.property(scripts(200), (script) => {
        expect(outcome(new Parliament(size, Raft, options), script)).toBeUndefined();
      }), { numRuns: 300 });
    });
  }

  it("a group that is left in peace comes to agree on all it committed, and on more", () => {
    fc.assert(fc.property(scripts(120), fc.array(fc.nat(2), { minLength: 30, maxLength: 30 }), (script, turns) => {
      const parliament = new Parliament(3, Raft);
      outcome(parliament, script);
      const before = parliament.committed.length;
      parliament.apart = new Set();
      for (const name of parliament.names) parliament.start(name);
      parliament.packets = [];
      for (const member of parliament.members.values()) for (const peer of parliament.names) if (peer !== member.self) member.down(peer);
      for (const turn of [...turns, 0, 1, 2]) {
        const name = parliament.names[turn]!;
        const leader = [...parliament.members.values()].filter(({ role }) => role === "leader").sort((a, b) => b.term - a.term)[0];
        if (leader === undefined) parliament.wake(name, "election");
        else for (const peer of parliament.names) if (peer !== leader.self) leader.up(peer);
        parliament.calm(8);
      }
      parliament.names.forEach((name) => parliament.propose(name));
      parliament.calm(8);
      for (const name of parliament.names) parliament.wake(name, "tick");
      parliament.calm(8);
      expect(parliament.broken()).toBeUndefined();
      expect(roles(parliament).filter((role) => role === "leader")).toHaveLength(1);
      expect(parliament.committed.length).toBeGreaterThan(before);
      expect(new Set(commits(parliament)).size).toBe(1);
    }), { numRuns: 200 });
  });
});
