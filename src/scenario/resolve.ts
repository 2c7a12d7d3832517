import type { DeliverySetup } from "../delivery/setup.ts";
import { GUARANTEES } from "../guarantees/index.ts";
import type { GuaranteeKind, Limits } from "../guarantees/checker.ts";
import { InputError, suggestion } from "../kernel/errors.ts";
import { parseDistribution } from "../kernel/distribution.ts";
import { OWNERS } from "../kernel/queue.ts";
import { seedText } from "../kernel/chance.ts";
import { LATEST, micros } from "../kernel/time.ts";
import { FAULT_KINDS } from "../world/fault.ts";
import type { Plan } from "../world/fault.ts";
import { checkPlan } from "../world/plan-check.ts";
import type { NodeSetup, WorldSetup } from "../world/spec.ts";
import { readBeat } from "./beats.ts";
import type { ResolvedBeat } from "./beats.ts";
import { readChances } from "./chances.ts";
import { conform } from "./conform.ts";
import { scenarioSchema } from "./schema.ts";
import type { Guarantee, NodeSpec, Promise_, Scenario } from "./types.ts";

/** A promise with its pinned plan read. */
export interface ResolvedPromise {
  readonly guarantee: string;
  readonly promised: "holds" | "breaks";
  readonly plan: Plan | undefined;
}

/** A scenario with every default filled in and every value read. */
export interface Resolved {
  readonly scenario: Scenario;
  readonly name: string;
  readonly seed: string;
  readonly world: WorldSetup;
  readonly delivery: DeliverySetup;
  readonly promises: readonly ResolvedPromise[];
  readonly kinds: readonly { readonly kind: GuaranteeKind; readonly limits: Limits }[];
  readonly own: readonly Guarantee[];
  /** Fault kinds that every node tolerates; undefined when no node says. */
  readonly tolerates: readonly string[] | undefined;
  readonly beats: readonly ResolvedBeat[];
}

const known = new WeakMap<Scenario, Resolved>();

/** Reads a scenario. @throws InputError at the first thing that is wrong, naming the place. */
export function resolve(scenario: Scenario): Resolved {
  let resolved = known.get(scenario);
  if (resolved === undefined) known.set(scenario, (resolved = read(scenario)));
  return resolved;
}

function read(scenario: Scenario): Resolved {
  conform(scenarioSchema, scenario, "scenario");
  const nodes = scenario.nodes.flatMap(expand).sort((a, b) => compareNames(a.name, b.name));
  const names = nodes.map(({ name }) => name);
  if (names.length > OWNERS - 1) throw new InputError(`scenario.nodes: ${names.length} nodes are too many; ${OWNERS - 1} at most`);
  for (const [index, name] of names.entries()) if (names[index + 1] === name) throw new InputError(`scenario.nodes: two nodes would be called ${JSON.stringify(name)}; with "count", a node is called by the first letter of its name and a number`);
  const producers = nodes.filter(({ role }) => role === "producer").map(({ name }) => name);
  if (producers.length === 0 && scenario.workload.messages > 0) throw new InputError(`scenario.nodes: no node has the role "producer", so nobody can be handed the ${scenario.workload.messages} messages of the workload`);
  const { network, workload, limit } = scenario;
  const world: WorldSetup = {
    nodes,
    latency: parseDistribution(network?.latency ?? "exponential(5ms)", "network.latency"),
    timeout: notNegative(network?.timeout ?? "30s", "network.timeout"),
    chances: readChances(network, scenario.nemesis ?? [], names),
    storm: scenario.storm === undefined ? undefined : notNegative(scenario.storm, "storm"),
    settle: notNegative(scenario.settle ?? "60s", "settle"),
    events: limit?.events ?? 10_000_000,
    time: Math.min(notNegative(limit?.time ?? "1h", "limit.time"), LATEST),
  };
  const subscriptions = distinct(scenario.subscriptions ?? ["default"], "subscriptions");
  const sinks = scenario.sinks ?? [{ name: "world" }];
  distinct(sinks.map(({ name }) => name), "sinks");
  const delivery: DeliverySetup = {
    workload: { messages: workload.messages, keys: workload.keys ?? 1, every: parseDistribution(workload.every ?? "10ms", "workload.every"), bytes: workload.bytes ?? 0 },
    producers,
    subscriptions,
    sinks: sinks.map((sink, index) => {
      const subscription = sink.subscription === undefined ? undefined : oneOf(sink.subscription, subscriptions, `sinks.${index}.subscription`);
      const at = (sink.at ?? []).flatMap((name) => namesOf(name, scenario.nodes, names, `sinks.${index}.at`));
      return { name: sink.name, subscription, dedup: sink.dedup ?? false, fenced: sink.fenced ?? false, at };
    }),
    excuses: scenario.excuses ?? [],
    obligation: scenario.obligation ?? "confirmed",
  };
  const own = scenario.guarantees ?? [];
  distinct([...GUARANTEES, ...own].map(({ name }) => name), "guarantees");
  for (const { name, tolerates } of scenario.nodes) for (const kind of tolerates ?? []) if (!(FAULT_KINDS as readonly string[]).includes(kind)) throw new InputError(`nodes.${name}.tolerates: there is no fault ${JSON.stringify(kind)}${suggestion(kind, FAULT_KINDS)}`);
  const kinds = GUARANTEES.filter((kind) => kind.always || scenario.promises[kind.name] !== undefined).map((kind) => ({ kind, limits: limitsOf(scenario.promises[kind.name], kind) }));
  const promises = Object.entries(scenario.promises).map(([guarantee, promise]) => readPromise(guarantee, promise, names, own));
  const about = { nodes: names, promised: Object.keys(scenario.promises), judged: [...kinds.map(({ kind }) => kind), ...own].map(({ name }) => name) };
  const tolerating = scenario.nodes.filter(({ tolerates }) => tolerates !== undefined);
  return {
    scenario,
    name: scenario.name ?? "scenario",
    seed: seedText(scenario.seed ?? "1", "scenario.seed"),
    world,
    delivery,
    promises,
    kinds,
    own,
    tolerates: tolerating.length === 0 ? undefined : tolerating.map(({ tolerates }) => tolerates!).reduce((all, some) => all.filter((kind) => some.includes(kind))),
    beats: (scenario.beats ?? []).map((beat, index) => readBeat(beat, `beats.${index}`, about)),
  };
}

