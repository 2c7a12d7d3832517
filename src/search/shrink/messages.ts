import type { WorkloadSetup } from "../../delivery/setup.ts";
import { sizeOf } from "../../delivery/workload.ts";
import type { Parameters } from "../../scenario/parameters.ts";
import type { Work } from "../attempt.ts";
import { deleteRuns } from "./deletion.ts";
import { messagesIn } from "./keys.ts";
import type { Reducer } from "./reducer.ts";

/** Of so many messages any may be left out; of more, only those at the end. */
const FEW = 200;

/** Leaves messages out: at once all that neither plan nor sentence names, else as many as can go. Those that stay keep their ordinals. */
export function* fewerMessages(reducer: Reducer): Work<void> {
  const { plan, sentence } = reducer.best;
  const struck = messagesIn(plan);
  const { messages, only } = reducer.workload;
  const told = [...new Set([...struck, ...messagesIn(sentence)])].filter((message) => only?.includes(message) ?? message <= messages);
  if (told.length === 0 || !(yield* keep(reducer, told))) yield* cutOff(reducer, Math.max(1, ...struck));
  if (sizeOf(reducer.workload) > FEW) return;
  const all = messagesOf(reducer.workload);
  const others = [...told, ...all.filter((message) => !told.includes(message))].filter((message) => !struck.has(message));
  yield* deleteRuns(others, (kept) => keep(reducer, [...struck, ...kept]));
}

/** Ordinals that are handed over. */
export function messagesOf({ messages, only }: WorkloadSetup): readonly number[] {
  return only ?? Array.from({ length: messages }, (_, index) => index + 1);
}

/** A setting in which these messages alone are handed over. Nothing is set that need not be: a list only where it has gaps. */
export function keeping(messages: readonly number[], { base, best }: Reducer, parameters: Parameters = best.parameters): Parameters {
  const { "workload.messages": _messages, "workload.only": _only, ...others } = parameters;
  const kept = [...messages].sort((a, b) => a - b);
  const last = kept.at(-1)!;
  const { workload } = base.delivery;
  const gapless = workload.only === undefined && last === kept.length;
  return { ...others, ...(last === workload.messages ? {} : { "workload.messages": last }), ...(gapless ? {} : { "workload.only": kept }) };
}

/** Without any message there is no story. */
function* keep(reducer: Reducer, messages: readonly number[]): Work<boolean> {
  return messages.length > 0 && messages.length < sizeOf(reducer.workload) && (yield* reducer.simplifies(reducer.best.plan, keeping(messages, reducer)));
}

/** The fewest first messages that will do, by halving. */
function* cutOff(reducer: Reducer, least: number): Work<void> {
  const { plan, parameters } = reducer.best;
  let bad = least - 1;
  for (let good = reducer.workload.messages; good - bad > 1; ) {
    const middle = (good + bad) >>> 1;
    if (yield* reducer.simplifies(plan, { ...parameters, "workload.messages": middle })) good = middle;
    else bad = middle;
  }
}
