import { InputError } from "./errors.ts";

type Replacement = { readonly owner: object; readonly name: string; readonly descriptor: PropertyDescriptor; readonly guarded: PropertyDescriptor };

/** What is forbidden while user code runs, and what to use instead. Paths from the global object. */
const FORBIDDEN: readonly (readonly [path: string, instead: string])[] = [
  ["Math.random", 'ctx.random("purpose").chance(p) or .below(n)'],
  ["Date.now", "ctx.now"],
  ["performance.now", "ctx.now"],
  ["crypto.getRandomValues", 'ctx.random("purpose")'],
  ["crypto.randomUUID", 'ctx.random("purpose")'],
  ["setTimeout", 'ctx.timer("name", "5ms") and wake'],
  ["setInterval", 'ctx.timer("name", "5ms"), armed again in wake'],
  ["setImmediate", "another output of the same handler, or ctx.timer"],
  ["queueMicrotask", "plain synchronous code: a handler is one step"],
  ["process.hrtime", "ctx.now"],
  ["process.hrtime.bigint", "ctx.now"],
  ["process.nextTick", "plain synchronous code: a handler is one step"],
  ["process.uptime", "ctx.now"],
  ["fetch", "ctx.send: the network is simulated"],
  ["String.prototype.localeCompare", "< and >: the order of code units is the same everywhere"],
  ["Number.prototype.toLocaleString", "String(n)"],
  ["Date.prototype.toLocaleString", "ctx.now"],
  ["Promise.prototype.then", "plain synchronous code: a handler is one step"],
];

/** The first forbidden thing called since the guard was raised, as an error to report even if user code caught it. */
let caught: InputError | undefined;
let raised = 0;
let replacements: readonly Replacement[] | undefined;

function forbid(path: string, instead: string): never {
  caught ??= new InputError(`${path} was called inside a handler: a run is a function of its seed, so ambient time and chance are forbidden; use ${instead}`);
  throw caught;
}

function prepare(): readonly Replacement[] {
  const prepared: Replacement[] = [];
  for (const [path, instead] of FORBIDDEN) {
    const names = path.split(".");
    const name = names.pop()!;
    let owner: unknown = globalThis;
    for (const step of names) owner = (owner as Record<string, unknown> | undefined)?.[step];
    if (owner === undefined || owner === null) continue;
    const holder = holderOf(owner as object, name);
    const descriptor = holder && Object.getOwnPropertyDescriptor(holder, name);
    if (holder === undefined || descriptor === undefined || descriptor.configurable !== true) continue;
    prepared.push({ owner: holder, name, descriptor, guarded: { configurable: true, enumerable: descriptor.enumerable ?? false, writable: true, value: guardedFunction(descriptor.value, path, instead) } });
  }
  const date = Object.getOwnPropertyDescriptor(globalThis, "Date")!;
  prepared.push({ owner: globalThis, name: "Date", descriptor: date, guarded: { ...date, value: guardedDate(date.value as DateConstructor) } });
  return prepared;
}

/** In the place of a function, with whatever hangs on it: process.hrtime.bigint is found through process.hrtime. */
function guardedFunction(real: unknown, path: string, instead: string): unknown {
  const refuse = (): never => forbid(path, instead);
  return typeof real === "function" ? new Proxy(real, { apply: refuse, construct: refuse }) : refuse;
}

/** performance.now and crypto's methods live on prototypes. */
function holderOf(owner: object, name: string): object | undefined {
  for (let at: object | null = owner; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (Object.prototype.hasOwnProperty.call(at, name)) return at;
  }
  return undefined;
}

/** new Date(2020, 0) is fine in a handler; new Date() and Date() read the clock. */
function guardedDate(real: DateConstructor): DateConstructor {
  return new Proxy(real, {
    apply: () => forbid("Date()", "ctx.now"),
    construct: (target, given: unknown[], newTarget) => (given.length === 0 ? forbid("new Date()", "ctx.now") : (Reflect.construct(target, given, newTarget) as object)),
  });
}

/** Runs `body` with ambient time and chance replaced by functions that throw. Nests. Costs a few µs, so it spans many steps. */
export function guarded<T>(body: () => T): T {
  if (raised++ === 0) {
    caught = undefined;
    replacements ??= prepare();
    for (const { owner, name, guarded: value } of replacements) put(owner, name, value);
  }
  try {
    return body();
  } finally {
    if (--raised === 0) for (const { owner, name, descriptor } of replacements!) put(owner, name, descriptor);
  }
}

/** Assigning is many times as quick as defining, which short runs feel; what has no plain value can only be defined. */
function put(owner: object, name: string, descriptor: PropertyDescriptor): void {
  if (descriptor.writable === true) (owner as Record<string, unknown>)[name] = descriptor.value;
  else Object.defineProperty(owner, name, descriptor);
}

/** What user code did that it must not, since the outermost guard was raised: the run ends as bad input. */
export function trespass(): InputError | undefined {
  return caught;
}

/** Records a trespass found elsewhere (a write to a frozen value), so that it ends the run even if user code caught it. */
export function reportTrespass(error: InputError): void {
  caught ??= error;
}
