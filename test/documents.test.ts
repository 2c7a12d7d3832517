import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { folder } from "./campaign/folder.ts";
import { agrees, follow, furnish } from "./support/document.ts";

const DOCS = fileURLToPath(new URL("../docs/", import.meta.url));
/** Chapters follow one another in one folder; other documents stand alone. */
const COURSES: { readonly [course: string]: readonly string[] } = {
  tutorial: chapters("tutorial"),
  guarantees: ["guarantees.md"],
};

describe("a document followed to the letter prints what it says", () => {
  it.each(Object.entries(COURSES))("%s", async (_, documents) => {
    const at = folder({});
    furnish(at);
    for (const name of documents) {
      const { shown, right } = await follow(join(DOCS, name), at);
      // UPDATE_DOCS=1 writes what the commands print today; look at the difference before you commit it.
      if (process.env["UPDATE_DOCS"] === "1") writeFileSync(join(DOCS, name), right);
      else for (const { command, says, prints } of shown) if (!agrees(command, says, prints)) expect(`${name}\n$ ${command}\n${prints}`).toBe(`${name}\n$ ${command}\n${says}`);
    }
  });

  it("and a difference is noticed, wherever it is, but not one of wall time", () => {
    expect(agrees("run", "a\n...\nz", "a\nb\nc\nz")).toBe(true);
    expect(agrees("run", "a\n...\nz", "a\nb\nc\ny")).toBe(false);
    expect(agrees("run", "(300 runs, 1.2s)", "(300 runs, 1.9s)")).toBe(true);
    expect(agrees("run", "(300 runs, 1.2s)", "(301 runs, 1.2s)")).toBe(false);
    expect(agrees("run", "took effect at 116ms", "took effect at 117ms")).toBe(false);
  });
});

function chapters(of: string): readonly string[] {
  try {
    return readdirSync(join(DOCS, of)).filter((name) => name.endsWith(".md")).sort().map((name) => `${of}/${name}`);
  } catch {
    return [];
  }
}
