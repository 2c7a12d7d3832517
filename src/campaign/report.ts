import { InputError, messageOf } from "../kernel/errors.ts";
import { readFailure } from "../scenario/failure-file.ts";
import { necessity } from "../search/necessity.ts";
import type { Necessity } from "../search/necessity.ts";
import type { Work } from "../search/attempt.ts";
import { printable } from "../world/step-key.ts";
import { isCampaign, readCampaign } from "./campaign-file.ts";
import type { CampaignDocument } from "./campaign-file.ts";
import { readText } from "./failures.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { inTurns } from "./turns.ts";
import type { Turns } from "./turns.ts";

/** What a report is made of: a failure file, by its path, or the campaign that is in it. */
export type Reported = { readonly of: "failure" } | { readonly of: "campaign"; readonly campaign: CampaignDocument };

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

/** What each fault of a traced run's plan was needed for. Interrupted: what had been found by then. */
export async function necessityOf(simulation: Simulation, guarantee: string, turns: Turns = {}): Promise<readonly Necessity[]> {
  let found: readonly Necessity[] = [];
  function* work(): Work<void> {
    found = yield* necessity(simulation, guarantee);
  }
  await inTurns(work(), turns);
  return found;
}
