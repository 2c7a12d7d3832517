/** The tables of docs/naive-queue.md are made from the scenarios: UPDATE_DOCS=1 npx vitest run test/protocols/naive-queue.test.ts writes them anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { load } from "../../src/campaign/load.ts";
import { run } from "../../src/core.ts";
import type { Factory, Scenario } from "../../src/core.ts";
import { naiveBrokers, naiveConsumers, naiveQueue } from "../../src/protocols/index.ts";
import { FAILURES, naive, pinsOf } from "../support/naive.ts";
import type { Failure, Pin } from "../support/naive.ts";
import { SITUATIONS } from "../support/situations.ts";

const storm = await load("naive-queue/storm");
const FILE = fileURLToPath(new URL("../../docs/naive-queue.md", import.meta.url));

const cells = (row: readonly string[]): string => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const planned = (plan: readonly string[]): string => (plan.length === 0 ? "no fault at all" : plan.map((entry) => `\`${entry}\``).join("<br>"));

function failureRow({ failure, words, scenario }: Failure, { guarantee, plan }: Pin): string {
  const { sentence } = run(scenario, { plan }).verdicts.find((verdict) => verdict.guarantee === guarantee)!;
  const name = scenario.name!.replace("naive-queue/", "");
  return cells([failure, scenario.about!, `[${name}](../scenarios/naive-queue/${name}.ts)`, guarantee, planned(plan), `${words[0]!.toUpperCase()}${words.slice(1)}: ${sentence}.`]);
}

const TABLES: { readonly [name: string]: readonly string[] } = {
  failures: [
    cells(["failure", "the claim", "scenario", "breaks", "smallest plan", "what is seen"]), "|---|---|---|---|---|---|",
    ...naive.flatMap((failure) => pinsOf(failure.scenario).map((pin) => failureRow(failure, pin))),
  ],
  corrected: [
    cells(["failure", "the mishap", "plan", "what the corrected queue does"]), "|---|---|---|---|",
    ...SITUATIONS.map(({ failure, mishap, plan, instead }) => cells([failure, mishap, plan === undefined ? "" : planned(plan), instead])),
  ],
};

describe("docs/naive-queue.md", () => {
  it.each(Object.keys(TABLES))("has the table of today's %s", (name) => {
    const document = readFileSync(FILE, "utf8");
    const table = new RegExp(`(?<=<!-- ${name} -->\n)[^]*?(?=\n<!-- end -->)`);
    const today = TABLES[name]!.join("\n");
    if (process.env["UPDATE_DOCS"] === "1") writeFileSync(FILE, document.replace(table, () => today));
    else expect(table.exec(document)?.[0], "if that is meant: UPDATE_DOCS=1 npx vitest run test/protocols/naive-queue.test.ts").toBe(today);
  });

  it("shows every failure, and every scenario of the naive queue shows one", () => {
    expect([...new Set(naive.map(({ failure }) => failure))]).toEqual(FAILURES);
    for (const { scenario } of naive) expect(pinsOf(scenario), scenario.name!).not.toEqual([]);
  });
});

describe("the naive queue", () => {
  it("without a fault loses nothing, repeats nothing, and does not keep the order where packets may overtake each other", () => {
    const runs = Array.from({ length: 100 }, (_, seed) => run(storm, { seed, plan: [] }));
    const failed = (guarantee: string): number => runs.filter(({ verdicts }) => verdicts.some((verdict) => verdict.guarantee === guarantee && verdict.status !== "pass")).length;
    expect(failed("effectively-once")).toBe(0);
    expect(failed("order")).toBeGreaterThan(10);
  });
});

describe("the naive queue's variants", () => {
  /** The storm, in which nodes of this role run something else. */
  const played = (role: string, factory: Factory): Scenario => ({ ...storm, nodes: storm.nodes.map((node) => (node.role === role ? { ...node, run: factory } : node)) });

  it.each([["broker", naiveBrokers.inMemory()], ["consumer", naiveConsumers.polling()]] as const)("of the %s are the textbook's where no parameter says otherwise", (role, factory) => {
    for (const seed of ["1", "2", "3"]) expect(run(played(role, factory), { seed }).digest).toBe(run(storm, { seed }).digest);
  });

  it("with durable ids lose what the textbook's queue, which forgets them, would deliver when it is sent again", () => {
    const { scenario } = naive.find(({ failure }) => failure === "L7")!;
    const [{ plan }] = pinsOf(scenario) as [Pin];
    const forgetting = { ...scenario, nodes: scenario.nodes.map((node) => (node.role === "broker" ? { ...node, run: naiveQueue.broker } : node)) };
    const status = (of: Scenario) => run(of, { plan }).verdicts.find(({ guarantee }) => guarantee === "at-least-once")!.status;
    expect([status(scenario), status(forgetting)]).toEqual(["fail", "pass"]);
  });
});
