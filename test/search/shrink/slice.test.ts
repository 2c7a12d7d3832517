import { describe, expect, it } from "vitest";
import { parsePlan, printFault } from "../../../src/core.ts";
import { byNeed } from "../../../src/search/shrink/slice.ts";

const ordered = (plan: readonly string[], sentence: string): readonly string[] => byNeed(parsePlan(plan.join("\n")), sentence).map(printFault);

describe("the order in which faults should stay", () => {
  const far = "drop p1>broker publish m7 #1";
  const near = ["drop broker>c1 deliver m2 #1", "delay broker>c1 deliver m2 #1 by 5ms", "crash c1 in broker>c1 deliver m2 #1 after 1 for 1s", "forge p1>broker publish m2 #1 with 1"];
  const nodes = ["crash broker at 1s for 1s", "partition p1 | broker at 1s for 1s", "pause c1 at 1s for 1s"];

  it("begins with those on messages that the sentence names, then on nodes and links, and within these with the plainest kinds", () => {
    expect(ordered([far, ...nodes, ...near].reverse(), "m2 is lost")).toEqual([...near, ...nodes, far]);
  });

  it("is that of the kinds alone where the sentence names no message", () => {
    expect(ordered([...nodes, far], "something is lost")).toEqual([far, ...nodes]);
  });

  it("ends, among those as near, with what presupposes another fault: a crash in a restart, and what befalls a copy", () => {
    const chained = ["drop broker>c1 deliver m2 #1'", "crash c1 in broker>c1 deliver m2 #1' after 0 for 1s"];
    expect(ordered([...chained, ...near], "m2 is lost")).toEqual([...near, ...chained]);
    expect(ordered(["crash c1 in c1 start #2 after 0 for 1s", ...nodes], "m2 is lost")).toEqual([...nodes, "crash c1 in c1 start #2 after 0 for 1s"]);
  });

  it("keeps the plan's order where nothing else decides", () => {
    const drops = ["drop p1>broker publish m7 #1", "drop broker>p1 confirm m6 #1", "drop p1>broker publish m9 #1"];
    expect(ordered(drops, "m2 is lost")).toEqual(drops);
  });
});
