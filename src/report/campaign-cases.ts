import { replayCommand } from "../scenario/replay-command.ts";
import type { CampaignDocument, CampaignPart, ToldCounterexample } from "../campaign/campaign-file.ts";
import { campaignFacts } from "./campaign-facts.ts";
import { evidence } from "./campaign.ts";
import { caseName, junit, lines } from "./junit.ts";
import type { Suite } from "./junit.ts";
import { count } from "./numbers.ts";
import { outcomeOf } from "./verdicts.ts";

/** A campaign for a CI server: a suite for each scenario, a case for each promise; what is not as promised fails. */
export function campaignJunit({ scenarios, seed }: CampaignDocument): string {
  return junit(scenarios.map((part) => suiteOf(part, seed)));
}

function suiteOf(part: CampaignPart, seed: string): Suite {
  const { name, error, verdicts = [], counterexamples, runs = 0, events = 0, seconds, strategies = {} } = part;
  if (error !== undefined) return { name, cases: [{ name: "can be judged", trouble: { kind: "error", type: "input", message: error, body: error } }] };
  if (verdicts.length === 0) return { name, cases: [{ name: "can be judged", trouble: { kind: "error", type: "interrupted", message: "no run was judged", body: "it was interrupted before a run was judged" } }] };
  const cases = verdicts.filter(({ promised }) => promised !== "nothing").map((verdict) => {
    const { status, sentence, guarantee } = verdict;
    const title = caseName(verdict);
    if (verdict.asPromised) return { name: title };
    const found = counterexamples.filter((one) => one.guarantee === guarantee);
    const body = lines([sentence, evidence(verdict, runs), ...found.flatMap(planLines)]);
    return { name: title, trouble: { kind: "failure" as const, type: status === "unknown" ? "unknown" : "broken", message: sentence ?? outcomeOf(verdict), body } };
  });
  const spent = Object.entries(strategies).map(([strategy, { runs: many, failures }]) => [`strategy ${strategy}`, `${failures} of ${count(many, "run")} failed`] as const);
  return { name, ...(seconds === undefined ? {} : { seconds }), properties: [["seed", seed], ["runs", String(runs)], ["events", String(events)], ...spent, ...campaignFacts(part)], cases };
}

function planLines({ lines: plan, file, seed }: ToldCounterexample): readonly string[] {
  return ["", "the plan:", ...(plan.length === 0 ? ["  no fault at all"] : plan.map((line) => `  ${line}`)), "", file === undefined ? `seed: ${seed}` : `replay it: ${replayCommand(file)}`];
}
