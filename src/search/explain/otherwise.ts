import { LATEST } from "../../kernel/time.ts";
import type { Micros } from "../../kernel/time.ts";
import type { Fault } from "../../world/fault.ts";
import { parsePacketKey } from "../../world/step-key.ts";
import type { Choice } from "../choices.ts";

type Of<Kind extends Fault["fault"]> = Extract<Fault, { fault: Kind }>;

const SECOND: Micros = 1_000_000;
/** The longest duration in whole seconds. */
const LONGEST: Micros = Math.floor(LATEST / SECOND) * SECOND;

const DISK = ["lost-sync", "torn", "slow", "full", "error"] as const;

/** Other faults at the very same place, and the same in other manners and lengths. `choices`: of the run without it; `end`: when that was over, and the run with it. */
export function otherwiseThan(fault: Fault, choices: readonly Choice[], end: Micros): readonly Fault[] {
  // Held back for longer than the run takes is as good as lost, whoever waits.
  const long = Math.min(LONGEST, Math.ceil((end + 1) / SECOND) * SECOND);
  if ("packet" in fault) return fates(fault, choices, long);
  switch (fault.fault) {
    case "crash": return [...manners(fault), ...lengths(fault, long).map((length) => ({ ...fault, for: length })), ...stillInstead(fault, long)];
    case "pause": return [...downInstead(fault), ...scaled(fault.for).map((length) => ({ ...fault, for: length }))];
    case "partition": return [...lengths(fault, long).map((length) => ({ ...fault, for: length })), ...turned(fault)];
    case "reset":
    case "stall": return onConnections(fault, long);
    case "clock": return [0.5, 2, 10, -1, 0.1].flatMap((factor) => shifted(fault, factor));
    case "disk": return [...DISK.map((kind) => ({ ...fault, kind })), ...(fault.for === undefined ? [{ ...fault, for: long }] : [...scaled(fault.for).map((length) => ({ ...fault, for: length })), once(fault)])];
  }
}

function fates({ packet, ...fault }: Extract<Fault, { packet: string }>, choices: readonly Choice[], long: Micros): readonly Fault[] {
  const isCopy = parsePacketKey(packet, "plan").copy !== "";
  const delays = [...(fault.fault === "delay" ? scaled(fault.by) : []), long, long / 10].map((by): Fault => ({ fault: "delay", packet, by }));
  if (!isCopy && !choices.some((choice) => choice.kind === "packet" && choice.packet === packet)) return fault.fault === "delay" ? delays : [];
  const copies: readonly Fault[] = isCopy ? [] : [{ fault: "duplicate", packet }, { fault: "duplicate", packet, after: long / 10 }];
  return [{ fault: "drop", packet }, ...delays, { fault: "corrupt", packet }, ...copies];
}

function manners(fault: Of<"crash">): readonly Fault[] {
  const { disk, ...bare } = fault;
  const hows = (["power", "kill", "stop"] as const).filter((how) => how !== (fault.how ?? "power")).map((how): Fault => ({ ...bare, how }));
  return (fault.how ?? "power") === "power" ? [...hows, ...["lose", "keep"].filter((fate) => fate !== (disk ?? "lose")).map((fate): Fault => ({ ...bare, disk: fate }))] : hows;
}

/** The node stands still in place of going down. */
function stillInstead(fault: Of<"crash">, long: Micros): readonly Fault[] {
  return "at" in fault ? [{ fault: "pause", node: fault.node, at: fault.at, for: typeof fault.for === "number" ? fault.for : long }] : [];
}

function downInstead({ node, at, for: length }: Of<"pause">): readonly Fault[] {
  return (["kill", "power", "stop"] as const).map((how) => ({ fault: "crash", node, how, at, for: length }));
}

function turned(fault: Of<"partition">): readonly Fault[] {
  return fault.groups.length === 2 ? directions(fault.groups, fault.oneWay).map(({ pair, oneWay }) => ({ ...fault, groups: pair, oneWay })) : [];
}

function onConnections({ fault, between, at, oneWay, for: length }: Of<"reset" | "stall">, long: Micros): readonly Fault[] {
  const bare = { between, at, ...(oneWay === undefined ? {} : { oneWay }) };
  const ways = directions(between, oneWay).map((way): Fault => ({ fault, between: way.pair, at, oneWay: way.oneWay, ...(length === undefined ? {} : { for: length }) }));
  const stalls = (length === undefined ? [long / 10, long / 100] : scaled(length)).map((span): Fault => ({ fault: "stall", ...bare, for: span }));
  return [{ fault: "reset", ...bare }, { fault: "stall", ...bare }, ...ways, ...stalls];
}

/** The ways something between two can point, but for its own. */
function directions<Side>([first, second]: readonly Side[], oneWay: boolean = false): readonly { readonly pair: readonly [Side, Side]; readonly oneWay: boolean }[] {
  return [{ pair: [first!, second!], oneWay: !oneWay }, { pair: [second!, first!], oneWay: true }];
}

/** Of what may last for ever: other durations, and that. */
function lengths({ for: length = "forever" }: { readonly for?: Micros | "forever" }, long: Micros): readonly (Micros | "forever")[] {
  return length === "forever" ? [long / 10, long / 100, long / 1_000] : [...scaled(length), "forever"];
}

function scaled(length: Micros): readonly Micros[] {
  return [Math.round(length / 2), length * 2, length * 10].filter((one) => one > 0 && one <= LATEST);
}

function shifted({ by, ppm, ...fault }: Of<"clock">, factor: number): readonly Fault[] {
  const jump = by === undefined ? {} : { by: Math.round(by * factor) };
  const drift = ppm === undefined ? {} : { ppm: Math.round(ppm * factor) };
  return Math.abs(jump.by ?? 0) > LATEST || Math.abs(drift.ppm ?? 0) > 999_999 ? [] : [{ ...fault, ...jump, ...drift }];
}

/** Only the next operation, not all for a while. */
function once({ for: _, ...fault }: Of<"disk">): Fault {
  return fault;
}
