import { describe, expect, it } from "vitest";
import { breaks, holds, sweep } from "../../src/index.ts";
import type { Scenario, SweepOptions } from "../../src/index.ts";
import type { DiagramOptions } from "../../src/report/diagram.ts";
import { columnsOf } from "../../src/report/diagram/cells.ts";
import { sweepText } from "../../src/report/sweep.ts";
import { torture } from "../support/torture.ts";
import { cast } from "../view/telling.ts";

const PLAIN: DiagramOptions = { width: 80, ascii: false, color: false };
const naive = (more: Partial<Scenario> = {}): Scenario => cast("naiveQueue", { name: "naive", messages: 2, network: { latency: "5ms" }, promises: { "at-least-once": holds(), "at-most-once": holds() }, settle: "1s", ...more });
const lines = async (options: SweepOptions = {}, style: Partial<DiagramOptions> = {}, scenario = naive()): Promise<string[]> => sweepText(await sweep(scenario, options), { ...PLAIN, ...style }).split("\n");

describe("a sweep as text", () => {
  it("is a strip of verdicts, the outputs between the verdicts, and the plan of what breaks", async () => {
    expect(await lines({ nodes: ["c1"] })).toEqual([
      "naive",
      "one crash a run, at every cut: power loss for 500ms; seed 1",
      "✓ a crash there breaks nothing   ✗ it breaks what is promised   ? nobody knows",
      "",
      "c1   15 cuts in 5 steps",
      "  ✓ ✓✗ ✗✗✓✓✓ ✓✗ ✗✗✓✓✓",
      "",
      "  1x c1 start           ✓",
      "  2x c1 timer poll      ✓ send receive ✗",
      "  2x broker>c1 deliver  ✗ deliver ✗ effect ✓ ack ✓ send ack ✓",
      "",
      "what breaks, and by which plan",
      "  ✗ crash c1 in c1 timer poll #1 after 1 for 500ms",
      "      after send receive",
      "      at-least-once: m1 was confirmed but never took effect",
      "      likewise in c1 timer poll #2",
      "  ✗ crash c1 in broker>c1 deliver m1 #1 after 0 for 500ms",
      "      before deliver",
      "      at-least-once: m1 was confirmed but never took effect",
      "      likewise in broker>c1 deliver m2 #1",
      "  ✗ crash c1 in broker>c1 deliver m1 #1 after 1 for 500ms",
      "      between deliver and effect",
      "      at-least-once: m1 was confirmed but never took effect",
      "      likewise in broker>c1 deliver m2 #1",
      "",
      "15 cuts in 5 steps: 9 hold, 6 break something",
      "  holds at every cut: at-most-once",
    ]);
  });

  it("is all of one mark for an atomic inbox, which is the lesson", async () => {
    const text = await lines({ nodes: ["c1"] }, {}, cast("correctedQueue", { name: "inbox", messages: 2, network: { latency: "5ms" }, promises: { "effectively-once": holds(), progress: holds() } }));
    expect(text.find((line) => line.includes("deliver"))).toBe("  2x broker>c1 deliver  ✓ deliver ✓ transaction with effect ✓ ack ✓ send ack ✓");
    expect(text.join("\n")).not.toMatch(/✗ (?!it breaks)|what breaks/);
    expect(text.at(-1)).toBe("  holds at every cut: effectively-once, progress");
  });

  it("says how it crashed, what struck besides, and what does not hold without a crash", async () => {
    const order = naive({ promises: { order: breaks(), "at-most-once": holds() } });
    const text = await lines({ how: "kill", for: "forever", plan: ["delay p1>broker publish m1 #1 by 30ms"], nodes: ["p1"] }, {}, order);
    expect(text[1]).toBe("one crash a run, at every cut: kill for good; seed 1; besides, 1 fault of a plan");
    expect(text.join(" ").replace(/ +/g, " ")).toContain("left out: order, which is broken without a crash, too (m1 took effect after m2, though p1 had published it before, for the same key)");
  });

  it("names a step without outputs, an unknown verdict, a node without steps, and few of many that are alike", async () => {
    const text = (await lines({}, {}, naive({ workload: { messages: 12 }, limit: { time: "450ms" } }))).join("\n");
    expect(text).toMatch(/\n {6}in a step that puts nothing out\n/);
    expect(text).toMatch(/\n {6}at-least-once unknown, at-most-once unknown: the run was stopped at its\s+limit of time\n/);
    expect(text).toMatch(/likewise in (?:[^,]+,\s+){5}[^,]+\s+and \d+ more steps?\n/);
    expect(text).toMatch(/\d+ unknown$/m);
    expect((await lines({ nodes: ["c2"] }, {}, naive({ nodes: [...naive().nodes.slice(0, 2), { ...naive().nodes[2]!, count: 2 }], workload: { messages: 0 } }))).join("\n")).toContain("c2   1 cut in 1 step\n");
  });

  it("leaves a strip out that would be longer than the rows", async () => {
    const text = await lines({ nodes: ["broker"] }, { width: 40 }, naive({ workload: { messages: 100 }, settle: "50ms" }));
    expect(text.some((line) => /^ {2}[✓✗ ]+$/.test(line))).toBe(false);
    expect(text.some((line) => /^ +\d+x p1>broker publish /.test(line))).toBe(true);
  });

  it("fits its width, plans apart, and is ASCII where that is asked for; colours change no character", async () => {
    const swept = await sweep({ ...torture, promises: {}, workload: { messages: 2, every: "10ms" }, storm: "100ms" }, { for: "20ms" });
    for (const width of [60, 80, 120]) {
      for (const ascii of [false, true]) {
        const text = sweepText(swept, { width, ascii, color: false });
        for (const line of text.split("\n")) if (!/^ {2}\S crash /.test(line)) expect(columnsOf(line), line).toBeLessThanOrEqual(width);
        if (ascii) expect(text).toMatch(/^[\x20-\x7e\n]*$/);
        expect(sweepText(swept, { width, ascii, color: true }).replace(/\u001b\[[\d;]*m/g, "")).toBe(text);
      }
    }
  });

  it("in ASCII has strips of + and X", async () => {
    const text = await lines({ nodes: ["c1"] }, { ascii: true });
    expect(text.slice(5, 10)).toEqual(["  + +X XX+++ +X XX+++", "", "  1x c1 start           +", "  2x c1 timer poll      + send receive X", "  2x broker>c1 deliver  X deliver X effect + ack + send ack +"]);
  });
});
