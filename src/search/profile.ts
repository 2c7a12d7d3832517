import type { Micros } from "../kernel/time.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { PACKET, SEND } from "../world/codes.ts";
import { copyOf } from "../world/datagrams.ts";
import { ATTACKER_COPY, NETWORK_COPY } from "../world/planned.ts";
import { printStepKey } from "../world/step-key.ts";
import { stepsOf } from "./steps.ts";

/** A profile names at most so many packets, and so many steps: the first of the run. */
const MOST = 4_096;

/** A datagram of a run, or a copy of one. */
export interface ProfiledPacket {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** Ordinal, 0 for none. */
  readonly message: number;
  /** Virtual time, µs. Of a copy: when the original was sent. */
  readonly sent: Micros;
  /** undefined: it never came. */
  readonly arrived: Micros | undefined;
}

/** A handler call of a run. */
export interface ProfiledStep {
  readonly key: string;
  readonly node: string;
  /** Ordinal, 0 for none. */
  readonly message: number;
  readonly at: Micros;
  /** How many outputs it had: a crash may cut after 0 to so many. */
  readonly outputs: number;
}

/** What was under way in a run: what a plan can name. */
export interface Profile {
  /** In the order of sending. */
  readonly packets: readonly ProfiledPacket[];
  /** In the order of the run. */
  readonly steps: readonly ProfiledStep[];
}

/** Reads a traced run that is over. */
export function profileOf(simulation: Simulation): Profile {
  const { world } = simulation;
  const trace = world.kernel.trace!;
  const packets = new Map<string, { -readonly [field in keyof ProfiledPacket]: ProfiledPacket[field] }>();
  for (let index = 0; index < trace.length; index++) {
    const { kind, at, a, b: message, c: nth, d: flags } = trace.record(index);
    if (kind !== SEND && kind !== PACKET) continue;
    const { from, to, type } = world.channels[a]!;
    const copy = kind === PACKET ? copyOf(flags) : 0;
    const key = printStepKey({ step: "packet", from: from.name, to: to.name, type, message, nth, copy: copy === NETWORK_COPY ? "'" : copy === ATTACKER_COPY ? '"' : "" });
    const known = packets.get(key);
    if (known === undefined) {
      if (packets.size < MOST) packets.set(key, { key, from: from.name, to: to.name, message, sent: at, arrived: kind === PACKET ? at : undefined });
    } else known.arrived ??= at;
  }
  const steps = stepsOf(simulation).slice(0, MOST);
  return {
    packets: [...packets.values()],
    steps: steps.map(({ key, node, at, outputs }) => ({ key: printStepKey(key), node, message: "message" in key ? key.message : 0, at, outputs: outputs.length })),
  };
}
