import { sampler } from "../../kernel/sampler.ts";
import type { Parameters } from "../../scenario/parameters.ts";
import type { Plan } from "../../world/fault.ts";
import type { Work } from "../attempt.ts";
import { messagesIn, withMessages } from "./keys.ts";
import { keeping } from "./messages.ts";
import { fewestNodes } from "./nodes.ts";
import type { Reducer } from "./reducer.ts";

/** A list of messages that is longer is left as it is. */
const FEW = 200;

/** The smallest story there could be, at once: no messages, nodes and keys but those that plan and sentence name, by their first names. */
export function* smallestStory(reducer: Reducer): Work<void> {
  const { plan, sentence } = reducer.best;
  const told = [...new Set([...messagesIn(plan), ...messagesIn(sentence)])].sort((a, b) => a - b);
  const { plan: renamed, parameters } = fewestNodes(reducer);
  const set = reducer.workload.keys > 1 ? { ...parameters, "workload.keys": 1 } : parameters;
  if (told.length > 0 && told.at(-1)! <= reducer.workload.messages) yield* firstMessages(reducer, told, renamed, set);
}

/** Calls the messages that are left m1, m2, ... */
export function* firstNames(reducer: Reducer): Work<void> {
  const { only } = reducer.workload;
  const { plan, parameters } = reducer.best;
  if (only !== undefined && only.length <= FEW) yield* firstMessages(reducer, only, plan, parameters);
}

/** These messages alone, as the first; what happens at set times happens as much earlier as they do, or when it did. */
function* firstMessages(reducer: Reducer, messages: readonly number[], plan: Plan, parameters: Parameters): Work<void> {
  const renamed = plan.map((fault) => withMessages(fault, (message) => messages.indexOf(message) + 1));
  const set = keeping(messages.map((_, index) => index + 1), reducer, parameters);
  const earlier = (messages[0]! - 1) * sampler(reducer.workload.every).median;
  for (const by of new Set([earlier, 0])) if (yield* reducer.simplifies(moved(renamed, by), set)) return;
}

/** What happens at set times happens earlier, but not before the run begins. */
function moved(plan: Plan, by: number): Plan {
  return plan.map((fault) => ("at" in fault ? { ...fault, at: Math.max(0, fault.at - by) } : fault));
}
