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
/** Candidates of a batch: what they show is known before many more are made. */
const SMALL = 16;
/** So many runs are remembered to grow on. */
const POOL = 64;
/** No fault lasts less, µs, or more than so many times as long. */
const SHORT: Micros = 1_000;
const LONGER = 5_000;

/** Kinds that strike a connection or a node at a set time. */
const KINDS = ["reset", "stall", "partition", "pause", "crash", "disk"] as const;
type Kind = (typeof KINDS)[number];

/** The golden ratio: its multiples, without their whole parts, fill the stretch from 0 to 1 evenly however many there are. */
const GOLDEN = 0.6180339887498949;

/** A step of a run, and whom it concerns: a packet its two nodes, the one that is called last; anything else one. */
type Beat = { readonly at: Micros; readonly nodes: readonly string[] };
/** A run that showed something new. */
type Known = { readonly plan: Plan; readonly last: Micros; readonly beats: readonly Beat[]; readonly pairs: readonly (readonly string[])[] };
/** Something that could go wrong, and between which steps it makes no difference when. */
type Spot = { readonly kind: Kind; readonly struck: readonly string[]; readonly from: Micros; readonly to: Micros };

/**
 * One thing goes wrong with a connection or a node, at a moment that counts. Between two steps that concern it, it makes no difference when
 * exactly a connection is reset, so there are as many moments as steps, however the steps are spread over time: faults at a mean interval nearly
 * always strike where nothing is under way. First these are gone through, evenly; then every second plan is one that brought about a history
 * nobody had seen, with one fault more behind its last. Chance is off, and the seed is one.
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
  /** Those of the run without faults. */
  #spots: readonly Spot[] | undefined;
  /** Where to begin with them, from 0 to 1. */
  readonly #begin: number;
  #runs = 0;

  constructor(resolved: Resolved, seed: string) {
    this.#seed = seed;
    this.#begin = new Draws(`${seed} moments`).uniform();
    this.#resolved = resolved;
    this.#permitted = new Permitted(resolved);
    this.#kinds = KINDS.filter((kind) => this.#permitted.kinds.has(kind));
  }

  batch(n: number): readonly Candidate[] {
    const plans = n === 0 ? [[]] : this.#spots === undefined || this.#spots.length === 0 ? [] : Array.from({ length: SMALL }, () => this.#next());
    this.#underWay[n] = plans;
    return plans.map((plan) => ({ seed: seedOf(this.#seed, 0), plan, strategy: this.name, ...(plan.length < MOST ? { observe: { profile: true } } : {}) }));
  }

  learn(n: number, outcomes: readonly Outcome[]): void {
    for (const [index, { fingerprint, profile }] of outcomes.entries()) {
      if (profile === undefined || this.#seen.has(fingerprint)) continue;
      this.#seen.add(fingerprint);
      const known = knownOf(this.#underWay[n]![index]!, profile);
      if (this.#spots === undefined) this.#spots = this.#kinds.flatMap((kind) => this.#targets(kind, known).flatMap((struck) => spotsOf(known, kind, struck)));
      else if (this.#pool.push(known) > POOL) this.#pool.shift();
    }
    this.#underWay[n] = [];
  }

  #next(): Plan {
    const draws = new Draws(`${this.#seed}/${++this.#runs} moments`);
    const grown = this.#runs % 2 === 0 && this.#pool.length > 0 ? this.#grown(draws.pick(this.#pool), draws) : undefined;
    const spots = this.#spots!;
    return grown ?? [this.#fault(spots[Math.floor(((this.#begin + this.#runs * GOLDEN) % 1) * spots.length)]!, draws)];
  }

  #grown(known: Known, draws: Draws): Plan | undefined {
    const kind = draws.pick(this.#kinds);
    const targets = this.#targets(kind, known);
    const spots = targets.length === 0 ? [] : spotsOf(known, kind, draws.pick(targets));
    return spots.length === 0 ? undefined : [...known.plan, this.#fault(draws.pick(spots), draws)];
  }

  /** Whom such a fault may strike: a connection that there is, or a node. */
  #targets(kind: Kind, { pairs }: Known): readonly (readonly string[])[] {
    const { nodes } = this.#permitted.strikes(kind);
    return kind === "reset" || kind === "stall" ? pairs.filter((pair) => pair.some((node) => nodes.includes(node))) : nodes.map((node) => [node]);
  }

  #fault({ kind: fault, struck, from, to }: Spot, draws: Draws): Fault {
    const { how, kinds, forever } = this.#permitted.strikes(fault);
    const [node, other] = struck as [string, string];
    // Just behind the step, where all that it put out is under way, or anywhere before the next.
    const at = from + draws.below(2) * draws.below(to - from + 1);
    const lasts = Math.max(1, Math.min(Math.floor(this.#resolved.world.settle / 4), SHORT * draws.logUniform(LONGER)));
    switch (fault) {
      case "reset": return { fault, between: [node, other], at };
      case "stall": return { fault, between: [node, other], at, for: lasts };
      case "partition": return { fault, groups: [[node], this.#resolved.world.nodes.map(({ name }) => name).filter((name) => name !== node)], at, for: lasts };
      case "pause": return { fault, node, at, for: lasts };
      case "crash": return { fault, node, how: draws.pick(how), at, for: forever ? "forever" : lasts };
      case "disk": return { fault, node, kind: draws.pick(kinds), at, for: lasts };
    }
  }
}

/** Between each two steps that concern them: of a connection what goes over it and what its ends do by themselves, of a node what is done there. */
function spotsOf({ beats, last }: Known, kind: Kind, struck: readonly string[]): readonly Spot[] {
  const concerns = struck.length === 1 ? ({ nodes }: Beat) => nodes.at(-1) === struck[0] : ({ nodes }: Beat) => nodes.every((node) => struck.includes(node));
  const times = [...new Set(beats.filter((beat) => beat.at >= last && concerns(beat)).map(({ at }) => at))];
  return times.map((at, index) => ({ kind, struck, from: at + 1, to: Math.max(at + 1, times[index + 1] ?? 0) }));
}

function knownOf(plan: Plan, { steps }: Profile): Known {
  const beats = steps.map(({ at, key, node }) => ({ at, nodes: /^(\S+)>(\S+) /.exec(key)?.slice(1) ?? [node] }));
  const pairs = new Map(beats.filter(({ nodes }) => nodes.length === 2).map(({ nodes }) => [[...nodes].sort().join(" "), nodes]));
  return { plan, last: Math.max(0, ...plan.map((fault) => ("at" in fault ? fault.at : 0))), beats, pairs: [...pairs.values()] };
}
