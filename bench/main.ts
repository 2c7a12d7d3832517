/**
 * The figures of DESIGN 15, beside two references in the same process by turns: a bare event loop, and an at-least-once
 * simulator written by hand without a framework. `npm run bench` prints a table, `npm run bench -- --json` a document.
 * What needs a process of its own (memory, start-up) is measured in one.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resolve } from "../src/scenario/resolve.ts";
import type { Resolved } from "../src/scenario/resolve.ts";
import { Simulation } from "../src/scenario/simulation.ts";
import { MESSAGES, overCorrectedQueue, overRabbitmq, threeNodes } from "./brokers.ts";
import { dashboardTimes, onTerminal } from "./dashboard.ts";
import { delivery } from "./delivery.ts";
import { fiveNodes, manyNodes } from "./fleets.ts";
import { byTurns } from "./harness.ts";
import { writeHistory } from "./history.ts";
import { bareLoop } from "./references/bare-loop.ts";
import { handWritten } from "./references/hand-written.ts";
import { sweepAll, swept } from "./sweeps.ts";

interface Figure {
  readonly figure: string;
  readonly measured: string;
  readonly wanted: string;
  readonly met: boolean;
}

/** What is live fits in 20 MB; without a limit V8 collects late, and the peak says little. */
const SMALL_HEAP = ["--max-old-space-size=64", "--max-semi-space-size=4"];
const self = fileURLToPath(import.meta.url);
/** What is shipped, not what was built around the bench (dist/bench). */
const cli = "dist/src/cli/main.js";
let runs = 0;

/** One run in search mode: digest and all checkers, no trace. */
function simulate(resolved: Resolved): Simulation {
  const simulation = new Simulation(resolved, { seed: `bench/${++runs}`, plan: [], rates: true });
  while (simulation.advance());
  if (simulation.findings.some(({ status, guarantee }) => status === "fail" && guarantee !== "order")) throw new Error("the measured protocol broke its promise");
  return simulation;
}

function measured(): Figure[] {
  const memory = resolve(delivery({ messages: 1_000, durable: false, every: 1_000 }));
  const durable = resolve(delivery({ messages: 1_000, durable: true, every: 1_000 }));
  const fleet = resolve(manyNodes(500, 20_000));
  const five = resolve(fiveNodes(6_000));
  const hundred = swept(100);
  let cuts = 0;
  const rows = byTurns([
    { name: "bare loop", run: () => bareLoop(1_000_000).events },
    { name: "hand-written", run: () => handWritten(50_000, 1).events },
    { name: "events", run: () => simulate(memory).world.kernel.events },
    { name: "runs in memory", run: () => (simulate(memory), 1) },
    { name: "runs durable", run: () => (simulate(durable), 1) },
    { name: "500 nodes", run: () => simulate(fleet).world.kernel.events },
    { name: "sweeps", run: () => ((cuts = sweepAll(hundred)), 1) },
    { name: "virtual seconds", run: () => simulate(five).world.kernel.now / 1_000_000 },
  ]);
  const rate = (name: string): number => rows.find((row) => row.name === name)!.perSecond.median;
  const [bare, hand, events] = [rate("bare loop"), rate("hand-written"), rate("events")];
  const ratio = events / bare;
  return [
    { figure: "bare loop, events a second", measured: millions(bare), wanted: "", met: true },
    { figure: "hand-written simulator, events a second", measured: millions(hand), wanted: "", met: true },
    { figure: "events a second, digest and all checkers", measured: `${millions(events)}; ${ratio.toFixed(3)} of the bare loop, ${(events / hand).toFixed(3)} of the hand-written`, wanted: "0.20 of the bare loop", met: ratio >= 0.2 },
    { figure: "runs a second in memory (1,000 messages, 10 % loss, 5 % duplication)", measured: rate("runs in memory").toFixed(0), wanted: "500", met: rate("runs in memory") >= 500 },
    { figure: "runs a second, durable", measured: rate("runs durable").toFixed(0), wanted: "400", met: rate("runs durable") >= 400 },
    { figure: "500 nodes, events a second", measured: millions(rate("500 nodes")), wanted: "1.00 M", met: rate("500 nodes") >= 1_000_000 },
    { figure: "virtual to real, five nodes, ten messages a second, heartbeats", measured: rate("virtual seconds").toFixed(0), wanted: "20000", met: rate("virtual seconds") >= 20_000 },
    { figure: `sweep of a 100-message run, ${cuts} cuts, s`, measured: (1 / rate("sweeps")).toFixed(2), wanted: "1", met: rate("sweeps") >= 1 },
  ];
}

/** What the model of a broker costs beside the project's own queue. */
function brokers(): Figure[] {
  const [rabbitmq, corrected, cluster] = [resolve(overRabbitmq()), resolve(overCorrectedQueue()), resolve(threeNodes(6_000))];
  const rows = byTurns([
    { name: "rabbitmq", run: () => (simulate(rabbitmq), MESSAGES) },
    { name: "corrected", run: () => (simulate(corrected), MESSAGES) },
    { name: "cluster", run: () => simulate(cluster).world.kernel.now / 1_000_000 },
  ]);
  const [messages, own, virtual] = rows.map(({ perSecond }) => perSecond.median) as [number, number, number];
  return [
    { figure: "RabbitMQ: messages confirmed, delivered and acked a second; of the corrected queue's", measured: `${messages.toFixed(0)}; ${(messages / own).toFixed(2)}`, wanted: "0.4", met: messages / own >= 0.4 },
    { figure: "RabbitMQ: virtual to real, quorum queue on three nodes, ten messages a second", measured: virtual.toFixed(0), wanted: "5000", met: virtual >= 5_000 },
  ];
}

