import { printFault } from "../world/plan-text.ts";
import type { Explanation } from "../search/explain.ts";
import type { FailureReport } from "./failure.ts";
import { Sentences } from "./sentences.ts";

/** Changes when a reader of today could not understand the document. */
export const REPORT_SCHEMA = 1;

/** The failure as data: verdicts, plan, and the moments and packets as the view knows them (docs/reports.md). Times are µs. */
export function failureJson({ faultline, title, guarantee, run, parameters, necessity, explanation, whole, shown, command, caveat }: FailureReport): object {
  const sentences = new Sentences(whole);
  const told = new Set(shown.moments.filter(({ kind }) => kind !== "elided").map(({ index }) => index));
  return {
    report: REPORT_SCHEMA, faultline, scenario: run.scenario, title, guarantee,
    seed: run.seed, parameters, digest: run.digest, events: run.events, time: run.time, ending: run.ending,
    ...(command === undefined ? {} : { command }), ...(caveat === undefined ? {} : { caveat }),
    verdicts: run.verdicts,
    plan: run.plan.map((fault, at) => ({ fault: printFault(fault), ...(necessity[at]?.status === undefined ? {} : { without: { status: necessity[at].status, alsoBroken: necessity[at].broken.map((verdict) => verdict.guarantee), history: necessity[at].history, fates: necessity[at].fates } }), ...needOf(explanation, at) })),
    ...(explanation === undefined ? {} : { likelihoods: explanation.likelihoods, ...(explanation.jump === undefined ? {} : { jump: explanation.jump }), past: explanation.past, beside: explanation.beside }),
    struck: run.struck.map(printFault), missed: run.missed.map(printFault),
    history: run.history, gauges: run.gauges, sometimes: run.sometimes, faults: run.faults, errors: run.errors.map(({ node, at, event, message }) => ({ node, at, event, message })),
    lanes: whole.lanes.map(({ name, role }) => ({ name, role })),
    packets: whole.packets.map(({ faults, endedAt, ...packet }) => ({ ...packet, ...(endedAt === undefined ? {} : { endedAt }), faults: faults.map(printFault) })),
    moments: whole.moments.map((moment) => ({
      ...moment,
      ...("fault" in moment && moment.fault !== undefined ? { fault: printFault(moment.fault) } : {}),
      sentence: sentences.of(moment), shown: told.has(moment.index),
    })),
    truncated: whole.truncated,
  };
}

function needOf(explanation: Explanation | undefined, at: number): object {
  if (explanation === undefined) return {};
  const { need, elsewhere, otherwise } = explanation.faults[at]!;
  return { need, elsewhere, otherwise };
}
