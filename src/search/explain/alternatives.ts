import type { Micros } from "../../kernel/time.ts";
import type { Fault, Plan } from "../../world/fault.ts";
import { parsePacketKey, printStepKey } from "../../world/step-key.ts";
import type { Choice } from "../choices.ts";
import { Draws } from "../draws.ts";

/** What a fault is tried against in its place. */
export interface Alternatives {
  /** The same kind of fault, on another packet, in another step, on another node or at another time. */
  readonly elsewhere: readonly Fault[];
  /** Another kind of fault, or another manner of it, at the very same place. */
  readonly otherwise: readonly Fault[];
}

/** A packet held back for so long is as good as lost for whoever waits, µs. */
const LONG: Micros = 1_000_000;

/**
 * What could stand in place of one fault of a plan: at most so many of each, drawn by the fault itself. `choices`: what there was to strike
 * in the run without it; `end`: when that was over, µs.
 */
export function alternativesTo(fault: Fault, others: Plan, choices: readonly Choice[], end: Micros, most: number): Alternatives {
  const draws = new Draws(JSON.stringify(fault));
  const taken = new Set(others.map(targetOf));
  const free = (made: readonly Fault[]): readonly Fault[] => draws.some(made.filter((one) => !taken.has(targetOf(one)) && targetOf(one) !== targetOf(fault)), most);
  if ("packet" in fault) {
    const copy = /['"]$/.test(fault.packet);
    const packets = choices.flatMap((choice) => (choice.kind === "packet" ? [choice.packet] : []));
    return { elsewhere: copy ? [] : free(packets.map((packet): Fault => ({ ...fault, packet }))), otherwise: copy || packets.includes(fault.packet) ? otherFates(fault, copy).slice(0, most) : [] };
  }
  if (fault.fault === "crash" && "in" in fault) {
    const cuts = choices.flatMap((choice): Fault[] => (choice.kind === "cut" ? [{ ...fault, node: choice.node, in: choice.step, after: choice.after }] : []));
    return { elsewhere: free(cuts), otherwise: otherManners(fault).slice(0, most) };
  }
  if (!("at" in fault)) return { elsewhere: [], otherwise: [] };
  const times = Array.from({ length: most }, (_, index) => Math.round(((index + 1) * end) / (most + 1))).filter((at) => at !== fault.at);
  return { elsewhere: times.map((at): Fault => ({ ...fault, at })), otherwise: (fault.fault === "crash" ? otherManners(fault) : []).slice(0, most) };
}

function otherFates({ packet, fault }: Extract<Fault, { packet: string }>, copy: boolean): readonly Fault[] {
  const all: Fault[] = [{ fault: "drop", packet }, { fault: "delay", packet, by: LONG }, { fault: "corrupt", packet }, ...(copy ? [] : [{ fault: "duplicate" as const, packet }])];
  return all.filter((one) => one.fault !== fault);
}

function otherManners(fault: Extract<Fault, { fault: "crash" }>): readonly Fault[] {
  const how = fault.how ?? "power";
  return [
    ...(["power", "kill", "stop"] as const).filter((kind) => kind !== how).map((kind): Fault => ({ ...without(fault, "disk"), how: kind })),
    ...("after" in fault ? [0, 1, 2, 3, 4].filter((after) => after !== fault.after).map((after): Fault => ({ ...fault, after })) : []),
    ...(how === "power" ? ["lose", "keep"].filter((disk) => disk !== (fault.disk ?? "lose")).map((disk): Fault => ({ ...fault, disk })) : []),
  ];
}

function without(fault: Extract<Fault, { fault: "crash" }>, field: "disk"): Extract<Fault, { fault: "crash" }> {
  const { [field]: _, ...rest } = fault;
  return rest as Extract<Fault, { fault: "crash" }>;
}

/** What a fault strikes: two on one target would not be two. */
function targetOf(fault: Fault): string {
  if ("packet" in fault) return printStepKey(parsePacketKey(fault.packet, "plan"));
  if (fault.fault === "crash" && "in" in fault) return `${fault.in} ${fault.after}`;
  return JSON.stringify(fault);
}