/** Ten million messages in a process of its own. */
function longRun(): Figure[] {
  const out = JSON.parse(execFileSync(process.execPath, [...process.execArgv, ...SMALL_HEAP, self, "--long"], { encoding: "utf8" })) as { seconds: number; megabytes: number };
  return [
    { figure: "ten million messages in one run, CPU seconds", measured: out.seconds.toFixed(1), wanted: "60", met: out.seconds < 60 },
    { figure: "ten million messages, peak memory (heap limited to 64 MB), MB", measured: out.megabytes.toFixed(0), wanted: "128", met: out.megabytes < 128 },
  ];
}

/** A million events of a real system's history, judged by the command line. */
function judging(): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), "faultline-bench-"));
  try {
    const path = join(folder, "history.jsonl");
    writeHistory(path, 1_000_000);
    const { seconds, megabytes } = JSON.parse(execFileSync(process.execPath, [cli, "judge", path, "--json"], { encoding: "utf8" })) as { seconds: number; megabytes: number };
    return [
      { figure: "judge: a recorded history of a million events, 200,000 messages named by texts, s", measured: seconds.toFixed(1), wanted: "10", met: seconds <= 10 },
      { figure: "judge: the same, peak memory, MB", measured: megabytes.toFixed(0), wanted: "256", met: megabytes <= 256 },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function startUp(): Figure[] {
  const wall = (args: readonly string[]): number => {
    const times = Array.from({ length: 9 }, () => {
      const began = performance.now();
      spawnSync(process.execPath, args, { stdio: "ignore" });
      return performance.now() - began;
    });
    return times.sort((a, b) => a - b)[4]!;
  };
  const empty = wall(["-e", "0"]);
  const help = wall([cli, "--help"]);
  const first = wall([cli, "check", "retry-without-dedup", "--first", "--quiet", "--out", "reports/bench"]);
  return [
    { figure: "faultline --help over an empty Node", measured: `${(help / empty).toFixed(2)} (${help.toFixed(0)} ms over ${empty.toFixed(0)} ms)`, wanted: "1.3", met: help / empty <= 1.3 },
    { figure: "the README's first counterexample, found, shrunk and written, s", measured: (first / 1_000).toFixed(2), wanted: "2", met: first <= 2_000 },
  ];
}

/** What somebody waits for who watches. */
async function watching(): Promise<Figure[]> {
  const { events, open, back, jump, frame } = dashboardTimes();
  const terminal = await onTerminal(cli);
  return [
    { figure: `watch: opening a run of ${Math.round(events / 1_000)},000 events, first frame included, ms`, measured: open.toFixed(0), wanted: "1000", met: open <= 1_000 },
    { figure: "watch: a step back with its frame, median; the worst of a thousand, ms", measured: `${back.median.toFixed(1)}; ${back.most.toFixed(0)}`, wanted: "50", met: back.most <= 50 },
    { figure: "watch: a jump to anywhere near event 100,000, ms", measured: jump.toFixed(0), wanted: "", met: true },
    { figure: "watch: a frame of 120x39, median, ms", measured: frame.toFixed(1), wanted: "10", met: frame <= 10 },
    ...(terminal === undefined ? [] : [
      { figure: "watch: the first frame on a terminal, ms (an empty Node)", measured: `${terminal.first.toFixed(0)} (${terminal.empty.toFixed(0)})`, wanted: "300", met: terminal.first <= 300 },
      { figure: "watch: CPU while nothing happens, of one core", measured: `${((terminal.idle / 3_000) * 100).toFixed(1)} %`, wanted: "1 %", met: terminal.idle <= 30 },
    ]),
  ];
}

function long(): void {
  const before = process.cpuUsage();
  simulate(resolve(delivery({ messages: 10_000_000, durable: false, every: 100 })));
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(JSON.stringify({ seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1_024 }));
}

function millions(value: number): string {
  return `${(value / 1e6).toFixed(2)} M`;
}

if (process.argv.includes("--brokers")) process.stdout.write(`${JSON.stringify(brokers(), undefined, 2)}\n`);
else if (process.argv.includes("--watch")) process.stdout.write(`${JSON.stringify(await watching(), undefined, 2)}\n`);
else if (process.argv.includes("--long")) long();
else {
  // The long run first: on Linux a child's peak is at least what its parent held at the fork.
  const long = longRun();
  const figures = [...measured(), ...brokers(), ...startUp(), ...(await watching()), ...judging(), ...long];
  const machine = { node: process.version, processor: cpus()[0]?.model ?? "unknown", cores: cpus().length, date: new Date().toISOString().slice(0, 10) };
  if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify({ ...machine, figures }, undefined, 2)}\n`);
  else {
    const width = Math.max(...figures.map(({ figure }) => figure.length));
    process.stdout.write(`${machine.date}, Node ${machine.node}, ${machine.cores} x ${machine.processor}\n`);
    for (const { figure, measured: value, wanted, met } of figures) process.stdout.write(`${figure.padEnd(width)}  ${value}${wanted === "" ? "" : `  (wanted ${wanted}: ${met ? "met" : "MISSED"})`}\n`);
  }
}
