import { WHOLE } from "../kernel/chance.ts";
import type { Shape } from "../kernel/distribution.ts";
import { sampler } from "../kernel/sampler.ts";
import type { Sampler } from "../kernel/sampler.ts";
import type { Micros } from "../kernel/time.ts";
import type { PacketRate } from "./spec.ts";

/** Chances of a channel's packets as thresholds of 32-bit draws; 0 is never. */
export interface PacketChances {
  /** True when any threshold is above 0. */
  readonly any: boolean;
  readonly drop: number;
  readonly corrupt: number;
  readonly duplicate: number;
  readonly delay: number;
  readonly replay: number;
  readonly forge: number;
  readonly delayBy: Sampler;
  readonly replayAfter: Sampler;
}

/** Delays by chance that say no `by`: long enough to overtake several packets of 5 ms latency. */
const DELAY_BY: Sampler = sampler({ shape: "exponential", mean: 50_000 });
const REPLAY_AFTER: Sampler = sampler({ shape: "exponential", mean: 1_000_000 });

/** The chances on one link. Rules of one kind combine as independent causes would: 1 - (1 - p)(1 - q). */
export function chancesOn(rates: readonly PacketRate[], from: string, to: string): PacketChances {
  const kept = { drop: 1, corrupt: 1, duplicate: 1, delay: 1, replay: 1, forge: 1 };
  let delayBy = DELAY_BY;
  let replayAfter = REPLAY_AFTER;
  for (const rule of rates) {
    if (rule.link !== undefined && (rule.link.from !== from || rule.link.to !== to)) continue;
    kept[rule.fault] *= 1 - rule.rate;
    if (rule.by !== undefined && rule.fault === "delay") delayBy = later(rule.by, rule.most);
    if (rule.by !== undefined && rule.fault === "replay") replayAfter = later(rule.by, rule.most);
  }
  const threshold = (kind: keyof typeof kept): number => (1 - kept[kind]) * WHOLE;
  const [drop, corrupt, duplicate, delay, replay, forge] = [threshold("drop"), threshold("corrupt"), threshold("duplicate"), threshold("delay"), threshold("replay"), threshold("forge")];
  return { any: drop + corrupt + duplicate + delay + replay + forge > 0, drop, corrupt, duplicate, delay, replay, forge, delayBy, replayAfter };
}

function later(by: Shape, most: Micros | undefined): Sampler {
  const unlimited = sampler(by);
  return most === undefined ? unlimited : { at: (u) => Math.min(most, unlimited.at(u)), median: Math.min(most, unlimited.median), mean: Math.min(most, unlimited.mean) };
}