function expand(spec: NodeSpec): NodeSetup[] {
  const names = spec.count === undefined ? [spec.name] : Array.from({ length: spec.count }, (_, index) => `${spec.name[0]}${index + 1}`);
  const sync = parseDistribution(spec.disk?.sync ?? "500us", `nodes.${spec.name}.disk.sync`);
  return names.map((name) => ({ name, role: spec.role, run: spec.run, offset: micros(spec.clock?.offset ?? 0, `nodes.${spec.name}.clock.offset`), ppm: spec.clock?.ppm ?? 0, sync }));
}

/** A sink may name a node or a role's name, which means all its nodes. */
function namesOf(name: string, specs: readonly NodeSpec[], names: readonly string[], where: string): readonly string[] {
  if (names.includes(name)) return [name];
  const spec = specs.find((candidate) => candidate.name === name);
  if (spec === undefined) throw new InputError(`${where}: there is no node ${JSON.stringify(name)}${suggestion(name, names)}`);
  return expand(spec).map((node) => node.name);
}

function readPromise(guarantee: string, promise: Promise_, nodes: readonly string[], own: readonly Guarantee[]): ResolvedPromise {
  const names = [...GUARANTEES.map(({ name }) => name), ...own.map(({ name }) => name)];
  if (!names.includes(guarantee)) throw new InputError(`promises: there is no guarantee ${JSON.stringify(guarantee)}${suggestion(guarantee, names)}`);
  if ("holds" in promise) return { guarantee, promised: "holds", plan: undefined };
  return { guarantee, promised: "breaks", plan: promise.plan === undefined ? undefined : checkPlan(promise.plan, nodes, `promises.${guarantee}.plan`) };
}

function limitsOf(promise: Promise_ | undefined, kind: GuaranteeKind): Limits {
  const limits = promise?.limits ?? {};
  const wrong = promise === undefined ? undefined : kind.accepts(limits);
  if (wrong !== undefined) throw new InputError(`promises.${kind.name}: ${wrong}`);
  return limits;
}

function oneOf(name: string, names: readonly string[], where: string): number {
  const index = names.indexOf(name);
  if (index < 0) throw new InputError(`${where}: there is no subscription ${JSON.stringify(name)}${suggestion(name, names)}`);
  return index;
}

function distinct(names: readonly string[], where: string): readonly string[] {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new InputError(`scenario.${where}: two would be called ${JSON.stringify(twice)}; each needs a name of its own`);
  return names;
}

function notNegative(written: unknown, where: string): number {
  const value = micros(written, where);
  if (value < 0) throw new InputError(`${where}: ${JSON.stringify(written)} is negative; a duration here is 0 or more`);
  return value;
}

/** Name order as a person counts: c2 before c10. Code units, no locale. */
function compareNames(a: string, b: string): number {
  const left = a.split(/(\d+)/);
  const right = b.split(/(\d+)/);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const x = left[index] ?? "";
    const y = right[index] ?? "";
    if (x === y) continue;
    if (index % 2 === 1 && Number(x) !== Number(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return 0;
}
