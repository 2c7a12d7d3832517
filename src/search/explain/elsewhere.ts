import type { Fault, Plan } from "../../world/fault.ts";
import { parsePacketKey, printStepKey } from "../../world/step-key.ts";
import { movedTo } from "../choices.ts";
import type { Choice } from "../choices.ts";
import { Draws } from "../draws.ts";

type OfPacket = Extract<Fault, { packet: string }>;
type InStep = Extract<Fault, { fault: "crash"; in: string }>;

/** The same fault on other packets, at most so many: as many as there are of the same type, before any others. None for one of a copy, which takes another fault. */
export function packetsElsewhere(fault: OfPacket, others: Plan, choices: readonly Choice[], most: number): readonly Fault[] {
  const { type, copy } = parsePacketKey(fault.packet, "plan");
  if (copy !== "") return [];
  const free = untaken(fault, others, choices);
  const isAlike = (one: Fault): boolean => "packet" in one && parsePacketKey(one.packet, "plan").type === type;
  const draws = new Draws(JSON.stringify(fault));
  const alike = draws.some(free.filter(isAlike), most);
  return [...alike, ...draws.some(free.filter((one) => !isAlike(one)), most - alike.length)];
}

/** The same crash behind other outputs, of this step and of others, at most so many. */
export function cutsElsewhere(fault: InStep, others: Plan, choices: readonly Choice[], most: number): readonly Fault[] {
  return new Draws(JSON.stringify(fault)).some(untaken(fault, others, choices), most);
}

/** The same fault wherever it could strike and none does. */
function untaken(fault: Fault, others: Plan, choices: readonly Choice[]): readonly Fault[] {
  const taken = new Set([fault, ...others].map(targetOf));
  return choices.map((choice) => movedTo(fault, choice)).filter((moved) => moved !== undefined && !taken.has(targetOf(moved))) as readonly Fault[];
}

/** What a fault strikes: two on one target would not be two. */
function targetOf(fault: Fault): string {
  if ("packet" in fault) return printStepKey(parsePacketKey(fault.packet, "plan"));
  if (fault.fault === "crash" && "in" in fault) return `${fault.in} ${fault.after}`;
  return JSON.stringify(fault);
}
