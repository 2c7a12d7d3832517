import type { Micros } from "../../kernel/time.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import type { Fault, Plan } from "../../world/fault.ts";
import { Permitted } from "../bounds.ts";
import { Draws } from "../draws.ts";
import type { Profile } from "../profile.ts";
import { seedOf } from "../strategy.ts";
import type { Candidate, Outcome, Strategy, StrategyMaker } from "../strategy.ts";

/** Faults of one run. */
const MOST = 3;
/** Of a batch only every second plan grows on what earlier ones have shown: most of what breaks, one fault breaks. */
const SMALL = 16;
/** So many runs are remembered to grow on. */
const POOL = 64;
/** No fault lasts less, µs, or more than so many times as long. */
const SHORT: Micros = 1_000;
const LONGER = 5_000;

/** Kinds that strike a connection or a node at a set time. */
const KINDS = ["reset", "stall", "partition", "pause", "crash", "disk"] as const;
type Kind = (typeof KINDS)[number];

/** A run that showed something new, and what could go wrong in it next. */
type Known = { readonly plan: Plan; readonly last: Micros; readonly moments: readonly Micros[]; readonly pairs: readonly (readonly [string, string])[] };

/**
 * One thing goes wrong with a connection or a node, at a moment that counts. Between two steps of a run it makes no difference when exactly
 * a connection is reset, so there are as many moments as steps, however the steps are spread over time: faults at a mean interval nearly
 * always strike where nothing is under way. A plan that brought about a history nobody had seen is tried with one fault more behind its last.
 * Chance is off, and the seed is one.
 */
export const moments: StrategyMaker = (resolved, seed) => new Moments(resolved, seed);

/** Whether the scenario allows any fault that only this strategy aims. */
export const hasMoments = (kinds: ReadonlySet<string>): boolean => ["reset", "stall", "partition", "pause"].some((kind) => kinds.has(kind));

class Moments implements Strategy {
  readonly name = "moments";
  readonly #seed: string;
  readonly #resolved: Resolved;
  readonly #permitted: Permitted;
  readonly #kinds: readonly Kind[];
  readonly #underWay: (readonly Plan[])[] = [];
  readonly #seen = new Set<string>();
  readonly #pool: Known[] = [];
  #calm: Known | undefined;
  #runs = 0;

  constructor(resolved: Resolved, seed: string) {
    this.#seed = seed;
    this.#resolved = resolved;
    this.#permitted = new Permitted(resolved);
    this.#kinds = KINDS.filter((kind) => this.#permitted.kinds.has(kind));
  }

  batch(n: number): readonly Candidate[] {
    const calm = this.#calm;
    const plans = n === 0 ? [[]] : calm === undefined || this.#kinds.length === 0 ? [] : Array.from({ length: SMALL }, () => this.#plan(calm));
    this.#underWay[n] = plans;
    return plans.map((plan) => ({ seed: seedOf(this.#seed, 0), plan, strategy: this.name, ...(plan.length < MOST ? { observe: { profile: true } } : {}) }));
  }

  learn(n: number, outcomes: readonly Outcome[]): void {
    for (const [index, { fingerprint, profile }] of outcomes.entries()) {
      if (profile === undefined || this.#seen.has(fingerprint)) continue;
      this.#seen.add(fingerprint);
      const known = knownOf(this.#underWay[n]![index]!, profile);
      if (this.#calm === undefined) this.#calm = known;
      else if (this.#pool.push(known) > POOL) this.#pool.shift();
    }
    this.#underWay[n] = [];
  }

  #plan(calm: Known): Plan {
    const draws = new Draws(`${this.#seed}/${++this.#runs} moments`);
    const grows = this.#runs % 2 === 0 && this.#pool.length > 0;
    const base = grows ? draws.pick(this.#pool) : calm;
    const fault = this.#fault(base, draws);
    return fault === undefined ? base.plan : [...base.plan, fault];
  }

  #fault({ moments: all, pairs, last }: Known, draws: Draws): Fault | undefined {
    const later = all.filter((moment) => moment > last);
    const fault = draws.pick(this.#kinds);
    const { nodes, how, kinds, forever } = this.#permitted.strikes(fault);
    const talking = pairs.filter((pair) => pair.some((node) => nodes.includes(node)));
    if (later.length === 0 || nodes.length === 0 || ((fault === "reset" || fault === "stall") && talking.length === 0)) return undefined;
    const at = draws.pick(later);
    const lasts = Math.max(1, Math.min(Math.floor(this.#resolved.world.settle / 4), SHORT * draws.logUniform(LONGER)));
    const node = draws.pick(nodes);
    switch (fault) {
      case "reset": return { fault, between: draws.pick(talking), at };
      case "stall": return { fault, between: draws.pick(talking), at, for: lasts };
      case "partition": return { fault, groups: [[node], this.#resolved.world.nodes.map(({ name }) => name).filter((name) => name !== node)], at, for: lasts };
      case "pause": return { fault, node, at, for: lasts };
      case "crash": return { fault, node, how: draws.pick(how), at, for: forever ? "forever" : lasts };
      case "disk": return { fault, node, kind: draws.pick(kinds), at, for: lasts };
    }
  }
}

/** A moment lies just behind each step: all that it put out is under way. */
function knownOf(plan: Plan, { steps }: Profile): Known {
  const pairs = new Map<string, readonly [string, string]>();
  for (const { key } of steps) {
    const [, from, to] = /^(\S+)>(\S+) /.exec(key) ?? [];
    if (from !== undefined && to !== undefined && !pairs.has(`${to} ${from}`)) pairs.set(`${from} ${to}`, [from, to]);
  }
  return { plan, last: Math.max(0, ...plan.map(timeOf)), moments: [...new Set(steps.map(({ at }) => at + 1))], pairs: [...pairs.values()] };
}

function timeOf(fault: Fault): Micros {
  return "at" in fault ? fault.at : 0;
}

