/**
 * README.md and docs/matrix.md carry what `faultline matrix` says of the protocols. When protocols, scenarios or the search have changed:
 * UPDATE_MATRIX=1 npx vitest run test/matrix.test.ts writes both anew. How many runs is said in the comment above each table.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { bundled, load } from "../src/campaign/load.ts";
import { matrix, protocolsAmong } from "../src/index.ts";
import type { Matrix } from "../src/index.ts";
import { matrixMarkdown, matrixSummaryMarkdown } from "../src/report/matrix-markdown.ts";

const REGION = /(<!-- faultline matrix --runs (\d+) --markdown -->\n\n)[\s\S]*?(\n\n<!-- end of the matrix -->)/;
const update = process.env["UPDATE_MATRIX"] === "1";
const made = new Map<number, Promise<Matrix>>();

async function matrixOf(runs: number): Promise<Matrix> {
  return matrix(protocolsAmong(await Promise.all(bundled().map(({ name }) => load(name)))), { runs });
}

it.each<readonly [string, (matrix: Matrix) => string]>([["README.md", matrixSummaryMarkdown], ["docs/matrix.md", matrixMarkdown]])("%s has the table of today's protocols", async (name, write) => {
  const file = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const content = readFileSync(file, "utf8");
  const [region, begin, runs, end] = REGION.exec(content) ?? [];
  expect(region, `a table between <!-- faultline matrix --runs N --markdown --> and <!-- end of the matrix -->`).toBeDefined();
  if (!made.has(Number(runs))) made.set(Number(runs), matrixOf(Number(runs)));
  const today = `${begin}${write(await made.get(Number(runs))!)}${end}`;
  if (update) writeFileSync(file, content.replace(REGION, () => today));
  else expect(region, `${name} is not what the protocols do today. If that is meant: UPDATE_MATRIX=1 npx vitest run test/matrix.test.ts`).toBe(today);
});
