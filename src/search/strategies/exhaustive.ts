import { InputError } from "../../kernel/errors.ts";
import { count, thousands } from "../../kernel/numbers.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import type { Micros } from "../../kernel/time.ts";
import type { Fault, Plan } from "../../world/fault.ts";
import { BOUNDS, Permitted } from "../bounds.ts";
import type { Bounds } from "../bounds.ts";
import type { Choice } from "../choices.ts";
import { scopeOf } from "../scope.ts";
import type { TriedKind } from "../scope.ts";
import { BATCH, seedOf } from "../strategy.ts";
import type { Candidate, Certificate, Notice, Outcome, Strategy, StrategyMaker } from "../strategy.ts";

/** More plans than this are not begun. */
const MOST = 1_000_000;
/** How much later than it would have come a late copy comes, µs. */
const LATE: Micros = 2_000_000;
/** So many that were handed out are forgotten at a time. */
const FORGET = 65_536;

/** Bounds of an exhaustive search: besides those of each kind, how many faults a plan has. */
export interface ExhaustiveBounds extends Bounds {
  readonly faults: number;
}

/** A plan that is to be tried; what comes before place `from` of its run has been decided. */
interface Branch {
  readonly plan: Plan;
  readonly from: number;
  readonly drops: number;
  readonly crashes: number;
}

/**
 * Every plan within bounds, under one seed, chance off. A plan grows by what happens after its last fault in a run of it, so packets that
 * only faults bring about are struck as well, and no plan comes twice. Runs that were the same are grown once. Small plans come first.
 * @throws InputError once the run without faults has shown how many there are, if they are more than a million.
 */
export function exhaustive(some: Partial<ExhaustiveBounds> = {}): StrategyMaker {
  return (resolved, seed) => new Exhaustive(resolved, seed, { ...BOUNDS, faults: 2, ...some });
}

class Exhaustive implements Strategy {
  readonly name = "exhaustive";
  readonly #seed: string;
  readonly #bounds: ExhaustiveBounds;
  readonly #permitted: Permitted;
  /** First in, first out; those before `#next` were handed out, and are dropped now and then. */
  #branches: Branch[] = [{ plan: [], from: 0, drops: 0, crashes: 0 }];
  #next = 0;
  readonly #underWay: (readonly Branch[])[] = [];
  /** By digest: the earliest place from which a run was grown, and what it had left. */
  readonly #grown = new Map<string, Branch[]>();
  #runs = 0;
  #waiting = 0;
  /** Promised guarantees that no run has broken, or left unknown. */
  #unbroken: readonly string[];
  /** What could go wrong. */
  readonly #tried = new Set<TriedKind>();
  notice: Notice | undefined;

  constructor(resolved: Resolved, seed: string, bounds: ExhaustiveBounds) {
    this.#seed = seedOf(seed, 0);
    this.#bounds = bounds;
    this.#permitted = new Permitted(resolved);
    this.#unbroken = resolved.promises.map(({ guarantee }) => guarantee);
  }

