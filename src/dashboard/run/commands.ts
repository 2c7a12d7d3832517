import { writeFailure } from "../../campaign/failures.ts";
import type { Parameters } from "../../scenario/parameters.ts";
import { quoted } from "../../scenario/replay-command.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import type { Scenario } from "../../scenario/types.ts";
import { counterexampleOf, witness } from "../../search/counterexample.ts";
import { printFault } from "../../world/plan-text.ts";
import type { Branch } from "./branch.ts";

/** A scenario as it was asked for on the command line. */
export interface Subject {
  /** What `faultline run` would be given. */
  readonly target: string;
  readonly scenario: Scenario;
  readonly parameters: Parameters;
  readonly resolved: Resolved;
  /** Where failure files go. */
  readonly out: string;
}

/** What to type for the same run without the dashboard. */
export function commandOf({ target, parameters }: Subject, { conditions: { seed, plan, rates } }: Branch): string {
  const words = ["npx", "faultline", "run", target];
  for (const [path, value] of Object.entries(parameters)) words.push("--set", `${path}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  words.push("--seed", seed);
  if (!rates) words.push("--plan", plan.map(printFault).join("; "));
  return words.map((word) => (word === "" ? "''" : quoted(word))).join(" ");
}

/**
 * Writes the run of a branch down as a failure file. Returns its path, or undefined when no promise broke: then there is no failure to write down.
 * @throws InputError when it cannot be written.
 */
export function save({ scenario, parameters, resolved, out }: Subject, branch: Branch): string | undefined {
  const broken = branch.run.verdicts.filter(({ status, promised }) => status === "fail" && promised !== "nothing");
  const chief = broken.find(({ promised }) => promised === "holds") ?? broken[0];
  if (chief === undefined) return undefined;
  const failing = { guarantee: chief.guarantee, seed: branch.conditions.seed, plan: branch.plan, parameters: {}, runsToFind: 0, minimal: "capped" as const, replays: 0, polishing: 0, sentence: chief.sentence ?? "" };
  const simulation = witness(resolved, failing);
  return writeFailure(out, scenario, parameters, counterexampleOf(failing, simulation), simulation);
}
