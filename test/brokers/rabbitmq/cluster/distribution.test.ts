/** Connections between nodes: one of them stands for a node, the one on which it speaks. */
import { describe, expect, it } from "vitest";
import { cluster, declare, get, heardBy } from "./rig.ts";

/** rb2 opens its connection to rb3, loses power, and opens another; the first one arrives last. */
const LATE = ["crash rb2 at 500us for 1ms", "delay rb2>rb3 SYN #1 by 100ms"];

describe("a connection that a node opened in an earlier life", () => {
  it("does not take the place of the one it has", () => {
    const played = cluster({ b: ["rb2", { 300: [declare()] }], c: ["rb3", { 400: [get()], 600: [declare("r")] }] }, { plan: LATE });
    expect(played.missed).toEqual([]);
    expect(heardBy(played, "c")).toEqual(["basic.get-empty", "declared r 0"]);
    expect(heardBy(played, "b")).toEqual(["declared q 0"]);
  });
});

it("is opened again when a partition came before the answer to the first attempt, and outlasted it", () => {
  const played = cluster({ a: ["rb1", { 5_000: [declare()] }], b: ["rb2", { 9_000: [get()] }] }, { plan: ["partition rb1 | rb2 rb3 at 1500us for 1100ms"], network: { timeout: "1s" } });
  expect(heardBy(played, "b")).toEqual(["basic.get-empty"]);
});
