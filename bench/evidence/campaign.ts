/** None cries wolf: more than a million runs of the correct protocols, inside what they tolerate, without a failure of what they promise to hold. */
import { check } from "../../src/campaign/check.ts";
import { load } from "../../src/campaign/load.ts";
import { markdown, writeEvidence } from "./report.ts";

const CORRECT = [
  "corrected-queue", "signed-messages/under-attack", "retry-without-dedup", "fire-and-forget", "at-most-once", "atomic-inbox/storm", "competing-consumers/storm", "dead-letter-queue/storm",
  "dedup-at-broker/storm", "dedup-at-consumer/storm", "leases/storm", "sliding-window/storm", "stop-and-wait/storm", "transactional-outbox/storm",
];
const runs = Number(process.argv[2] ?? 75_000);
const verdicts: (string | number)[][] = [];
const faults: (string | number)[][] = [];
const reached: (string | number)[][] = [];
let wrong = 0;
for (const name of CORRECT) {
  const campaign = await check(await load(name), { runs, seed: "evidence" });
  for (const { guarantee, promised, status, failures, upperBound95 } of campaign.verdicts) {
    if (promised !== "holds") continue;
    if (status !== "pass") wrong++;
    verdicts.push([name, guarantee, campaign.runs, campaign.events, failures, status, upperBound95 === undefined ? "" : `${(upperBound95 * 100).toFixed(4)} %`]);
  }
  for (const [kind, figure] of Object.entries(campaign.faults)) faults.push([name, kind, figure.injected, figure.reached]);
  for (const [what, times] of Object.entries(campaign.sometimes)) reached.push([name, what, times]);
}
writeEvidence("campaign", "None cries wolf", [
  "Campaigns of the default strategy, `auto`, over every kind of fault that the protocol declares to tolerate. What these scenarios promise to break is left out.",
  markdown(["scenario", "guarantee", "runs", "events", "failures", "verdict", "failure rate a run, in the scenario's own distribution, at 95 % below"], verdicts),
  "What struck. A crash is one of a machine, of a process, or between two outputs of a step; a time-out is a delay, a pause or a partition.",
  markdown(["scenario", "fault", "injected", "times the protocol could notice"], faults),
  "What the protocols say was reached.",
  markdown(["scenario", "what", "times"], reached),
].join("\n\n"));
if (wrong > 0) process.exitCode = 1;
