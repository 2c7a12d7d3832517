/** What further workers bring: whole campaigns as whole processes, by turns with one worker and with more, and that they come to the same. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../src/campaign/version.ts";
import { markdown, writeEvidence } from "./report.ts";

const PAIRS = Number(process.argv[2] ?? 5);
const WORKERS = Number(process.argv[3] ?? Math.min(2, availableParallelism()));
const CAMPAIGNS: readonly (readonly string[])[] = [
  ["corrected-queue", "--strategy", "random", "--runs", "20000"],
  ["corrected-queue", "--strategy", "random", "--runs", "80000"],
  ["corrected-queue", "--runs", "20000"],
  ["corrected-queue", "--strategy", "random", "--runs", "160000"],
  ["leases/storm", "--strategy", "random", "--runs", "8000"],
  ["rabbitmq/pipeline", "--runs", "6000"],
];
/** Made as often as there are workers, as processes that know nothing of each other: what the machine can do. */
const APART = ["corrected-queue", "--strategy", "random", "--runs", "80000"];
const main = join(ROOT, "dist", "src", "cli", "main.js");
const out = mkdtempSync(join(tmpdir(), "faultline-workers-"));

interface Measured {
  /** Seconds. */
  readonly wall: number;
  readonly cpu: number;
  readonly document: string;
}

/** A whole command; CPU time is that of all its processes, as the system counted it for ended children. */
function run(command: readonly string[], workers: number): Promise<Measured> {
  const began = performance.now();
  // GNU time tells the CPU time of the child and of its own child, the watched one.
  const child = spawn("/usr/bin/time", ["-f", "%U %S", process.execPath, main, "check", ...command, "--workers", String(workers), "--json", "--no-pages", "--no-corpus", "--out", out], { stdio: ["ignore", "pipe", "pipe"] });
  let document = "";
  let told = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (document += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (told += chunk));
  return new Promise((done) => child.once("close", () => {
    const [user = NaN, system = NaN] = told.trim().split(/\s+/).slice(-2).map(Number);
    done({ wall: (performance.now() - began) / 1_000, cpu: user + system, document: document.replace(/"(?:seconds|workers)": [\d.e-]+,/g, "") });
  }));
}

/** Of an even number the mean of the two in the middle. */
const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2;
};
const rows: (string | number)[][] = [];
let wrong = 0;
const load = loadavg()[0]!;
for (const campaign of CAMPAIGNS) {
  const pairs: (readonly [Measured, Measured])[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const order = pair % 2 === 0 ? [1, WORKERS] : [WORKERS, 1];
    const [first, second] = [await run(campaign, order[0]!), await run(campaign, order[1]!)];
    pairs.push(pair % 2 === 0 ? [first, second] : [second, first]);
  }
  const ratios = pairs.map(([one, more]) => one.wall / more.wall);
  const same = pairs.every(([one, more]) => one.document === more.document && one.document !== "");
  if (!same) wrong++;
  rows.push([
    campaign.join(" "), median(pairs.map(([one]) => one.wall)).toFixed(1), median(pairs.map(([, more]) => more.wall)).toFixed(1), median(ratios).toFixed(2), `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
    median(pairs.map(([one]) => one.cpu)).toFixed(1), median(pairs.map(([, more]) => more.cpu)).toFixed(1), median(pairs.map(([one]) => (WORKERS * one.wall) / one.cpu)).toFixed(2), same ? "the same" : "ANOTHER",
  ]);
}
const apart: number[] = [];
const alone: number[] = [];
for (let pair = 0; pair < PAIRS; pair++) {
  const one = async (): Promise<void> => void alone.push((await run(APART, 1)).wall);
  if (pair % 2 === 0) await one();
  const began = performance.now();
  await Promise.all(Array.from({ length: WORKERS }, () => run(APART, 1)));
  apart.push((performance.now() - began) / 1_000);
  if (pair % 2 === 1) await one();
}
const ceilings = apart.map((both, pair) => (WORKERS * alone[pair]!) / both);
rows.push([`${WORKERS} processes of their own, each ${APART.join(" ")}`, (WORKERS * median(alone)).toFixed(1), median(apart).toFixed(1), median(ceilings).toFixed(2), `${Math.min(...ceilings).toFixed(2)} to ${Math.max(...ceilings).toFixed(2)}`, "", "", "", ""]);
rmSync(out, { recursive: true, force: true });
writeEvidence("workers", `${WORKERS} workers and one`, [
  `Whole campaigns as whole processes (start, loading, pins, runs, reductions), by turns with one worker and with ${WORKERS}: medians of ${PAIRS} pairs. Load average before: ${load.toFixed(1)}, after: ${loadavg()[0]!.toFixed(1)}, on ${availableParallelism()} cores; where that is more than one, others were at work, and times say little.`,
  markdown(["campaign", "one, s", `${WORKERS}, s`, "speed-up", "from, to", "one, CPU s", `${WORKERS}, CPU s`, "at most", "result"], rows),
  `*At most*: the speed-up if ${WORKERS} cores did just the work that one worker has done, without any of their own. It is below ${WORKERS} because with one worker V8 compiles and collects on the other core. What keeps it from that is that each thread compiles the program for itself, one to two seconds of CPU time, and runs it slowly until then: so the longer the campaign, the better. The last row is what the machine gives: as many processes as there are workers, which share nothing, against the same one after the other. The aim was 1.8 for campaigns of 5 s and more: one worker leaves less than that free until half a minute.`,
].join("\n\n"));
if (wrong > 0) process.exitCode = 1;
