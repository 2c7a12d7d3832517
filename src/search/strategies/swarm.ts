import { Chance, WHOLE } from "../../kernel/chance.ts";
import { parseDistribution } from "../../kernel/distribution.ts";
import { exponential } from "../../kernel/logarithm.ts";
import { sampler } from "../../kernel/sampler.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import type { Chances, IntervalNemesis, PacketRate, StepCrashRate } from "../../world/spec.ts";
import { Permitted } from "../bounds.ts";
import { kindsOf } from "../kinds.ts";
import { independent, seedOf } from "../strategy.ts";
import type { Candidate, StrategyMaker } from "../strategy.ts";

const LN10 = 2.302585092994046;
const PACKET_KINDS = ["drop", "corrupt", "duplicate", "delay", "replay", "forge"] as const;
const INTERVAL_KINDS = ["crash", "pause", "partition", "clock", "disk", "reset", "stall"] as const;

/**
 * Swarm testing (Groce et al., "Swarm Testing", ISSTA 2012): each run switches off a random subset of the fault kinds, and
 * draws the rates of the others log-uniformly, over a random part of links and nodes. Uniform rates miss deep bugs
 * altogether (SEARCH.md 1.1). Stays inside the kinds that all nodes declare to tolerate and the scenario's own: of these it
 * varies how often and how long they strike, but not what the scenario says they strike, and in which manner.
 */
export const swarm: StrategyMaker = (resolved, seed) => independent("swarm", swarmRuns(resolved, seed));

/** Run `index` of a campaign, from 0, as a swarm has it. */
export function swarmRuns(resolved: Resolved, campaign: string): (index: number) => Candidate {
  const kinds = kindsOf(resolved);
  return (index) => {
    const seed = seedOf(campaign, index);
    return { seed, chances: new Draw(resolved, seed).chances(kinds), strategy: "swarm" };
  };
}

class Draw {
  readonly #chance: Chance;
  readonly #resolved: Resolved;
  readonly #permitted: Permitted;
  readonly #names: readonly string[];
  #nth = 0;

  constructor(resolved: Resolved, seed: string) {
    this.#resolved = resolved;
    this.#permitted = new Permitted(resolved);
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
    // The tail reaches past any limit of virtual time, where a run only waits for one packet, and past any memory of what was done,
    // where a protocol that tolerates delay is not meant to help: several hops of one message together stay within settling.
    const most = Math.floor(Math.min(this.#resolved.world.time / 8, Math.max(1, this.#resolved.world.settle / 4)));
    return this.#links(fault).map((link) => ({ fault, rate, link, by, most }));
  }

  #links(fault: PacketRate["fault"]): readonly PacketRate["link"][] {
    const all = this.#uniform() < 0.5;
    const own = this.#tolerates(fault) ? [] : this.#resolved.world.chances.packets.filter((rate) => rate.fault === fault);
    const bound = own.length > 0 && own.every(({ link }) => link !== undefined) ? own.map(({ link }) => link) : undefined;
    if (all || this.#names.length > 12) return bound ?? [undefined];
    const links = bound ?? this.#names.flatMap((from) => this.#names.filter((to) => to !== from).map((to) => ({ from, to })));
    return links.filter(() => this.#uniform() < 0.5);
  }

  #interval(fault: IntervalNemesis["fault"]): IntervalNemesis {
    const every = Math.max(1, Math.ceil(this.#stormLength() * this.#logUniform(-1.3, 0.3)));
    const for_ = parseDistribution(`exponential(${Math.ceil(this.#logUniform(3, 6))}us)`, "swarm");
    return { fault, every, for: for_, ...this.#bounds(fault), by: parseDistribution(`exponential(${Math.ceil(this.#logUniform(3, 7))}us)`, "swarm"), ppm: Math.ceil(this.#logUniform(1, 5)), oneWay: 0.3 };
  }

  #stepCrash(): StepCrashRate {
    const { nodes, how, disk } = this.#bounds("crash");
    return { rate: this.#logUniform(-2.5, -0.7), for: parseDistribution(`exponential(${Math.ceil(this.#logUniform(3, 6))}us)`, "swarm"), nodes, how, disk };
  }

  /** Some of the nodes, and one manner of crashing or all of them. */
  #bounds(fault: IntervalNemesis["fault"]): Pick<IntervalNemesis, "nodes" | "how" | "disk" | "kinds"> {
    const { nodes, how, disk, kinds } = this.#permitted.strikes(fault);
    return { nodes: this.#someOf(nodes), how: this.#uniform() < 0.5 ? how.slice(0, 1) : how, disk, kinds };
  }

  #tolerates(fault: string): boolean {
    return this.#resolved.tolerates?.includes(fault) === true;
  }

  #someOf(nodes: readonly string[]): readonly string[] {
    if (this.#uniform() < 0.5) return nodes;
    const some = nodes.filter(() => this.#uniform() < 0.5);
    return some.length > 0 ? some : nodes;
  }

  /** About how long the storm lasts, µs: mean times between faults follow it. */
  #stormLength(): number {
    const { world, delivery } = this.#resolved;
    return world.storm ?? Math.max(10_000, delivery.workload.messages * sampler(delivery.workload.every).mean);
  }
}
