/**
 * reports/example/ has one report of each format, made by the built program as a user would make them. After a change that is meant:
 * npm run examples writes them anew; look at the difference before you commit it.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { folder } from "./campaign/folder.ts";
import { faultline } from "./cli/faultline.ts";

const EXAMPLES = fileURLToPath(new URL("../reports/example/", import.meta.url));
const FORMATS = { json: "json", svg: "svg", mermaid: "mmd", shiviz: "log", junit: "xml", text: "txt" };
const CAMPAIGN = "reports/example/campaign";

/** What the commands of docs/reports.md make, by name. Wall-clock time is the one thing that differs from run to run: it is said to be a second. */
async function made(): Promise<ReadonlyMap<string, string>> {
  const at = folder({});
  const run = async (...command: string[]): Promise<string> => {
    const { code, stdout, stderr } = await faultline(command, { cwd: at });
    expect({ code, stderr }, command.join(" ")).toEqual({ code: 0, stderr: "" });
    return stdout;
  };
  const document = await run("check", "retry-without-dedup", "--runs", "300", "--out", "reports/example", "--json", "--no-corpus", "--workers", "1");
  writeFileSync(join(at, `${CAMPAIGN}.json`), document.replace(/"seconds": [\d.e-]+/, '"seconds": 1'));
  const written = (): string[] => readdirSync(join(at, "reports/example")).sort();
  const failure = written().find((name) => name.includes("at-most-once") && name.endsWith(".repro.json"))!;
  const name = `reports/example/${basename(failure, ".repro.json")}`;
  for (const [format, ending] of Object.entries(FORMATS)) await run("report", `reports/example/${failure}`, "--format", format, "-o", `${name}.${ending}`);
  const matrix = await run("matrix", "retry-without-dedup", "--runs", "10", "--json");
  writeFileSync(join(at, "matrix.json"), matrix);
  await run("report", `${CAMPAIGN}.json`, "--matrix", "matrix.json", "-o", `${CAMPAIGN}.html`);
  await run("report", `${CAMPAIGN}.json`, "-o", `${CAMPAIGN}.xml`);
  return new Map(written().map((file) => [file, readFileSync(join(at, "reports/example", file), "utf8")]));
}

it("reports/example/ has what the commands make today, byte for byte", async () => {
  const today = await made();
  if (process.env["UPDATE_EXAMPLES"] === "1") {
    rmSync(EXAMPLES, { recursive: true, force: true });
    mkdirSync(EXAMPLES, { recursive: true });
    for (const [name, content] of today) writeFileSync(join(EXAMPLES, name), content);
  }
  expect(readdirSync(EXAMPLES).sort()).toEqual([...today.keys()]);
  for (const [name, content] of today) expect(readFileSync(join(EXAMPLES, name), "utf8") === content, `${name} is not what is made today. If that is meant: npm run examples`).toBe(true);
});
