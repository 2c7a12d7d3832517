/**
 * The report room reads no files, so what the page embeds stands in src/report/assets.ts. After a change to a .css or .js beside it:
 * UPDATE_ASSETS=1 npx vitest run test/report/assets.test.ts writes it anew.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const REPORT = fileURLToPath(new URL("../../src/report/", import.meta.url));

it("src/report/assets.ts is what the style sheets and the script say, with their hashes", () => {
  const [diagram, page, script] = ["svg/diagram.css", "html/page.css", "html/page.js"].map((name) => readFileSync(`${REPORT}${name}`, "utf8")) as [string, string, string];
  const hash = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  const made = `${[
    "// Written by test/report/assets.test.ts from svg/diagram.css, html/page.css and html/page.js.",
    `export const DIAGRAM_STYLE: string = ${JSON.stringify(diagram)};`,
    `export const PAGE_STYLE: string = ${JSON.stringify(page + diagram)};`,
    `export const PAGE_SCRIPT: string = ${JSON.stringify(script)};`,
    "/** For the Content-Security-Policy: nothing else may style the page, or run in it. */",
    `export const STYLE_HASH: string = "${hash(page + diagram)}";`,
    `export const SCRIPT_HASH: string = "${hash(script)}";`,
  ].join("\n")}\n`;
  const file = `${REPORT}assets.ts`;
  if (process.env["UPDATE_ASSETS"] === "1") writeFileSync(file, made);
  else expect(readFileSync(file, "utf8"), "UPDATE_ASSETS=1 npx vitest run test/report/assets.test.ts").toBe(made);
});
