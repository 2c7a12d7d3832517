import type { Parameters } from "../../scenario/parameters.ts";
import type { Plan } from "../../world/fault.ts";
import type { Work } from "../attempt.ts";
import { nodesOf, withNodes } from "./keys.ts";
import type { Reducer } from "./reducer.ts";

/** Of each kind of node as few as will do, those that faults strike called by the first numbers. */
export function* fewerNodes(reducer: Reducer): Work<void> {
  for (const { name, count = 0 } of reducer.resolved.scenario.nodes) {
    const { plan, parameters } = reducer.best;
    const { struck, last, renamed } = numbered(name, count, plan);
    for (let fewer = Math.max(1, struck); fewer <= count; fewer = fewer < 4 || fewer === count ? fewer + 1 : Math.min(count, fewer * 2)) {
      const set = { ...parameters, [`nodes.${name}.count`]: fewer };
      if (last > struck && (yield* reducer.simplifies(renamed, set))) break;
      if (last <= fewer && fewer < count && (yield* reducer.simplifies(plan, set))) break;
    }
  }
}

/** The best plan and its setting with no more nodes than faults strike, and these called by the first numbers. */
export function fewestNodes({ resolved, best }: Reducer): { readonly plan: Plan; readonly parameters: Parameters } {
  let { plan, parameters } = best;
  for (const { name, count = 0 } of resolved.scenario.nodes) {
    const { struck, renamed } = numbered(name, count, plan);
    plan = renamed;
    if (Math.max(1, struck) < count) parameters = { ...parameters, [`nodes.${name}.count`]: Math.max(1, struck) };
  }
  return { plan, parameters };
}

/** Of the nodes that a role with `count` makes: how many are struck, the number of the last of them, and the plan with these called by the first. */
function numbered(role: string, count: number, plan: Plan): { readonly struck: number; readonly last: number; readonly renamed: Plan } {
  const names = Array.from({ length: count }, (_, index) => `${role[0]}${index + 1}`);
  const hit = new Set(plan.flatMap(nodesOf));
  const struck = names.filter((node) => hit.has(node));
  const renamed = plan.map((fault) => withNodes(fault, (node) => names[struck.indexOf(node)] ?? node));
  return { struck: struck.length, last: names.indexOf(struck.at(-1) ?? "") + 1, renamed };
}

/** One key for all messages, if that will do. */
export function* fewerKeys(reducer: Reducer): Work<void> {
  const { plan, parameters } = reducer.best;
  for (let keys = 1; keys < reducer.workload.keys; keys *= 2) if (yield* reducer.simplifies(plan, { ...parameters, "workload.keys": keys })) return;
}
