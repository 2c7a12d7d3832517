import { beforeAll, describe, expect, it } from "vitest";
import { holds, matrix, scenario } from "../../src/index.ts";
import type { Guarantee, Matrix } from "../../src/index.ts";
import { load } from "../../src/campaign/load.ts";
import { columnsOf } from "../../src/report/diagram/cells.ts";
import { matrixMarkdown, matrixSummaryMarkdown } from "../../src/report/matrix-markdown.ts";
import { matrixText } from "../../src/report/matrix.ts";
import { cast } from "../view/telling.ts";

/** Names that are long, wide, or would be markup. */
const named = (name: string): Guarantee => ({ name, observe: () => ({ on: () => undefined, end: (_summary, fail) => fail(`${name} is broken`) }) });
const STRANGE = ["a guarantee with a very long name indeed", "日本語-の-約束", "pipes|and`ticks`and<b>", "one-two-three-four-five"];

let made: Matrix;
let strange: Matrix;
beforeAll(async () => {
  made = await matrix(await Promise.all(["fire-and-forget", "retry-without-dedup"].map(load)), { runs: 10 });
  strange = await matrix([scenario({ ...cast("fireAndForget"), name: "strange|*name*", title: "A [title] \u001b[2J", guarantees: STRANGE.map(named), promises: Object.fromEntries(STRANGE.map((name) => [name, holds()])) })], { runs: 2 });
}, 120_000);

describe("a matrix as text", () => {
  it("is a table for each protocol, kinds of fault down, guarantees across, with the plans below", () => {
    const text = matrixText(made, { width: 80, ascii: false, color: false }).split("\n");
    const from = text.findIndex((line) => line.startsWith("fire-and-forget "));
    expect(text.slice(0, 2)).toEqual(["10 runs for each kind of fault, each kind alone; seed 1", "✓ never broke   ✗ broke: its number is that of a plan below   ? nobody knows"]);
    expect(text.slice(from, from + 8)).toEqual([
      "fire-and-forget   Fire and forget: at most once, as long as the network does not",
      "repeat",
      "               at-least-  at-most-  effectively-",
      "               once       once      once          integrity  order   progress",
      "  promised     breaks     holds                   holds      breaks",
      "  no fault     ✓          ✓         ✓             ✓          ✗ 1     ✓",
      "  drop         ✗ 2        ✓         ✗ 2           ✓          ✗ 1     ✗ 2",
      "  corrupt      ✗ 3        ✓         ✗ 3           ✓          ✗ 1     ✗ 3",
    ]);
    expect(text).toContain("   2  drop p1>broker publish m1 #1   (--seed 1)");
    expect(text).toContain("  duplicate *  ✓          ✗ 4       ✗ 4           ✓          ✗ 1     ✓");
    expect(text).toContain("  * not among what its nodes declare to tolerate");
    expect(text).toContain("  neither promised nor broken: fenced");
    expect(text.find((line) => line.startsWith("  never reached it: "))).toMatch(/reset.*stall.*disk/);
  });

  it("has room for names in one line, and for figures, at 120 columns", () => {
    const text = matrixText(made, { width: 120, ascii: false, color: false }).split("\n");
    expect(text).toContain("               at-least-once  at-most-once  effectively-once  integrity  order   progress  reached");
    expect(text.find((line) => line.startsWith("  drop "))).toMatch(/ ✗ 2 {12}✓ .* \d+$/);
  });

  it.each([40, 60, 80, 120])("fits %i columns, plans apart, whatever guarantees are called, and is ASCII where that is asked for; colours change no character", (width) => {
    for (const each of [made, strange]) {
      for (const ascii of [false, true]) {
        const text = matrixText(each, { width, ascii, color: false });
        for (const line of text.split("\n")) if (!/--seed|^ {4,6}(?:crash|delay|drop)/.test(line)) expect(columnsOf(line), line).toBeLessThanOrEqual(width);
        if (ascii) expect(text).toMatch(/^[\x20-\x7e\n]*$/);
        expect(text).not.toContain("\u001b");
        expect(matrixText(each, { width, ascii, color: true }).replace(/\u001b\[[\d;]*m/g, "")).toBe(text);
      }
    }
  });
});

describe("a matrix as Markdown", () => {
  /** Cells of a table's line, as GitHub splits it. */
  const cells = (line: string): string[] => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());

  it("has a summary: protocols down, guarantees across, and in each cell what breaks it", () => {
    const [heading, rule, ...rows] = matrixSummaryMarkdown(made).split("\n").map(cells);
    expect(heading).toEqual(["protocol", "at-least-once", "at-most-once", "effectively-once", "integrity", "order", "progress"]);
    expect(rule).toEqual(heading!.map(() => "---"));
    expect(rows).toHaveLength(2);
    expect(rows[0]!.slice(0, 3)).toEqual(["`fire-and-forget`", expect.stringMatching(/^✗ drop, corrupt, (?:forge, )?partition, crash$/), expect.stringMatching(/^✗ duplicate, replay/)]);
    expect(rows[0]![5]).toBe("✗ without a fault");
    expect(rows[1]![1]).toBe("✓");
  });

  it("has a table for each protocol, with the evidence or a plan for every cell", () => {
    const text = matrixMarkdown(made);
    expect(text).toContain("### retry-without-dedup\n\nRetry until acknowledged, remember nothing: a lost ack is a second effect.\n\n| fault | at-least-once (holds) | ");
    const drop = cells(text.split("\n").filter((line) => line.startsWith("| drop "))[1]!);
    expect(drop.slice(0, 3)).toEqual(["drop", "✓ 10 runs", "✗ (2)"]);
    expect(text).toMatch(/\n2\. `drop c1>broker ack m\d #1` with `--seed 1`\n/);
    expect(text).toContain("\\* Not among what its nodes declare to tolerate. Neither promised nor broken: fenced. Never reached it: ");
  });

  it("takes nothing of what others wrote for markup", () => {
    const text = matrixMarkdown(strange);
    expect(text).toContain("### strange|\\*name\\*\n\nA \\[title\\] \\\\u001b\\[2J.\n");
    for (const line of text.split("\n").filter((one) => one.startsWith("|"))) expect(cells(line)).toHaveLength(cells(text.split("\n").find((one) => one.startsWith("| fault"))!).length);
    expect(text).toContain("pipes\\|and\\`ticks\\`and\\<b\\> (holds)");
    expect(matrixSummaryMarkdown(strange).split("\n")).toHaveLength(3);
  });
});
