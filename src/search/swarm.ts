import { Chance, WHOLE } from "../kernel/chance.ts";
import { parseDistribution } from "../kernel/distribution.ts";
import { exponential } from "../kernel/logarithm.ts";
import { sampler } from "../kernel/sampler.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { Chances, IntervalNemesis, PacketRate, StepCrashRate } from "../world/spec.ts";
import type { StrategyMaker } from "./strategy.ts";

const LN10 = 2.302585092994046;
const PACKET_KINDS = ["drop", "corrupt", "duplicate", "delay", "replay"] as const;
const INTERVAL_KINDS = ["crash", "pause", "partition", "clock", "disk", "reset", "stall"] as const;

/**
 * Swarm testing (Groce et al., "Swarm Testing", ISSTA 2012): each run switches off a random subset of the fault kinds, and
 * draws the rates of the others log-uniformly, over a random part of links and nodes. Uniform rates miss deep bugs
 * altogether (SEARCH.md 1.1). Stays inside the scenario's own kinds and those that all its nodes declare to tolerate.
 */
export const swarm: StrategyMaker = (resolved, seed) => {
  const kinds = kindsOf(resolved);
  return {
    name: "swarm",
    candidate: (index) => ({ seed: `${seed}/${index + 1}`, chances: new Draw(resolved, `${seed}/${index + 1}`).chances(kinds), strategy: "swarm" }),
  };
};

/** Kinds of fault that a campaign may use: what the scenario has, and what its protocol says it tolerates. */
export function kindsOf(resolved: Resolved): ReadonlySet<string> {
  const { packets, steps, intervals } = resolved.world.chances;
  const kinds = new Set<string>([...packets, ...intervals].map(({ fault }) => fault));
  if (steps.length > 0) kinds.add("crash");
  for (const kind of resolved.tolerates ?? []) kinds.add(kind);
  return kinds;
}

class Draw {
  readonly #chance: Chance;
  readonly #resolved: Resolved;
  readonly #names: readonly string[];
  #nth = 0;

  constructor(resolved: Resolved, seed: string) {
    this.#resolved = resolved;
    this.#chance = new Chance(`${seed} swarm`);
    this.#names = resolved.world.nodes.map(({ name }) => name);
  }

  chances(kinds: ReadonlySet<string>): Chances {
    const off = this.#uniform();
    const on = [...kinds].sort().filter(() => this.#uniform() >= off);
    const chosen = on.length > 0 ? on : [...kinds].sort().slice(0, 1);
    const packets = PACKET_KINDS.filter((kind) => chosen.includes(kind)).flatMap((kind) => this.#packets(kind));
    const intervals = INTERVAL_KINDS.filter((kind) => chosen.includes(kind)).map((kind) => this.#interval(kind));
    const steps = chosen.includes("crash") && this.#uniform() < 0.7 ? [this.#stepCrash()] : [];
    return { packets, steps, intervals };
  }

  #uniform(): number {
    return this.#chance.purpose("swarm").draw(++this.#nth, 0) / WHOLE;
  }

  /** Log-uniform from 10^least to 10^most. */
  #logUniform(least: number, most: number): number {
    return exponential(LN10 * (least + (most - least) * this.#uniform()));
  }

  /** On all links, or on about half of them. */
  #packets(fault: PacketRate["fault"]): PacketRate[] {
    const rate = Math.min(0.9, this.#logUniform(-2.5, -0.05));
    const by = fault === "delay" || fault === "replay" ? parseDistribution(`pareto(${Math.ceil(this.#logUniform(3, 5))}us, 1.1)`, "swarm") : undefined;
    if (this.#uniform() < 0.5 || this.#names.length > 12) return [{ fault, rate, link: undefined, by }];
    return this.#names.flatMap((from) => this.#names.filter((to) => to !== from && this.#uniform() < 0.5).map((to): PacketRate => ({ fault, rate, link: { from, to }, by })));
  }

  #interval(fault: IntervalNemesis["fault"]): IntervalNemesis {
    const every = Math.max(1, Math.ceil(this.#stormLength() * this.#logUniform(-1.3, 0.3)));
    const for_ = parseDistribution(`exponential(${Math.ceil(this.#logUniform(3, 6))}us)`, "swarm");
    return { fault, every, for: for_, nodes: this.#someNodes(), how: this.#crashKinds(), disk: "any", kinds: ["lost-sync", "torn", "slow", "full", "error"], by: parseDistribution(`exponential(${Math.ceil(this.#logUniform(3, 7))}us)`, "swarm"), ppm: Math.ceil(this.#logUniform(1, 5)), oneWay: 0.3 };
  }

  #stepCrash(): StepCrashRate {
    return { rate: this.#logUniform(-2.5, -0.7), for: parseDistribution(`exponential(${Math.ceil(this.#logUniform(3, 6))}us)`, "swarm"), nodes: this.#someNodes(), how: this.#crashKinds(), disk: "any" };
  }

  #crashKinds(): ("kill" | "power" | "stop")[] {
    return this.#uniform() < 0.5 ? ["power"] : ["kill", "power", "stop"];
  }

  #someNodes(): readonly string[] {
    if (this.#uniform() < 0.5) return this.#names;
    const some = this.#names.filter(() => this.#uniform() < 0.5);
    return some.length > 0 ? some : this.#names;
  }

  /** About how long the storm lasts, µs: mean times between faults follow it. */
  #stormLength(): number {
    const { world, delivery } = this.#resolved;
    return world.storm ?? Math.max(10_000, delivery.workload.messages * sampler(delivery.workload.every).mean);
  }
}
