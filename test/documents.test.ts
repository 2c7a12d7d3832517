import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { folder } from "./campaign/folder.ts";
import { agrees, follow, furnish } from "./support/document.ts";
import { Shell } from "./support/shell.ts";

const DOCS = fileURLToPath(new URL("../docs/", import.meta.url));
/** Chapters follow one another in one folder; other documents stand alone. */
const COURSES: { readonly [course: string]: readonly string[] } = {
  tutorial: readdirSync(join(DOCS, "tutorial")).sort().map((name) => `tutorial/${name}`),
  guarantees: ["guarantees.md"],
  reports: ["reports.md"],
  scale: ["scale.md"],
  search: ["search.md"],
  rabbitmq: ["brokers/rabbitmq.md"],
};
/** Of a terminal. */
const WIDTH = 80;

describe("a document followed to the letter prints what it says", () => {
  it.concurrent.each(Object.entries(COURSES))("%s", async (_, documents) => {
    const at = folder({});
    furnish(at);
    const shell = new Shell(at);
    try {
      for (const name of documents) {
        const { shown, right } = await follow(join(DOCS, name), at, shell);
        // UPDATE_DOCS=1 writes what the commands print today; look at the difference before you commit it.
        if (process.env["UPDATE_DOCS"] === "1") writeFileSync(join(DOCS, name), right);
        else for (const { what, says, prints } of shown) if (!agrees(says, prints)) expect(`${name}\n${what}\n${prints}`).toBe(`${name}\n${what}\n${says}`);
        const wide = shown.flatMap(({ what, says }) => (what.startsWith("$ ") ? says.split("\n").filter((line) => [...line].length > WIDTH) : []));
        expect(wide, `lines in ${name} that are wider than a terminal`).toEqual([]);
      }
    } finally {
      shell.close();
    }
  });

  it("and a difference is noticed, wherever it is, but not one of wall time", () => {
    expect(agrees("a\n...\nz", "a\nb\nc\nz")).toBe(true);
    expect(agrees("a\n...\nz", "a\nz")).toBe(true);
    expect(agrees("a\n...\nz", "a\nb\nc\ny")).toBe(false);
    expect(agrees("a\n...\nz", "a\nb\nc z")).toBe(false);
    expect(agrees("a\n...", "a\nb\nc")).toBe(true);
    expect(agrees("", "a")).toBe(false);
    expect(agrees("(300 runs, 1.2s)", "(300 runs, 1.9s)")).toBe(true);
    expect(agrees("300 runs, 8,111 events, 1.2s", "300 runs, 8,111 events, 12.9s")).toBe(true);
    expect(agrees("(300 runs, 1.2s)", "(301 runs, 1.2s)")).toBe(false);
    expect(agrees("300 runs, 8,111 events, 1.2s", "300 runs, 8,112 events, 1.2s")).toBe(false);
    expect(agrees("took effect at 116ms", "took effect at 117ms")).toBe(false);
  });
});
