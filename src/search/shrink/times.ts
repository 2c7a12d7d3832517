import type { Micros } from "../../kernel/time.ts";
import type { Fault } from "../../world/fault.ts";
import type { Work } from "../attempt.ts";
import type { Reducer } from "./reducer.ts";
import { rounderDurations, rounderTimes, shorter } from "./round.ts";

/** Durations of a fault: how long it lasts, how late a packet or its copy comes, how far a clock jumps. */
const DURATIONS = ["for", "by", "after"] as const;

/** Every duration as short as will do, of 1, 2, 5, 10, ... ms. */
export function* shorten(reducer: Reducer): Work<void> {
  for (let index = 0; index < reducer.best.plan.length; index++) {
    for (const field of DURATIONS) {
      const time = timeIn(reducer.best.plan[index]!, field);
      if (time === undefined) continue;
      const steps = shorter(Math.abs(time));
      for (let bad = -1, good = steps.length; good - bad > 1; ) {
        const middle = (good + bad) >>> 1;
        if (yield* reducer.simplifies(withTime(reducer, index, field, Math.sign(time) * steps[middle]!))) good = middle;
        else bad = middle;
      }
    }
  }
}

/** Every time and duration as a person would write it: 20ms, not 19837us. */
export function* round(reducer: Reducer): Work<void> {
  for (let index = 0; index < reducer.best.plan.length; index++) {
    for (const field of ["at", ...DURATIONS] as const) {
      const time = timeIn(reducer.best.plan[index]!, field);
      if (time === undefined) continue;
      for (const rounded of field === "at" ? rounderTimes(time) : rounderDurations(time)) if (yield* reducer.simplifies(withTime(reducer, index, field, rounded))) break;
    }
  }
}

type TimeField = "at" | (typeof DURATIONS)[number];

/** A crash's `after` counts outputs. */
function timeIn(fault: Fault, field: TimeField): Micros | undefined {
  const value = (fault as { readonly [field in TimeField]?: unknown })[field];
  return typeof value === "number" && !(field === "after" && fault.fault === "crash") ? value : undefined;
}

function withTime({ best: { plan } }: Reducer, index: number, field: TimeField, time: Micros): readonly Fault[] {
  return plan.with(index, { ...plan[index]!, [field]: time } as Fault);
}
