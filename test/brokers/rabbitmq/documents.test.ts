/**
 * The tables of docs/brokers/rabbitmq.md are made from runs and rows: UPDATE_DOCS=1 npx vitest run test/brokers/rabbitmq/documents.test.ts writes them anew.
 * What a real broker said of the rows is written with UPDATE_CONFORMANCE=1, where one answers on the default port; it takes a minute or two.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { bundled, load } from "../../../src/campaign/load.ts";
import { faultline } from "../../cli/faultline.ts";
import { ROWS } from "../../../src/brokers/rabbitmq/conformance/rows/index.ts";
import { arrives, CONSUMERS, OF_CONSUMERS, OF_PUBLISHERS, PUBLISHERS } from "./documents/delivery.ts";
import { CRASHES, MESSAGES, QUEUES, survives } from "./documents/durability.ts";
import { RULE_ROWS } from "./documents/rules.ts";

const FILE = fileURLToPath(new URL("../../../docs/brokers/rabbitmq.md", import.meta.url));

const cells = (row: readonly string[]): string => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const table = (heading: readonly string[], rows: readonly (readonly string[])[]): string => [cells(heading), `|${heading.map(() => "---|").join("")}`, ...rows.map(cells)].join("\n");

/** One cell after the other: they are small. */
async function inTurn<A, B>(all: readonly A[], make: (one: A) => Promise<B>): Promise<B[]> {
  const made: B[] = [];
  for (const one of all) made.push(await make(one));
  return made;
}

async function durability(): Promise<string> {
  const kinds = Object.entries(QUEUES).flatMap(([name, kind]) => Object.entries(MESSAGES).flatMap(([message, mode]) => [false, true].map((confirms) => ({ name, kind, message, mode, confirms }))));
  const rows = await inTurn(kinds, async ({ name, kind, message, mode, confirms }) => [name, message, confirms ? "yes" : "no", ...(await inTurn(CRASHES, (how) => survives(kind, mode, confirms, how)))]);
  return table(["queue", "message", "confirm", ...CRASHES], rows);
}

async function publishing(): Promise<string> {
  const rows = await inTurn(Object.entries(PUBLISHERS), async ([habit, options]) => [habit, ...(await inTurn(Object.values(OF_PUBLISHERS), (mishap) => arrives(options, {}, mishap)))]);
  return table(["the publisher", ...Object.keys(OF_PUBLISHERS)], rows);
}

async function consuming(): Promise<string> {
  const rows = await inTurn(Object.entries(CONSUMERS), async ([habit, options]) => [habit, ...(await inTurn(Object.values(OF_CONSUMERS), (mishap) => arrives({}, options, mishap)))]);
  return table(["the consumer", ...Object.keys(OF_CONSUMERS)], rows);
}

async function scenarios(): Promise<string> {
  const names = bundled().map(({ name }) => name).filter((name) => name.startsWith("rabbitmq/"));
  const rows = await inTurn(names, async (name) => {
    const { title, promises } = await load(name);
    const broken = Object.entries(promises).filter(([, promise]) => "breaks" in promise).map(([guarantee]) => guarantee);
    return [`[${name.replace("rabbitmq/", "")}](../../scenarios/${name}.ts)`, title.replace("RabbitMQ: ", ""), broken.join(", ")];
  });
  return table(["scenario", "what it shows", "what breaks"], rows);
}

const rules = (): string => table(["rule", "says", "rows"], RULE_ROWS.map(({ id, says, rows }) => [`\`${id}\``, says, rows.join(", ")]));
const TABLES: { readonly [name: string]: () => string | Promise<string> } = { durability, publishing, consuming, scenarios, rules };

describe("docs/brokers/rabbitmq.md", () => {
  it.each(Object.keys(TABLES))("has the table of today's %s", async (name) => {
    const document = readFileSync(FILE, "utf8");
    const region = new RegExp(`(?<=<!-- ${name} -->\n)[^]*?(?=\n<!-- end -->)`);
    const today = await TABLES[name]!();
    if (process.env["UPDATE_DOCS"] === "1") writeFileSync(FILE, document.replace(region, () => today));
    else expect(region.exec(document)?.[0], "if that is meant: UPDATE_DOCS=1 npx vitest run test/brokers/rabbitmq/documents.test.ts").toBe(today);
  });

  it("has what a real broker said of today's rows, the same of all of them", { timeout: 600_000 }, async () => {
    const document = readFileSync(FILE, "utf8");
    const region = /(?<=<!-- conformance -->\n)[^]*?(?=\n<!-- end -->)/;
    if (process.env["UPDATE_CONFORMANCE"] === "1") {
      const { code, stdout, stderr } = await faultline(["conform", "rabbitmq", "--format", "markdown"]);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(stdout).toContain("Both halves ran");
      writeFileSync(FILE, document.replace(region, () => `${new Date().toISOString().slice(0, 10)}. ${stdout.trim().split("\n").slice(-3).join("\n")}\n\n${stdout.trim().split("\n").slice(0, -3).join("\n").trim()}`));
      return;
    }
    const said = region.exec(document)![0].split("\n").filter((line) => /^\| \d/.test(line)).map((line) => line.split(" | "));
    expect(said.map(([id, title]) => `${id!.slice(2)} ${title!}`), "UPDATE_CONFORMANCE=1").toEqual(ROWS.map(({ id, title }) => `${id} ${title}`));
    expect(said.filter((row) => !row.at(-1)!.startsWith("same"))).toEqual([]);
  });

  it("has a row for every rule", () => {
    expect(RULE_ROWS.filter(({ rows: shown }) => shown.length === 0).map(({ id }) => id)).toEqual([]);
  });
});
