import { InputError, suggestion } from "../kernel/errors.ts";
import { parseDistribution } from "../kernel/distribution.ts";
import type { Shape } from "../kernel/distribution.ts";
import type { Plain } from "../kernel/plain.ts";
import { micros } from "../kernel/time.ts";
import type { Chances, CrashKind, DiskFaultKind, IntervalNemesis, PacketRate, StepCrashRate } from "../world/spec.ts";
import type { Nemesis, NetworkSpec } from "./types.ts";

const PACKET_FAULTS: readonly PacketRate["fault"][] = ["drop", "corrupt", "duplicate", "delay", "replay", "forge"];
const INTERVAL_FAULTS: readonly IntervalNemesis["fault"][] = ["crash", "pause", "partition", "clock", "disk", "reset", "stall"];
const CRASHES: readonly CrashKind[] = ["power", "kill", "stop"];
const DISK_KINDS: readonly DiskFaultKind[] = ["lost-sync", "torn", "slow", "full", "error"];

/** How long intervals last that say no `for`; every field has its default in `docs/architecture.md`. */
const LASTING: Shape = { shape: "exponential", mean: 500_000 };
const JUMP: Shape = { shape: "exponential", mean: 1_000_000 };
const DRIFT = 500;

/** Everything by chance that a scenario asks for: the network's rates and the nemesis. `nodes` in name order. */
export function readChances(network: NetworkSpec | undefined, nemesis: readonly Nemesis[], nodes: readonly string[]): Chances {
  const packets: PacketRate[] = [];
  const steps: StepCrashRate[] = [];
  const intervals: IntervalNemesis[] = [];
  const rates = [["drop", network?.loss], ["corrupt", network?.corrupt], ["duplicate", network?.duplicate], ["delay", network?.reorder]] as const;
  for (const [fault, rate] of rates) if (rate !== undefined && rate > 0) packets.push({ fault, rate, link: undefined, by: undefined });
  for (const [index, entry] of nemesis.entries()) {
    const where = `nemesis.${index}`;
    if (PACKET_FAULTS.includes(entry.fault as PacketRate["fault"])) packets.push(packetRate(entry, where, nodes));
    else if (entry.fault === "crash" && ("rate" in entry || "in" in entry)) steps.push(stepCrash(entry, where, nodes));
    else if (INTERVAL_FAULTS.includes(entry.fault as IntervalNemesis["fault"])) intervals.push(interval(entry, where, nodes));
    else throw new InputError(`${where}.fault: there is no fault ${JSON.stringify(entry.fault)} by chance${suggestion(entry.fault, [...PACKET_FAULTS, ...INTERVAL_FAULTS])}`);
  }
  return { packets, steps, intervals };
}

function packetRate(entry: Nemesis, where: string, nodes: readonly string[]): PacketRate {
  only(entry, where, ["fault", "rate", "link", "by"]);
  const link = entry["link"];
  let ends: PacketRate["link"];
  if (link !== undefined) {
    const [from, to, more] = String(link).split(">");
    if (from === undefined || to === undefined || more !== undefined) throw new InputError(`${where}.link: ${JSON.stringify(link)} is not a link; write "p1>broker"`);
    ends = { from: node(from, `${where}.link`, nodes), to: node(to, `${where}.link`, nodes) };
  }
  const by = entry["by"];
  return { fault: entry.fault as PacketRate["fault"], rate: rateOf(entry["rate"], where), link: ends, by: by === undefined ? undefined : parseDistribution(by, `${where}.by`) };
}

function stepCrash(entry: Nemesis, where: string, nodes: readonly string[]): StepCrashRate {
  only(entry, where, ["fault", "rate", "in", "for", "nodes", "how", "disk"]);
  if (entry["in"] !== "step") throw new InputError(`${where}.in: ${JSON.stringify(entry["in"])} is not "step"; a crash by rate is { fault: "crash", rate: 0.01, in: "step" }`);
  return { rate: rateOf(entry["rate"], where), for: lasting(entry["for"], where), nodes: nodesOf(entry["nodes"], where, nodes), how: crashKinds(entry["how"], where), disk: fate(entry["disk"], where) };
}