  batch(n: number): readonly Candidate[] {
    const branches = this.#branches.slice(this.#next, this.#next + BATCH);
    this.#next += branches.length;
    if (this.#next >= FORGET) {
      this.#branches = this.#branches.slice(this.#next);
      this.#next = 0;
    }
    this.#underWay[n] = branches;
    this.#runs += branches.length;
    this.#waiting += branches.length;
    return branches.map((branch) => ({ seed: this.#seed, plan: branch.plan, strategy: this.name, ...(this.#mayGrow(branch) ? { observe: { choices: true } } : {}) }));
  }

  learn(n: number, outcomes: readonly Outcome[]): void {
    for (const [index, outcome] of outcomes.entries()) {
      this.#waiting--;
      this.#unbroken = this.#unbroken.filter((guarantee) => !outcome.findings.some((finding) => finding.guarantee === guarantee && finding.status !== "pass"));
      const branch = this.#underWay[n]![index]!;
      if (outcome.choices === undefined || this.#wasGrown(branch, outcome.digest)) continue;
      if (n === 0) this.#announce(outcome.choices);
      this.#grow(branch, outcome.choices);
    }
    this.#underWay[n] = [];
  }

  get certificate(): Certificate | undefined {
    if (this.#unbroken.length === 0 || this.#waiting > 0 || this.#tried.size === 0 || this.#next < this.#branches.length) return undefined;
    return { strategy: this.name, guarantees: this.#unbroken, runs: this.#runs, sentence: `all ${thousands(this.#runs)} plans of ${this.#within} hold under seed ${this.#seed}` };
  }

  get #within(): string {
    const { faults } = this.#bounds;
    const each = scopeOf(this.#permitted, this.#bounds, this.#tried, faults);
    return `at most ${count(faults, "fault")}${each.length === 0 ? "" : ` (at most ${each.join(" and ")})`}`;
  }

  #mayGrow({ plan, drops, crashes }: Branch): boolean {
    return plan.length < this.#bounds.faults && (drops < this.#bounds.drops || crashes < this.#bounds.crashes);
  }

  #grow({ plan, from, drops, crashes }: Branch, choices: readonly Choice[]): void {
    for (let place = from; place < choices.length; place++) {
      const choice = choices[place]!;
      const spent = choice.kind === "packet" ? { drops: drops + 1, crashes } : { drops, crashes: crashes + 1 };
      if (spent.drops > this.#bounds.drops || spent.crashes > this.#bounds.crashes) continue;
      for (const fault of this.#faultsAt(choice)) this.#branches.push({ plan: [...plan, fault], from: place + 1, ...spent });
    }
    if (this.#runs + this.#branches.length - this.#next > MOST) throw new InputError(`exhaustive: faults bring about further packets, and there are more than ${thousands(MOST)} plans of ${this.#within}; allow fewer faults, or let them strike earlier only`);
  }

  /** What may go wrong there: of a packet, that it is lost, comes twice, or once more when all else is over. */
  #faultsAt(choice: Choice): readonly Fault[] {
    if (choice.kind === "cut") return this.#permitted.crashes(choice.node) && (this.#bounds.cut === "output" || choice.after === 0) ? [this.#permitted.crash(choice.node, choice.step, choice.after, this.#bounds.down)] : [];
    if (choice.at >= this.#bounds.until) return [];
    const { packet, from, to } = choice;
    const may = (fault: "drop" | "duplicate" | "delay"): boolean => this.#permitted.onLink(fault, from, to);
    return [
      ...(may("drop") ? [{ fault: "drop" as const, packet }] : []),
      ...(may("duplicate") ? [{ fault: "duplicate" as const, packet }] : []),
      ...(may("duplicate") && may("delay") ? [{ fault: "duplicate" as const, packet, after: Math.min(LATE, this.#permitted.latest) }] : []),
    ];
  }

  /** The very same run, with as much left to try from as early on, was grown before. */
  #wasGrown(branch: Branch, digest: string): boolean {
    const others = this.#grown.get(digest) ?? [];
    if (others.some(({ from, drops, crashes, plan }) => from <= branch.from && drops <= branch.drops && crashes <= branch.crashes && plan.length <= branch.plan.length)) return true;
    this.#grown.set(digest, [...others, branch]);
    return false;
  }

  /** How many plans there are at least, by what happens without faults. */
  #announce(choices: readonly Choice[]): void {
    for (const { fault } of choices.flatMap((choice) => this.#faultsAt(choice))) this.#tried.add(fault as TriedKind);
    const [packets, cuts] = (["packet", "cut"] as const).map((kind) => choices.filter((choice) => choice.kind === kind).reduce((sum, choice) => sum + this.#faultsAt(choice).length, 0)) as [number, number];
    let plans = 0;
    for (let drops = 0; drops <= Math.min(this.#bounds.drops, this.#bounds.faults, packets); drops++) {
      for (let crashes = 0; crashes <= Math.min(this.#bounds.crashes, this.#bounds.faults - drops, cuts); crashes++) plans += combinations(packets, drops) * combinations(cuts, crashes);
    }
    const told = plans < 1e15 ? thousands(Math.round(plans)) : plans.toExponential(1);
    if (plans > MOST) throw new InputError(`exhaustive: there would be ${told} plans of ${this.#within}, over ${count(packets, "fault")} of packets and ${thousands(cuts)} of nodes; the most is ${thousands(MOST)}. Allow fewer faults: exhaustive(faults=1)`);
    this.notice = { plans, sentence: `${told} plans of ${this.#within}, and more where faults bring about further packets` };
  }
}

function combinations(of: number, some: number): number {
  let count = 1;
  for (let index = 1; index <= some; index++) count *= (of - some + index) / index;
  return count;
}
