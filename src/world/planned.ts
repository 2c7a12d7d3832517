import { mapped } from "../kernel/mapped.ts";
import type { Fault, Plan } from "./fault.ts";
import { parseStepKey } from "./step-key.ts";
import type { StepKey } from "./step-key.ts";

/** A plan entry, and whether it has struck. */
export interface PlanEntry {
  readonly fault: Fault;
  struck: boolean;
  /** Drawn by chance rather than planned. */
  readonly drawn?: boolean;
}

/** What the plan says about one key: a packet's fate, and crashes in the step it names. */
export interface PlannedKey {
  readonly packet: PlanEntry[];
  readonly cuts: PlanEntry[];
  /** True when any entry concerns the packet's fate: then no rate does. */
  readonly decided: boolean;
}

/** Packet copies have keys of their own: the original, the network's copy ('), an attacker's (\"). */
export const ORIGINAL = 0;
export const NETWORK_COPY = 1;
export const ATTACKER_COPY = 2;

/** The label a key belongs to, as text: what `Label.text` holds. */
export function labelOf(key: StepKey): string {
  switch (key.step) {
    case "packet":
      return packetLabel(key.from, key.to, key.type);
    case "timer":
      return `${key.node} timer ${key.name}`;
    case "synced":
      return `${key.node} synced ${key.tag}`;
    case "start":
      return `${key.node} start`;
    case "publish":
      return `${key.node} publish`;
  }
}

export function packetLabel(from: string, to: string, type: string): string {
  return `${from}>${to} ${type}`;
}

/** (message, n, copy) in one number, the key within its label. */
export function within(message: number, nth: number, copy: number): number {
  return (message * 0x400000 + nth) * 4 + copy;
}

/** The plan's entries, those on keys found by label and key, the others by time. */
export class Planned {
  readonly entries: readonly PlanEntry[];
  readonly #labels = new Map<string, Map<number, PlannedKey>>();

  constructor(plan: Plan) {
    this.entries = mapped(plan, (fault) => ({ fault, struck: false }));
    for (const entry of this.entries) {
      const { fault } = entry;
      if ("packet" in fault) this.#at(fault.packet).packet.push(entry);
      else if (fault.fault === "crash" && "in" in fault) this.#at(fault.in).cuts.push(entry);
    }
  }

  /** The entries of a label, or undefined: most labels have none. */
  of(label: string): ReadonlyMap<number, PlannedKey> | undefined {
    return this.#labels.get(label);
  }

  #at(text: string): PlannedKey {
    const key = parseStepKey(text, "plan");
    const label = labelOf(key);
    let keys = this.#labels.get(label);
    if (keys === undefined) this.#labels.set(label, (keys = new Map()));
    const number = within("message" in key ? key.message : 0, "nth" in key ? key.nth : 1, key.step === "packet" ? ["", "'", '"'].indexOf(key.copy) : ORIGINAL);
    let planned = keys.get(number);
    if (planned === undefined) {
      const packet: PlanEntry[] = [];
      planned = { packet, cuts: [], get decided() { return packet.length > 0; } };
      keys.set(number, planned);
    }
    return planned;
  }
}
