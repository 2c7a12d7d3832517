/**
 * What partitions do to a real cluster of three RabbitMQ nodes, and to the model: the same episodes on both, step by step.
 * With words: only episodes whose names have one of them. --model: no cluster, only the model beside what was seen before.
 * --verbose: what is observed, as it happens. --logs=FOLDER: the logs of the nodes, by episode. --show: what the model observes. --report: no play, only the
 * page anew.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { likeness } from "./partitions/compare.ts";
import { DIFFERENCES } from "./partitions/differences.ts";
import { EPISODES } from "./partitions/episodes.ts";
import { playOnModel } from "./partitions/play-model.ts";
import { playOnCluster } from "./partitions/play-real.ts";
import { layNetwork, missing, RealCluster } from "./partitions/real-cluster.ts";
import { addPlay, playsOf, readSeen } from "./partitions/seen.ts";
import { markdown, writeEvidence } from "./report.ts";

const logs = process.argv.find((argument) => argument.startsWith("--logs="))?.slice(7);
const words = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const flag = (name: string): boolean => process.argv.includes(name);
const chosen = EPISODES.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));

/** In namespaces of our own, with all processes in them: they end with the first one there, and that one with this. */
async function isolated(): Promise<void> {
  if (missing().length > 0) {
    console.error(`evidence:partitions starts RabbitMQ nodes in network namespaces of their own, and there is no ${missing().join(", no ")}`);
    process.exit(2);
  }
  const child = spawn("unshare", ["--net", "--pid", "--fork", "--kill-child", "--mount-proc", process.execPath, process.argv[1]!, "--inside", ...process.argv.slice(2)], { stdio: ["pipe", "inherit", "inherit"] });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill("SIGKILL"));
  const code = await new Promise<number | null>((done) => child.once("close", done));
  if (code !== 0) process.exit(code ?? 130);
}

async function playAll(): Promise<void> {
  process.stdin.on("end", () => process.exit(130)).resume();
  layNetwork();
  for (const episode of chosen) {
    const began = performance.now();
    console.error(episode.name);
    const cluster = await RealCluster.start(episode);
    try {
      addPlay(episode, await playOnCluster(episode, cluster, flag("--verbose") ? console.error : () => {}));
    } finally {
      // What the nodes say themselves, for whoever wants to know why.
      if (logs !== undefined) cluster.keepLogs(join(logs, episode.name.replaceAll(/\W+/g, "-")));
      await cluster.end();
    }
    console.error(`  ${Math.round((performance.now() - began) / 1_000)} s`);
  }
  process.exit();
}

function report(): void {
  const seen = readSeen();
  const table: (string | number)[][] = [];
  const details: string[] = [];
  for (const episode of flag("--model") ? chosen : EPISODES) {
    const plays = playsOf(seen, episode);
    if (plays.length === 0) continue;
    const model = playOnModel(episode);
    const counts = { same: 0, "same, coarsely": 0, different: 0 };
    const rows: string[] = [];
    episode.steps.forEach(([title], nth) => {
      const observed = plays.map((play) => play[nth]!);
      const lines = model[nth] ?? [];
      const like = likeness(lines, observed);
      counts[like]++;
      const ways = new Set(observed.map((one) => one.join("\n"))).size;
      if (like === "same") return void (flag("--all") && rows.push(`  same ${title}`));
      const reason = DIFFERENCES[episode.name]?.[title];
      rows.push(`${title}: **${like}**${like === "different" && reason !== undefined ? `, ${reason}` : ""}${ways > 1 ? ` (seen ${ways} ways in ${plays.length} plays)` : ""}`, "", "```");
      const real = observed.at(-1)!;
      rows.push(...real.filter((line) => !lines.includes(line)).map((line) => `real   ${line}`), ...lines.filter((line) => !real.includes(line)).map((line) => `model  ${line}`), "```", "");
    });
    table.push([episode.name.replaceAll("|", "\\|"), plays.length, episode.steps.length, counts.same, counts["same, coarsely"], counts.different]);
    if (rows.length > 0) details.push(`### ${episode.name}\n`, ...rows);
  }
  const about = `Against RabbitMQ 3.10.8, through amqplib: three nodes in network namespaces of their own with a bridge between them; iptables drops what one side sends to the other. net_ticktime 5 s, unless said otherwise.
Clients of all three nodes declare, publish with confirms, consume, get, count and connect again before a partition, while it lasts, and afterwards; at the end everything is read. After every step all that was observed is compared: confirms, returns, deliveries with redelivered and counts, errors with their texts, connections that ended.
*Coarsely* the same: but for what was told to a client whose connection ended in the same step. A step that is different makes later ones different, for messages are then where they are not in the model.
`;
  const body = `${about}\n${markdown(["episode", "plays", "steps", "same", "same, coarsely", "different"], table)}\n\n## Where they are not the same\n\n${details.join("\n")}`;
  if (flag("--model")) process.stdout.write(`${body}\n`);
  else writeEvidence("partitions", "Partitions: the model of a RabbitMQ cluster observes what a real one does", body);
}

if (flag("--inside")) await playAll();
else if (flag("--show")) {
  for (const episode of chosen) playOnModel(episode).forEach((lines, nth) => console.log([`${episode.name}: ${episode.steps[nth]![0]}`, ...lines.map((line) => `      ${line}`)].join("\n")));
} else {
  if (!flag("--model") && !flag("--report")) await isolated();
  report();
}
