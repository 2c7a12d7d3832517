import { InputError } from "../kernel/errors.ts";
import { reportTrespass } from "../kernel/guard.ts";
import type { Plain } from "../kernel/plain.ts";

const watched = new WeakSet<object>();

/** Ends the run as bad input even if user code catches what is thrown here. */
export function misuse(message: string): never {
  const error = new InputError(message);
  reportTrespass(error);
  throw error;
}

/** Handlers, and the bodies of transactions, are one synchronous step. */
export function refusePromise(returned: unknown, node: string, what: string): void {
  if (returned !== undefined && typeof (returned as { then?: unknown } | null)?.then === "function") misuse(`${what} of ${node} is asynchronous: handlers are one synchronous step; use ctx.timer and wake to go on later`);
}

const guard: ProxyHandler<object> = {
  set: (_, name) => misuse(`a handler wrote to ${JSON.stringify(String(name))} of a packet, message or stored value: these are immutable; copy first: { ...packet }`),
  deleteProperty: (_, name) => misuse(`a handler deleted ${JSON.stringify(String(name))} of a packet, message or stored value: these are immutable; copy first`),
  defineProperty: (_, name) => misuse(`a handler defined ${JSON.stringify(String(name))} on a packet, message or stored value: these are immutable; copy first`),
};

/**
 * A deep copy that is frozen, and that reports writes even where user code swallows the error (DESIGN 5); the original is
 * frozen as well, for its sender may still hold it. Refuses what is not plain data: a Map or a class instance would be
 * shared memory between nodes. Costs, so campaigns use it in their first run only.
 * @param where names the value in an error.
 */
export function watch<T extends Plain>(value: T, where: string): T {
  return copy(value, where, 0) as T;
}

function copy(value: unknown, where: string, depth: number): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean" || value === undefined) return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) misuse(`${where} is ${value}: packets and stored values are plain data, and JSON has no such number`);
    return value;
  }
  if (typeof value !== "object") misuse(`${where} is a ${typeof value}: packets and stored values are plain data`);
  if (watched.has(value)) return value;
  if (depth > 100) misuse(`${where} is nested more than 100 deep, or contains itself: packets and stored values are plain data`);
  let result: object;
  if (Array.isArray(value)) result = value.map((item, index) => copy(item, `${where}[${index}]`, depth + 1));
  else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) misuse(`${where} is a ${(value as object).constructor?.name ?? "strange object"}: packets and stored values are plain data`);
    const fields: Record<string, unknown> = {};
    for (const name of Object.keys(value)) fields[name] = copy((value as Record<string, unknown>)[name], `${where}.${name}`, depth + 1);
    result = fields;
  }
  Object.freeze(value);
  const proxy = new Proxy(Object.freeze(result), guard);
  watched.add(proxy);
  return proxy;
}
