import type { CampaignDocument, CampaignPart } from "../campaign/campaign-file.ts";
import { evidence } from "./campaign.ts";
import { caseName, junit, lines } from "./junit.ts";
import type { Suite } from "./junit.ts";
import { outcomeOf } from "./verdicts.ts";

/** A campaign for a CI server: a suite for each scenario, a case for each promise; what is not as promised fails. */
export function campaignJunit({ scenarios }: CampaignDocument): string {
  return junit(scenarios.map(suiteOf));
}

function suiteOf({ name, error, verdicts = [], counterexamples, runs = 0, seconds }: CampaignPart): Suite {
  if (error !== undefined) return { name, cases: [{ name: "can be judged", trouble: { kind: "error", type: "input", message: error, body: error } }] };
  const cases = verdicts.filter(({ promised }) => promised !== "nothing").map((verdict) => {
    const { status, sentence, guarantee } = verdict;
    const title = caseName(verdict);
    if (verdict.asPromised) return { name: title };
    const found = counterexamples.find((one) => one.guarantee === guarantee);
    const body = lines([
      sentence, evidence(verdict, runs),
      ...(found === undefined ? [] : ["", "the plan:", ...(found.lines.length === 0 ? ["  no fault at all"] : found.lines.map((line) => `  ${line}`)), "", found.file === undefined ? `seed: ${found.seed}` : `replay it: npx faultline replay ${found.file}`]),
    ]);
    return { name: title, trouble: { kind: "failure" as const, type: status === "unknown" ? "unknown" : "broken", message: sentence ?? outcomeOf(verdict), body } };
  });
  return { name, ...(seconds === undefined ? {} : { seconds }), cases };
}
