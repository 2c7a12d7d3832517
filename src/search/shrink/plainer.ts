import type { Fault, FaultKind } from "../../world/fault.ts";
import type { Work } from "../attempt.ts";
import type { Reducer } from "./reducer.ts";

/** Clauses without which a fault strikes in the usual way. */
const SPARE: { readonly [kind in FaultKind]?: readonly string[] } = {
  duplicate: ["after"], crash: ["disk", "how"], partition: ["oneWay"], reset: ["oneWay"], stall: ["oneWay"],
};

/** Faults that say less: no clause, and no node of a partition, that is not needed. */
export function* plainerFaults(reducer: Reducer): Work<void> {
  for (let index = 0; index < reducer.best.plan.length; index++) while (yield* sayLess(reducer, index));
}

function* sayLess(reducer: Reducer, index: number): Work<boolean> {
  const { plan } = reducer.best;
  for (const fault of plainer(plan[index]!)) if (yield* reducer.simplifies(plan.with(index, fault))) return true;
  return false;
}

/** The same fault with one thing less. */
function plainer(fault: Fault): readonly Fault[] {
  const spare = (SPARE[fault.fault] ?? []).filter((clause) => clause in fault);
  const fewer = spare.map((clause) => Object.fromEntries(Object.entries(fault).filter(([name]) => name !== clause)) as Fault);
  if (fault.fault === "clock" && fault.by !== undefined && fault.ppm !== undefined) {
    const { by, ppm, ...clock } = fault;
    fewer.push({ ...clock, by }, { ...clock, ppm });
  }
  if (fault.fault !== "partition") return fewer;
  const { groups } = fault;
  return [...fewer, ...groups.flatMap((group, at) => (group.length === 1 ? [] : group.map((node) => ({ ...fault, groups: groups.with(at, group.filter((other) => other !== node)) }))))];
}