function interval(entry: Nemesis, where: string, nodes: readonly string[]): IntervalNemesis {
  only(entry, where, ["fault", "every", "for", "nodes", "how", "disk", "kinds", "by", "ppm", "oneWay"]);
  if (entry.fault === "partition" && nodes.length < 2) throw new InputError(`${where}: a partition needs two nodes or more; there is one`);
  const every = micros(entry["every"] ?? "nothing", `${where}.every`);
  if (every < 1) throw new InputError(`${where}.every: the mean time between strikes is above 0, not ${every}us`);
  const kinds = entry["kinds"] === undefined ? DISK_KINDS : list(entry["kinds"], `${where}.kinds`, DISK_KINDS);
  const ppm = entry["ppm"] ?? DRIFT;
  if (typeof ppm !== "number" || !Number.isInteger(ppm) || ppm < 0 || ppm > 999_999) throw new InputError(`${where}.ppm: ${JSON.stringify(ppm)} is not a whole number of parts per million from 0 to 999,999`);
  return {
    fault: entry.fault as IntervalNemesis["fault"],
    every,
    for: lasting(entry["for"], where),
    nodes: nodesOf(entry["nodes"], where, nodes),
    how: crashKinds(entry["how"], where),
    disk: fate(entry["disk"], where),
    kinds,
    by: entry["by"] === undefined ? JUMP : parseDistribution(entry["by"], `${where}.by`),
    ppm,
    oneWay: entry["oneWay"] === undefined ? 0.2 : rateOf(entry["oneWay"], where, "oneWay"),
  };
}

function only(entry: Nemesis, where: string, names: readonly string[]): void {
  for (const name of Object.keys(entry)) if (!names.includes(name)) throw new InputError(`${where} (${entry.fault}) has no ${JSON.stringify(name)}${suggestion(name, names)}`);
}

function rateOf(value: Plain | undefined, where: string, name = "rate"): number {
  if (typeof value !== "number" || !(value >= 0 && value <= 1)) throw new InputError(`${where}.${name}: ${JSON.stringify(value) ?? "nothing"} is not a chance from 0 to 1`);
  return value;
}

function lasting(value: Plain | undefined, where: string): Shape | "forever" {
  if (value === "forever") return "forever";
  return value === undefined ? LASTING : parseDistribution(value, `${where}.for`);
}

function nodesOf(value: Plain | undefined, where: string, nodes: readonly string[]): readonly string[] {
  return value === undefined ? nodes : list(value, `${where}.nodes`, nodes);
}

function node(name: string, where: string, nodes: readonly string[]): string {
  if (!nodes.includes(name)) throw new InputError(`${where}: there is no node ${JSON.stringify(name)}${suggestion(name, nodes)}`);
  return name;
}

function list<T extends string>(value: Plain, where: string, known: readonly T[]): readonly T[] {
  const items = typeof value === "string" ? [value] : value;
  if (!Array.isArray(items) || items.length === 0) throw new InputError(`${where}: expected a list of ${known.slice(0, 6).join(", ")}, got ${JSON.stringify(value)}`);
  for (const item of items) if (!known.includes(item as T)) throw new InputError(`${where}: ${JSON.stringify(item)} is unknown${suggestion(String(item), known)}`);
  return items as readonly T[];
}

function crashKinds(value: Plain | undefined, where: string): readonly CrashKind[] {
  if (value === undefined) return ["power"];
  return value === "any" ? CRASHES : list(value, `${where}.how`, CRASHES);
}

function fate(value: Plain | undefined, where: string): "lose" | "any" {
  if (value === undefined || value === "lose" || value === "any") return value ?? "lose";
  throw new InputError(`${where}.disk: ${JSON.stringify(value)} is not "lose" or "any"`);
}
