/**
 * docs/lessons.md has each lesson's beats and its diagram on 80 columns. When a lesson, or how diagrams are drawn, has changed:
 * UPDATE_LESSONS=1 npx vitest run test/lessons.test.ts writes it anew; look at the difference before you commit it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { bundled, load } from "../src/campaign/load.ts";
import { diagram } from "../src/report/diagram.ts";
import { prepare } from "../src/scenario/run.ts";
import type { Scenario } from "../src/scenario/types.ts";
import { relevantTo } from "../src/view/relevant.ts";
import { spaceTime } from "../src/view/space-time.ts";
import { chiefViolation } from "../src/view/violations.ts";

const REGION = /(<!-- the lessons -->\n\n)[\s\S]*?(\n\n<!-- end of the lessons -->)/;
const FILE = fileURLToPath(new URL("../docs/lessons.md", import.meta.url));
const WIDTH = 80;
/** As they are taught; variants follow their lesson by name. */
const COURSE = ["two-generals", "at-most-once", "lost-ack", "slow-not-lost", "dedup-broker", "crash-between", "atomic-inbox", "window", "zombie-fencing", "hunt"];

function lesson(name: string, scenario: Scenario): string {
  const plan = Object.values(scenario.promises).flatMap((promise) => ("plan" in promise && promise.plan !== undefined ? [promise.plan] : []))[0];
  const simulation = prepare(scenario, { trace: true, ...(plan === undefined ? {} : { plan }) });
  while (simulation.advance());
  const whole = spaceTime(simulation);
  const broken = Object.keys(scenario.promises);
  const drawn = diagram(relevantTo(whole, chiefViolation(whole.violations, broken) ?? []), { width: WIDTH, ascii: false, color: false });
  const beats = (scenario.beats ?? []).map(({ say, ask }) => `- ${say}${ask === undefined ? "" : ` *${ask}*`}`);
  return [`## ${scenario.title.replace(/^Lesson: /, "").replace(/^./, (first) => first.toUpperCase())}`, "", `\`npx faultline run ${name}${plan === undefined ? "" : ` --plan "${plan.join("; ")}"`}\``, "", ...beats, "", "```", ...drawn.split("\n").map((line) => line.trimEnd()), "```"].join("\n");
}

it("docs/lessons.md has the lessons of today, in the order they are taught, drawn on 80 columns", async () => {
  const names = bundled().map(({ name }) => name).filter((name) => name.startsWith("lessons/"));
  const place = (name: string): number => COURSE.findIndex((topic) => name.startsWith(`lessons/${topic}`));
  expect(names.filter((name) => place(name) < 0), "lessons that have no place in the course").toEqual([]);
  const ordered = names.toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const told = await Promise.all(ordered.map(async (name) => lesson(name, await load(name))));
  const content = readFileSync(FILE, "utf8");
  expect(REGION.test(content)).toBe(true);
  const today = content.replace(REGION, (_, begin: string, end: string) => `${begin}${told.join("\n\n")}${end}`);
  if (process.env["UPDATE_LESSONS"] === "1") writeFileSync(FILE, today);
  else expect(content, "UPDATE_LESSONS=1 npx vitest run test/lessons.test.ts").toBe(today);
  const drawings = [...today.matchAll(/^```\n([\s\S]*?)\n```$/gm)].flatMap(([, drawing]) => drawing!.split("\n"));
  expect(drawings.filter((line) => [...line].length > WIDTH)).toEqual([]);
});
