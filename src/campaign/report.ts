import { InputError, messageOf } from "../kernel/errors.ts";
import { readFailure } from "../scenario/failure-file.ts";
import { explainRun, THOROUGH } from "../search/explain.ts";
import type { Explanation, Thoroughness } from "../search/explain.ts";
import { necessity } from "../search/necessity.ts";
import type { Necessity } from "../search/necessity.ts";
import type { Work } from "../search/attempt.ts";
import { printable } from "../world/step-key.ts";
import { isCampaign, readCampaign } from "./campaign-file.ts";
import type { CampaignDocument } from "./campaign-file.ts";
import { readText } from "./failures.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { resultInTurns } from "./turns.ts";
import type { Turns } from "./turns.ts";

/** What a report is made of: a failure file, by its path, or the campaign that is in it. */
export type Reported = { readonly of: "failure" } | { readonly of: "campaign"; readonly campaign: CampaignDocument };

/** Why a run breaks a promise, as far as that is known. */
export interface Reasons {
  /** In the order of the plan. */
  readonly necessity: readonly Necessity[];
  readonly explanation?: Explanation;
}

/** Looks what kind of file this is. @throws InputError for one that is neither, or damaged. */
export function reported(path: string): Reported {
  const content = readText(path, "give the path of a failure file, or of what check --json printed");
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new InputError(`${printable(path)} is neither a failure file nor what check --json prints: ${printable(messageOf(error))}; it may have been truncated`);
  }
  if (isCampaign(value)) return { of: "campaign", campaign: readCampaign(value, path) };
  readFailure(content, printable(path));
  return { of: "failure" };
}

/** More events than this, over the run without each fault in turn, are not explained. */
const LONGEST = 3_000_000;

/** Why a traced run's plan breaks a guarantee. Of a run that does not break it, or whose plan is too long, only what each fault was needed for. */
export function* reasons(simulation: Simulation, guarantee: string, thoroughness: Thoroughness): Work<Reasons> {
  const { findings, options: { plan }, world: { kernel } } = simulation;
  const isBroken = findings.some((finding) => finding.guarantee === guarantee && finding.status === "fail");
  if (!isBroken || plan.length * kernel.events > LONGEST) return { necessity: yield* necessity(simulation, guarantee) };
  const explanation = yield* explainRun(simulation, guarantee, thoroughness);
  return { explanation, necessity: explanation.faults.map(({ without }) => without) };
}

/** The same for who asks for a report. Undefined when interrupted. */
export function reasonsOf(simulation: Simulation, guarantee: string, turns: Turns = {}): Promise<Reasons | undefined> {
  return resultInTurns(reasons(simulation, guarantee, THOROUGH), turns);
}
