import type { Resolved } from "../scenario/resolve.ts";
import type { Simulation, SimulationOptions } from "../scenario/simulation.ts";
import { choicesOf } from "./choices.ts";
import { lineageOf } from "./lineage/lineage.ts";
import { profileOf } from "./profile.ts";
import type { Candidate, Outcome } from "./strategy.ts";

/** How a candidate is run. */
export function optionsOf({ seed, plan, chances, observe }: Candidate): SimulationOptions {
  const traced = observe?.lineage === true || observe?.profile === true || observe?.choices === true;
  return { seed, plan: plan ?? [], rates: plan === undefined || chances !== undefined, ...(chances === undefined ? {} : { chances }), ...(traced ? { trace: true } : {}) };
}

/** What a strategy learns of a candidate's run, once that is over. */
export function outcomeOf(simulation: Simulation, { observe }: Candidate): Outcome {
  const { world, delivery, findings } = simulation;
  return {
    findings,
    struck: world.struck.count,
    events: world.kernel.events,
    digest: world.kernel.digest.toString(),
    fingerprint: delivery.fingerprint.toString(),
    ...(observe?.lineage === true ? { lineage: lineageOf(simulation) } : {}),
    ...(observe?.profile === true ? { profile: profileOf(simulation) } : {}),
    ...(observe?.choices === true ? { choices: choicesOf(simulation) } : {}),
  };
}

/** The promised guarantees that a run broke. */
export function brokenIn({ promises }: Resolved, { findings }: Pick<Outcome, "findings">): readonly string[] {
  return findings.filter(({ guarantee, status }) => status === "fail" && promises.some((promise) => promise.guarantee === guarantee)).map(({ guarantee }) => guarantee);
}

/** Whether a promise to hold was broken, or one to break was found: what a campaign looks for. */
export function breaksPromise(resolved: Resolved, outcome: Pick<Outcome, "findings">): boolean {
  return brokenIn(resolved, outcome).length > 0;
}
