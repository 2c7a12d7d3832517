/** Declarations while the nodes are still finding each other, on two of them at once; and nodes that come back to a cluster that forms anew. */
import { describe, expect, it } from "vitest";
import { ack, cluster, confirms, consume, declare, get, heardBy, publish, quorum } from "./rig.ts";

const LINKS = ["rb2>rb1", "rb3>rb1", "rb3>rb2"] as const;

describe("a cluster that is forming", () => {
  const kinds = { quorum: quorum(), classic: declare() };
  for (const [kind, declaration] of Object.entries(kinds)) {
    for (const link of LINKS) {
      it.each([5, 20, 200])(`has one ${kind} queue that two clients declare at once while ${link} is late by %i ms`, (late) => {
        const played = cluster({
          p: ["rb1", { 1: [declaration, confirms], 1500: [publish(1)] }],
          c: ["rb2", { 1: [declaration, consume()], 3000: [ack(1)] }],
        }, { latency: "3ms", plan: [`delay ${link} SYN-ACK #1 by ${late}ms`] });
        expect(played.missed).toEqual([]);
        expect(heardBy(played, "p")).toEqual(["declared q 0", "C+1"]);
        expect(heardBy(played, "c")).toEqual(["declared q 0", "A#1 m1"]);
      });
    }
  }

  it("is not founded by a node that has missed a queue, whoever starts first", () => {
    const played = cluster({
      b: ["rb2", { 1_000: [declare()] }],
      late: ["rb1", { 12_000: [get()] }],
    }, { plan: ["crash rb1 kill at 300ms for 3s", "crash rb2 kill at 2s for 5s", "crash rb3 kill at 2s for 5s", "delay late>rb1 SYN #1 by 11s"] });
    expect(heardBy(played, "b")).toEqual(["declared q 0", "heard reset"]);
    expect(heardBy(played, "late")).toEqual(["basic.get-empty"]);
  });

  it("takes in a node again whose founder has told the others of it, and died before it told itself", () => {
    const played = cluster({
      b: ["rb2", { 300: [declare()] }],
      c: ["rb3", { 400: [get()] }],
    }, { plan: ["delay rb1>rb2 joined #1 by 100ms", "crash rb1 at 6500us for 1ms"] });
    expect(played.missed).toEqual([]);
    expect(heardBy(played, "b")).toEqual(["declared q 0"]);
    expect(heardBy(played, "c")).toEqual(["basic.get-empty"]);
  });

  it("takes in a node that was started again since the founder heard of it, who does not know and dies", () => {
    const played = cluster({
      b: ["rb2", { 3_000: [declare()] }],
      c: ["rb3", { 4_000: [get()] }],
    }, { plan: ["crash rb1 at 500us for 400ms", "delay rb2>rb1 ready #1 by 700ms", "crash rb3 at 600ms for 1ms", "reset rb2-rb3 at 650ms", "crash rb1 at 1106500us for 1ms", "delay c>rb3 SYN #1 by 2s"] });
    expect(played.missed).toEqual([]);
    expect(heardBy(played, "b")).toEqual(["declared q 0"]);
    expect(heardBy(played, "c")).toEqual(["basic.get-empty"]);
  });

  it("keeps to the leader of the later term when an earlier one is seen again", () => {
    const played = cluster({
      p: ["rb1", { 1: [quorum(), confirms], 1600: [publish(1)], 4000: [publish(2)] }],
      c: ["rb2", { 1: [quorum()] }],
      d: ["rb3", { 1: [] }],
    }, { latency: "3ms", plan: ["crash rb3 at 200ms for 1ms", "crash rb2 kill at 300ms for 1ms"] });
    expect(heardBy(played, "p")).toEqual(["declared q 0", "C+1", "C+2"]);
  });
});
