/**
 * Same seed, same run: digests of every bundled scenario over 50 seeds, in a second process, without the JIT, in another
 * time zone and language, and on other versions of Node from the registry.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { bundled, load } from "../../src/campaign/load.ts";
import { Digest } from "../../src/kernel/digest.ts";
import { run } from "../../src/core.ts";
import { markdown, writeEvidence } from "./report.ts";

const SEEDS = 50;
type Digests = { readonly node: string; readonly scenarios: { readonly [name: string]: string } };

/** One digest a scenario, over the digests of its runs. */
async function digests(): Promise<Digests> {
  const scenarios: Record<string, string> = {};
  for (const { name } of bundled()) {
    const scenario = await load(name);
    const all = new Digest();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { digest } = run(scenario, { seed });
      all.word(Number.parseInt(digest.slice(0, 8), 16) | 0);
      all.word(Number.parseInt(digest.slice(8), 16) | 0);
    }
    scenarios[name] = all.toString();
  }
  return { node: process.version, scenarios };
}

const self = fileURLToPath(import.meta.url);
const elsewhere = (command: string, args: readonly string[], environment: Record<string, string> = {}): Digests =>
  JSON.parse(execFileSync(command, [...args, self, "--print"], { encoding: "utf8", env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "ignore"] })) as Digests;

async function main(): Promise<void> {
  if (process.argv.includes("--print")) return void process.stdout.write(JSON.stringify(await digests()));
  const here = await digests();
  const others: [string, () => Digests][] = [
    ["a second process", () => elsewhere(process.execPath, [])],
    ["--jitless", () => elsewhere(process.execPath, ["--jitless"])],
    ["TZ=Asia/Kolkata LANG=de_DE.UTF-8", () => elsewhere(process.execPath, [], { TZ: "Asia/Kolkata", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" })],
    ...["22", "24", "26"].map((version): [string, () => Digests] => [`npx -y node@${version}`, () => elsewhere("npx", ["-y", `node@${version}`])]),
  ];
  const rows: (string | number)[][] = [];
  let different = 0;
  for (const [name, digest] of others) {
    const there = digest();
    const names = Object.keys(here.scenarios);
    const equal = names.filter((scenario) => there.scenarios[scenario] === here.scenarios[scenario]).length;
    different += names.length - equal;
    rows.push([name, there.node, `${equal} of ${names.length}`]);
  }
  const scenarios = Object.entries(here.scenarios).map(([name, digest]) => [name, `\`${digest}\``]);
  writeEvidence("determinism", "Same seed, same run", `Digests of every bundled scenario over ${SEEDS} seeds, against this process.\n\n${markdown(["where", "Node", "scenarios with equal digests"], rows)}\n\n${markdown(["scenario", `digest over ${SEEDS} seeds`], scenarios)}\n`);
  if (different > 0) process.exitCode = 1;
}

await main();
