import { parting } from "../../brokers/rabbitmq/conformance/compare.ts";
import { playOnModel } from "../../brokers/rabbitmq/conformance/model-target.ts";
import type { Line, Operation } from "../../brokers/rabbitmq/conformance/script.ts";
import { playOnBroker } from "./play-real.ts";
import type { Monitor } from "./monitor.ts";
import { PATIENT, QUICK } from "./real-target.ts";

/** A script that model and broker observe differently. */
export interface Difference {
  /** With what the broker observes: a row to be pasted. */
  readonly lines: readonly Line[];
  /** What the model observes after the last operation. */
  readonly model: readonly string[];
}

/**
 * Takes operations out, first many at once, as long as the rest is still observed differently, and ends the script there. What has a
 * simpler form gets it. Candidates are tried side by side, and the first in order that differs is taken.
 */
export async function shrinkScript(operations: readonly Operation[], monitor: Monitor): Promise<Difference> {
  let best = (await difference(operations, monitor)) ?? { operations, broker: [], model: [] };
  for (let size = Math.ceil(best.operations.length / 2); size >= 1; ) {
    const smaller = await first([...without(best.operations, size), ...(size === 1 ? simpler(best.operations) : [])], monitor);
    if (smaller !== undefined) best = smaller;
    else size = Math.floor(size / 2);
  }
  return { lines: best.operations.map((operation, index) => [operation, ...(best.broker[index] ?? [])]), model: best.model };
}

interface Found {
  readonly operations: readonly Operation[];
  readonly broker: readonly (readonly string[])[];
  readonly model: readonly string[];
}

/** The script up to where it differs, if it does: in a quick play, and in a patient one. */
async function difference(operations: readonly Operation[], monitor: Monitor): Promise<Found | undefined> {
  const model = playOnModel(operations);
  let found: Found | undefined;
  for (const pace of [QUICK, PATIENT]) {
    const broker = await playOnBroker(operations, monitor, { pace });
    const at = parting(model, broker);
    if (at === undefined) return undefined;
    found = { operations: operations.slice(0, at + 1), broker, model: model[at]! };
  }
  return found;
}

async function first(candidates: readonly (readonly Operation[])[], monitor: Monitor): Promise<Found | undefined> {
  for (let from = 0; from < candidates.length; from += 12) {
    const found = (await Promise.all(candidates.slice(from, from + 12).map((one) => difference(one, monitor)))).find((one) => one !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function without(operations: readonly Operation[], size: number): Operation[][] {
  const starts = Array.from({ length: Math.ceil(operations.length / size) }, (_, index) => index * size);
  return starts.map((start) => [...operations.slice(0, start), ...operations.slice(start + size)]).filter((rest) => rest.length > 0);
}

/** Fewer messages, no properties, fewer arguments, one at a time. */
function simpler(operations: readonly Operation[]): Operation[][] {
  return operations.flatMap((operation, index) => simplerForms(operation).map((form) => operations.map((one, at) => (at === index ? form : one))));
}

function simplerForms(operation: Operation): Operation[] {
  if (operation.do === "publish") {
    const { properties = {}, ...method } = operation.method;
    const plainer = Object.keys(properties).filter((name) => name !== "deliveryMode").map((name) => ({ ...operation, method: { ...method, properties: Object.fromEntries(Object.entries(properties).filter(([other]) => other !== name)) } }));
    return [...(operation.to > operation.from ? [{ ...operation, to: operation.to - 1 }, { ...operation, from: operation.from + 1 }] : []), ...plainer];
  }
  if (operation.do !== "send" || operation.method.type !== "queue.declare") return [];
  const { method } = operation;
  const table = method.arguments ?? {};
  return Object.keys(table).map((name) => ({ ...operation, method: { ...method, arguments: Object.fromEntries(Object.entries(table).filter(([other]) => other !== name)) } }));
}
