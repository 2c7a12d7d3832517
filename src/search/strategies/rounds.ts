import type { Micros } from "../../kernel/time.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import type { Fault, Plan } from "../../world/fault.ts";
import { Permitted } from "../bounds.ts";
import { Draws } from "../draws.ts";
import type { Profile } from "../profile.ts";
import { BATCH, seedOf } from "../strategy.ts";
import type { Candidate, Outcome, Strategy, StrategyMaker } from "../strategy.ts";

/** Faults of one run, each of a whole round. */
const MOST = 3;

/** What may go wrong in a round: a link, or all that a node sends or is sent, is lost; or a node crashes as it begins. */
type Kind = "link" | "out" | "in" | "crash";

/**
 * Communication-closed rounds (Dragoi et al. and Ozkan et al., OOPSLA 2020): many failures of asynchronous protocols appear already when
 * time is cut into rounds and whole rounds of a link or node go wrong, at most three of them. Rounds are as long as a packet usually takes
 * in the run without faults; chance is off. What it finds is short, and reads like a lockstep protocol.
 */
export const rounds: StrategyMaker = (resolved, seed) => new Rounds(resolved, seed);

class Rounds implements Strategy {
  readonly name = "rounds";
  /** From the profile of its first run. */
  readonly learnsFirst = 1;
  readonly #resolved: Resolved;
  readonly #seed: string;
  readonly #permitted: Permitted;
  #profile: Profile | undefined;
  #runs = 0;

  constructor(resolved: Resolved, seed: string) {
    this.#resolved = resolved;
    this.#seed = seed;
    this.#permitted = new Permitted(resolved);
  }

  batch(n: number): readonly Candidate[] {
    const seed = seedOf(this.#seed, 0);
    if (n === 0) return [{ seed, plan: [], strategy: this.name, observe: { profile: true } }];
    if (this.#profile === undefined || !(this.#permitted.kinds.has("drop") || this.#permitted.kinds.has("crash"))) return [];
    const profile = this.#profile;
    return Array.from({ length: BATCH }, () => ({ seed, plan: roundsLost(profile, this.#resolved.world.nodes.map(({ name }) => name), this.#permitted, new Draws(`${this.#seed}/${++this.#runs} rounds`)), strategy: this.name }));
  }

  learn(_n: number, outcomes: readonly Outcome[]): void {
    for (const { profile } of outcomes) this.#profile ??= profile;
  }
}

/** A plan in which up to three rounds go wrong, each for a link or a node. */
export function roundsLost({ packets, steps }: Profile, nodes: readonly string[], permitted: Permitted, draws: Draws): Plan {
  const length = usual(packets.flatMap(({ sent, arrived }) => (arrived === undefined ? [] : [arrived - sent])));
  const last = Math.max(0, ...packets.map(({ sent }) => sent), ...steps.map(({ at }) => at));
  const plan = new Map<string, Fault>();
  let crashes = 0;
  for (let left = 1 + draws.below(MOST); left > 0; left--) {
    // Several rounds on end are as likely as one: what tries again must be struck again.
    const begins = draws.below(Math.floor(last / length) + 1) * length;
    const ends = begins + length * draws.logUniform(8);
    const [one, other] = [draws.pick(nodes), draws.pick(nodes)];
    const kind = draws.pick<Kind>(["link", "link", "out", "in", "crash"]);
    const within = (at: Micros): boolean => at >= begins && at < ends;
    if (kind === "crash") {
      const step = steps.find(({ node, at }) => node === one && at >= begins);
      if (step === undefined || crashes > 0 || !permitted.crashes(one)) continue;
      crashes++;
      plan.set(step.key, permitted.crash(one, step.key, draws.below(step.outputs + 1), undefined));
      continue;
    }
    for (const { key, from, to, sent } of packets) {
      const struck = within(sent) && (kind === "out" ? from === one : kind === "in" ? to === one : from === one && to === other);
      if (struck && permitted.onLink("drop", from, to)) plan.set(key, { fault: "drop", packet: key });
    }
  }
  return [...plan.values()];
}

/** The middle one. */
function usual(latencies: readonly Micros[]): Micros {
  return Math.max(1, [...latencies].sort((a, b) => a - b)[Math.floor(latencies.length / 2)] ?? 1);
}
