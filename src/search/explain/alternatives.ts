import type { Micros } from "../../kernel/time.ts";
import { checkFault } from "../../world/fault.ts";
import type { Fault, Plan } from "../../world/fault.ts";
import { printFault } from "../../world/plan-text.ts";
import type { Choice } from "../choices.ts";
import { cutsElsewhere, packetsElsewhere } from "./elsewhere.ts";
import { otherwiseThan } from "./otherwise.ts";
import { timesNear } from "./times.ts";

/** What a fault is tried against in its place. */
export interface Alternatives {
  /** The same kind of fault, on another packet, in another step or at another time: what is tried first comes first. */
  readonly elsewhere: readonly Fault[];
  /** Another kind of fault, or another manner or length of it, at the very same place. */
  readonly otherwise: readonly Fault[];
}

/** What the run without a fault tells of where else that could strike. */
export interface Ground {
  /** What there was to strike. */
  readonly choices: readonly Choice[];
  /** When its steps happened, up to somewhat behind the violation, µs. */
  readonly times: readonly Micros[];
  /** When it was over, and the run with the fault, µs. */
  readonly end: Micros;
}

/** Of times so many more than asked for are given: not at all of them there is a connection to reset, or a node that is up. */
const SPARE = 3;

/** What could stand in place of one fault of a plan, drawn by the fault itself: some `most` of each. What strikes nothing in the end is not for this to know. */
export function alternativesTo(fault: Fault, others: Plan, { choices, times, end }: Ground, most: number): Alternatives {
  const taken = new Set([fault, ...others].map(printFault));
  const free = (made: readonly Fault[]): readonly Fault[] => {
    const seen = new Set(taken);
    return made.map((one) => checkFault(one, undefined, "explain")).filter((one) => !seen.has(printFault(one)) && seen.add(printFault(one)));
  };
  const otherwise = free(otherwiseThan(fault, choices, end));
  if ("packet" in fault) return { elsewhere: packetsElsewhere(fault, others, choices, most), otherwise };
  if (fault.fault === "crash" && "in" in fault) return { elsewhere: cutsElsewhere(fault, others, choices, most), otherwise };
  return { elsewhere: free(timesNear(fault.at, times, most * SPARE).map((at) => ({ ...fault, at }))), otherwise };
}
