import { describe, expect, it } from "vitest";
import { breaks, compare } from "../../src/index.ts";
import type { CompareOptions, Scenario } from "../../src/index.ts";
import { load } from "../../src/campaign/load.ts";
import { columnsOf } from "../../src/report/diagram/cells.ts";
import type { DiagramOptions } from "../../src/report/diagram.ts";
import { compareText } from "../../src/report/compare.ts";
import { torture } from "../support/torture.ts";
import { cast } from "../view/telling.ts";

const PLAIN: DiagramOptions = { width: 80, ascii: false, color: false };
const text = async (first: Scenario, second: Scenario, options: CompareOptions = {}, style: Partial<DiagramOptions> = {}): Promise<string> => compareText(await compare(first, second, options), { ...PLAIN, ...style });
const still = { messages: 2, network: { latency: "2ms" } } as const;
const retry = cast("retryWithoutDedup", { name: "retry", ...still });
const inbox = cast("correctedQueue", { name: "inbox", ...still });

describe("a comparison as text", () => {
  it("is verdicts, where the histories part, and the price, side by side", async () => {
    expect((await text(retry, inbox, { plan: ["drop c1>broker ack m1 #1"] })).split("\n")).toEqual([
      "A  retry   retryWithoutDedup",
      "B  inbox   correctedQueue",
      "one run each, of seed 1; the same plan",
      "  drop c1>broker ack m1 #1",
      "",
      "not the same for both",
      "  sinks.world.dedup: false and true",
      "",
      "                    A         B",
      "  at-least-once     ✓ holds   ✓ holds",
      "  at-most-once      ✗ BROKEN  ✓ holds",
      "  effectively-once  ✗ BROKEN  ✓ holds",
      "  integrity         ✓ holds   ✓ holds",
      "  order             ✓ holds   ✓ holds",
      "  progress          ✓ holds   ✓ holds",
      "  fenced            ✓ holds   ✓ holds",
      "",
      "the histories are the same for 1 event, then they part",
      "  A  deliver m1 on c1 at 14ms",
      "  B  confirm m1 on p1 at 14ms",
      "messages that fare differently",
      "  m1      A  confirmed, 2 effects",
      "          B  confirmed, 1 effect",
      "",
      "the price",
      "                                   A     B",
      "  packets a message              5.5  28.5   ×5.2",
      "  bytes a message                262   665   ×2.5",
      "  disk writes a message            2   5.5   ×2.8",
      "  syncs a message                  1   3.5   ×3.5",
      "  dedup, at most                   -     0",
      "  depth, at most                   -     2",
      "  publish to effect, median      4ms  14ms   ×3.5",
      "  publish to effect, 95 %        4ms  24ms   ×6.0",
      "  publish to confirm, median  4.50ms   4ms  ×0.89",
      "  publish to confirm, 95 %    4.50ms   4ms  ×0.89",
      "",
      "  faults in A  drop 1",
      "  faults in B  drop 1",
    ]);
  });

  it("says of a pair that does the same that it does, and what is set where", async () => {
    const told = await text(retry, retry, { set: { "workload.messages": 1 }, with: { "network.latency": "3ms" } });
    expect(told).toContain("A  retry with workload.messages=1   retryWithoutDedup\nB  retry with workload.messages=1, network.latency=3ms   retryWithoutDedup\n");
    expect(told).toContain('\n  network.latency: "2ms" and "3ms"\n');
    expect(told).toContain("\nthe histories are the same, event for event\n");
  });

  it("counts over many runs, and tells of the pair in which most differs", async () => {
    const scenario = await load("retry-without-dedup");
    const told = await text(scenario, scenario, { runs: 30, with: { "network.loss": 0.3 } });
    expect(told).toContain("\n30 runs each, of the seeds 1/1 to 1/30; faults by each one's own chances\n");
    expect(told).toMatch(/\n {2}at-least-once +✓ holds in all +✓ holds in all\n {2}at-most-once +✗ broken in \d+ +✗ broken in \d+\n/);
    expect(told).toMatch(/\nunder seed 1\/\d+, where they differ in [^:]+:\s+the\s+histories/);
    expect(told).toMatch(/\n {2}faults in A {2}crash \d+, drop \d+, duplicate \d+\n/);
  });

  it("names the entries that struck nothing, a message that one side never had, and what nobody promised", async () => {
    const told = await text({ ...retry, promises: { order: breaks() } }, inbox, { plan: ["drop p1>broker publish m2 #1", "drop p1>broker publish m2 #7"], with: { "workload.messages": 1 } });
    expect(told).toMatch(/ {2}m2 {6}A {2}confirmed, 1 effect\n {10}B {2}never handed over\n/);
    expect(told).toContain("entries of the plan that struck nothing in A\n  drop p1>broker publish m2 #7\n");
    expect(told).toContain("entries of the plan that struck nothing in B\n  drop p1>broker publish m2 #1\n  drop p1>broker publish m2 #7");
    expect(await text({ ...retry, promises: {} }, inbox, { plan: ["drop c1>broker ack m1 #1"] })).toMatch(/at-most-once +✗ does not hold {2}✓ holds\n/);
  });

  it("fits its width, entries apart, and is ASCII where that is asked for; colours change no character", async () => {
    const compared = await compare(torture, cast("correctedQueue", { messages: 8, producers: 2, consumers: 2 }), { runs: 3, set: { "network.loss": 0.2 } });
    for (const width of [60, 80, 120]) {
      for (const ascii of [false, true]) {
        const told = compareText(compared, { width, ascii, color: false });
        for (const line of told.split("\n")) if (!/^ {2}(?:[AB]|\S+:|nemesis)/.test(line)) expect(columnsOf(line), line).toBeLessThanOrEqual(width);
        if (ascii) expect(told).toMatch(/^[\x20-\x7e\n]*$/);
        expect(compareText(compared, { width, ascii, color: true }).replace(/\u001b\[[\d;]*m/g, "")).toBe(told);
      }
    }
  });
});
