import type { Resolved } from "../../scenario/resolve.ts";
import { Arm } from "../arm.ts";
import type { Loan } from "../arm.ts";
import type { Bounds } from "../bounds.ts";
import { kindsOf } from "../kinds.ts";
import { breaksPromise } from "../outcome.ts";
import { BATCH } from "../strategy.ts";
import type { Candidate, Certificate, Outcome, Strategy, StrategyMaker } from "../strategy.ts";
import { lineage } from "./lineage.ts";
import { hasMoments, moments } from "./moments.ts";
import { pct } from "./pct.ts";
import { random } from "./random.ts";
import { rounds } from "./rounds.ts";
import { swarm } from "./swarm.ts";

/** So many runs are lineage's alone: it needs few, and each depends on the one before. Then as many those of one fault at a moment that counts: what they find is small. */
const LEAD = 40;
/** Batches are small until so many runs have told what pays. */
const SMALL = 16;
const LEARNED = 256;
/** A finding is worth so many histories that had not been seen before. */
const FINDING = 20;
/** What an arm keeps of its share, however little it has paid: what pays may change. */
const FLOOR = 0.25;

/** How the budget is shared before anything is known (SEARCH.md 1.4). */
const SHARES: { readonly [name: string]: number } = { random: 0.3, swarm: 0.25, pct: 0.2, lineage: 0.15, moments: 0.15, rounds: 0.1 };

/**
 * The default: a portfolio. First a run without faults and the lineage it shows, while that has something to try, 40 runs at most; then 40
 * of single faults of connections and nodes, where there may be any; then all strategies that the scenario allows by turns, each in proportion to what it has been paying: failures, and histories never seen
 * before. No single method wins on every kind of bug (SEARCH.md 1.1). `bounds` are those of lineage.
 */
export function auto({ learn, ...bounds }: AutoOptions = {}): StrategyMaker {
  return (resolved, seed) => new Auto(resolved, seed, bounds, learn);
}

/** Bounds of its lineage, and from how many runs it learns. */
export interface AutoOptions extends Partial<Bounds> {
  /**
   * It learns from its first so many runs alone. Afterwards weights stand still, and only what needs no outcomes is drawn; so parts of
   * the rest can be made apart. Default: from all.
   */
  readonly learn?: number;
}

class Auto implements Strategy {
  readonly name = "auto";
  readonly #resolved: Resolved;
  readonly #arms: readonly Arm[];
  readonly #lineage: Arm;
  /** Whose turn it is before all others, for so many runs more. */
  readonly #leads: { readonly arm: Arm; left: number }[];
  readonly #underWay: (readonly { readonly arm: Arm; readonly batch: number }[])[] = [];
  readonly #seen = new Set<string>();
  readonly #broken = new Set<string>();
  readonly learnsFirst?: number;
  #runs = 0;
  /** The batch that waited for the last outcome that is learned from. */
  #stood: number | undefined;

  constructor(resolved: Resolved, seed: string, bounds: Partial<Bounds>, learn: number | undefined) {
    this.#resolved = resolved;
    if (learn !== undefined) this.learnsFirst = learn;
    const kinds = kindsOf(resolved);
    this.#lineage = new Arm(lineage(bounds)(resolved, seed));
    const aimed = hasMoments(kinds) ? [new Arm(moments(resolved, `${seed}/moments`))] : [];
    this.#leads = [this.#lineage, ...aimed].map((arm) => ({ arm, left: LEAD }));
    this.#arms = [
      ...(kinds.size > 0 ? [new Arm(swarm(resolved, `${seed}/swarm`))] : []),
      ...(kinds.has("delay") ? [new Arm(pct(resolved, `${seed}/pct`))] : []),
      new Arm(random(resolved, seed)),
      ...(kinds.has("drop") || kinds.has("crash") ? [new Arm(rounds(resolved, `${seed}/rounds`))] : []),
      ...aimed,
      this.#lineage,
    ];
  }

  batch(n: number): readonly Candidate[] {
    const most = (this.learnsFirst ?? Infinity) - this.#runs;
    if (most <= 0) return this.#still(n);
    const all = this.#led(most) ?? this.#shared(Math.min(this.#runs < LEARNED ? SMALL : BATCH, most), this.#arms);
    this.#underWay[n] = all.map(({ arm, batch }) => ({ arm, batch }));
    this.#runs += all.length;
    return all.map(({ candidate }) => candidate);
  }

  /** Nothing is learned any more: once all is known that will be, what needs no outcomes. */
  #still(n: number): readonly Candidate[] {
    this.#stood ??= n;
    if (n === this.#stood) return [];
    const all = this.#shared(BATCH, this.#arms.filter(({ strategy }) => strategy.learn === undefined || strategy.learnsFirst !== undefined));
    return all.map(({ candidate }) => candidate);
  }

  learn(n: number, outcomes: readonly Outcome[]): void {
    // Of a batch that was made when nothing was learned any more.
    if (this.#underWay[n] === undefined) return;
    for (const [index, outcome] of outcomes.entries()) {
      const { arm, batch } = this.#underWay[n]![index]!;
      arm.paid(this.#worth(outcome));
      arm.give(batch, outcome);
    }
    this.#underWay[n] = [];
  }

  get certificate(): Certificate | undefined {
    return this.#lineage.strategy.certificate;
  }

  /** Of the first whose turn it is; undefined when each has had it, or has nothing left before its time is over. */
  #led(most: number): readonly Loan[] | undefined {
    for (const lead of this.#leads) {
      if (lead.left === 0 || lead.arm.isExhausted) continue;
      const taken = lead.arm.take(Math.min(lead.left, most));
      lead.left -= taken.length;
      if (taken.length > 0 || !lead.arm.isExhausted) return taken;
    }
    return undefined;
  }

  /** What a run has brought: a new history, or a failure nobody had yet. One that is known hides what else there is. */
  #worth(outcome: Outcome): number {
    let worth = 0;
    if (!this.#seen.has(outcome.fingerprint)) {
      this.#seen.add(outcome.fingerprint);
      worth = breaksPromise(this.#resolved, outcome) ? 0.5 : 1;
    }
    for (const { guarantee, status } of outcome.findings) {
      if (status !== "fail" || this.#broken.has(guarantee)) continue;
      this.#broken.add(guarantee);
      worth += FINDING;
    }
    return worth;
  }

  #shared(size: number, all: readonly Arm[]): readonly Loan[] {
    const arms = all.filter((arm) => !arm.isExhausted);
    const weights = arms.map((arm) => SHARES[arm.strategy.name]! * (FLOOR + arm.payoff));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    // Largest remainders; what an arm cannot use the first one that can takes.
    const exact = weights.map((weight) => (size * weight) / sum);
    const places = exact.map(Math.floor);
    const order = exact.map((_, index) => index).sort((a, b) => exact[b]! - places[b]! - (exact[a]! - places[a]!) || a - b);
    for (let left = size - places.reduce((total, place) => total + place, 0), next = 0; left > 0; left--, next++) places[order[next % order.length]!]!++;
    const taken = arms.flatMap((arm, index) => arm.take(places[index]!));
    const random = arms.find(({ strategy }) => strategy.name === "random")!;
    return taken.length < size ? [...taken, ...random.take(size - taken.length)] : taken;
  }
}
