/** Nothing lost, nothing counted twice: campaigns killed (SIGKILL) at random moments, each gone on with and compared with the uninterrupted one. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../src/campaign/version.ts";
import { markdown, writeEvidence } from "./report.ts";

const KILLED = Number(process.argv[2] ?? 20);
const CAMPAIGNS: readonly (readonly string[])[] = [
  ["corrected-queue", "--runs", "3000"],
  ["naive-queue/storm", "--runs", "6000", "--strategy", "random"],
  ["leases/storm", "--runs", "2000", "--strategy", "swarm"],
  ["retry-without-dedup", "--runs", "4000", "--strategy", "exhaustive(faults=2, cut=step)"],
];
const main = join(ROOT, "dist", "src", "cli", "main.js");
const folder = mkdtempSync(join(tmpdir(), "faultline-resume-"));

interface Ended {
  readonly document: string;
  readonly took: number;
  readonly killed: boolean;
}

/** A command to its end, or killed after so many ms. */
function run(command: readonly string[], after: number = Infinity): Promise<Ended> {
  const began = performance.now();
  const child = spawn(process.execPath, [main, "check", ...command, "--json", "--no-pages", "--no-corpus", "--out", join(folder, "out")], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  let document = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (document += chunk));
  const timer = after === Infinity ? undefined : setTimeout(() => process.kill(-child.pid!, "SIGKILL"), after);
  return new Promise((done) => child.once("close", (_, signal) => {
    clearTimeout(timer);
    done({ document: document.replace(/"(?:seconds|workers)": [\d.e-]+,/g, ""), took: performance.now() - began, killed: signal === "SIGKILL" });
  }));
}

const rows: (string | number)[][] = [];
let wrong = 0;
const whole = await Promise.all(CAMPAIGNS.map(async () => undefined as Ended | undefined));
for (let kill = 0; kill < KILLED; kill++) {
  const at = kill % CAMPAIGNS.length;
  const campaign = CAMPAIGNS[at]!;
  const once = (whole[at] ??= await run([...campaign, "--workers", "1"]));
  const journal = join(folder, `${kill}.jsonl`);
  const workers = String(1 + (kill % 3));
  const after = Math.floor(once.took * (0.05 + 0.9 * Math.random()));
  const { killed } = await run([...campaign, "--workers", workers, "--journal", journal], after);
  let known = 0;
  try {
    known = readFileSync(journal, "utf8").split("\n").filter((line) => /^\[\d/.test(line)).length;
  } catch {
    // Killed before there was a first run.
  }
  const { document } = await run([...campaign, "--workers", workers, "--journal", journal]);
  const numbers = readFileSync(journal, "utf8").split("\n").filter((line) => /^\[\d+,.*"\]$/.test(line)).map((line) => /^\[(\d+)/.exec(line)![1]);
  const twice = numbers.length - new Set(numbers).size;
  const same = document === once.document && document !== "";
  if (!same || twice > 0) wrong++;
  rows.push([kill + 1, campaign.join(" "), workers, `${after} ms${killed ? "" : " (it had ended)"}`, known, twice, same ? "the same" : "ANOTHER"]);
}
rmSync(folder, { recursive: true, force: true });
writeEvidence("resume", "Killed campaigns go on as if nothing had happened", [
  `${KILLED} campaigns were killed (SIGKILL, with all their processes) at a random moment, and gone on with from their journals. What \`check --json\` prints then, but for seconds and workers, is compared byte for byte with what the uninterrupted campaign of one worker prints.`,
  markdown(["", "campaign", "workers", "killed after", "runs in the journal", "runs made twice", "result"], rows),
].join("\n\n"));
if (wrong > 0) process.exitCode = 1;
