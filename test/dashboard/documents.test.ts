/** The screens in the documentation are those that the program draws. UPDATE_SCREENS=1 writes them anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LECTURE } from "../../src/campaign/lecture.ts";
import { CompareScreen } from "../../src/dashboard/compare/screen.ts";
import { lessonOf } from "../../src/dashboard/lecture/lesson.ts";
import { LectureScreen } from "../../src/dashboard/lecture/screen.ts";
import { RunScreen } from "../../src/dashboard/run/screen.ts";
import type { Conditions } from "../../src/dashboard/run/branch.ts";
import type { Screen } from "../../src/dashboard/screen.ts";
import { checkPlan } from "../../src/world/plan-check.ts";
import { KeptOutlet, staged, subjectOf } from "./stages.ts";

const BLOCK = /<!-- screen (run|compare|lecture) ([^\n]*?) (\d+)x(\d+): ?([^\n]*?) ?-->\n```\n([^]*?)```\n/g;
const LOOK = { ascii: false, color: false };

async function screenOf(kind: string, words: string): Promise<Screen> {
  const [, names, plan, seed] = /^(.*?)(?: plan "(.*)")?(?: seed (\S+))?$/.exec(words)!;
  const subjects = await Promise.all(names!.split(" ").map((name) => subjectOf(name)));
  const [subject] = subjects;
  const conditions = (given: typeof subject): Conditions => ({ seed: seed ?? given!.resolved.seed, plan: plan === undefined ? [] : checkPlan([plan], given!.resolved.world.nodes.map(({ name }) => name)), rates: plan === undefined });
  if (kind === "compare") return new CompareScreen([subjects[0]!, subjects[1]!], conditions(subject), LOOK);
  if (kind === "run") return new RunScreen(subject!, conditions(subject), LOOK, new KeptOutlet());
  const lesson = lessonOf(subject!, LOOK, new KeptOutlet());
  return new LectureScreen([names!], lesson, () => Promise.reject(new Error("one lesson only")), LOOK);
}

/** ":20ms return x" are six keys. */
function keysOf(written: string): readonly string[] {
  return written.split(" ").filter((word) => word !== "").flatMap((word) => (/^[:/]/.test(word) ? [...word] : [word]));
}

async function drawn(document: string): Promise<string> {
  let written = "";
  let at = 0;
  for (const match of document.matchAll(BLOCK)) {
    const [whole, kind, words, columns, rows, keys] = match;
    const { press, shows, stage } = staged(await screenOf(kind!, words!));
    // As on a terminal: drawn before a key is pressed. One row of the terminal stays free.
    const size = { columns: Number(columns), rows: Number(rows) - 1 };
    shows(size);
    for (const key of keysOf(keys!)) {
      press(key);
      // What is looked for is found.
      while (key === "w" && stage.moving) stage.tick(33);
      shows(size);
    }
    written += document.slice(at, match.index) + whole.slice(0, whole.indexOf("```\n") + 4) + `${shows(size)}\n\`\`\`\n`;
    at = match.index + whole.length;
  }
  return written + document.slice(at);
}

describe("the screens in the documentation", () => {
  it.each(["docs/dashboard.md", "docs/lecture.md"])("are those that the program draws: %s", async (path) => {
    const document = readFileSync(path, "utf8");
    const fresh = await drawn(document);
    if (process.env["UPDATE_SCREENS"] === "1") writeFileSync(path, fresh);
    else expect(document).toBe(fresh);
    expect([...fresh.matchAll(BLOCK)].length).toBeGreaterThan(2);
  });

  it("tells of every lesson there is in the lecture, in its order", () => {
    const document = readFileSync("docs/lecture.md", "utf8");
    const rows = document.split("\n").filter((line) => /^\| \d+-\d+ \|/.test(line));
    const told = rows.map((row) => [...row.split("|")[2]!.matchAll(/`([^`]+)`/g)].map(([, name]) => `lessons/${name}`));
    expect(told).toEqual(LECTURE.map(({ lessons }) => lessons));
    const minutes = rows.map((row) => /(\d+)-(\d+)/.exec(row)!.slice(1).map(Number));
    expect(minutes.map(([from, to]) => to! - from!)).toEqual(LECTURE.map((part) => part.minutes));
  });
});
