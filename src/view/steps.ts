import type { Moment } from "./moments.ts";

/** Moments by the number of their event: one handler call each, or one fault. */
export function stepsOf(moments: readonly Moment[]): ReadonlyMap<number, readonly Moment[]> {
  const steps = new Map<number, Moment[]>();
  for (const moment of moments) {
    const step = steps.get(moment.event);
    if (step === undefined) steps.set(moment.event, [moment]);
    else step.push(moment);
  }
  return steps;
}
