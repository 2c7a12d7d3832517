import type { Threat } from "../../guarantees/checker.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import { writeDuration } from "../../kernel/time.ts";
import { BOUNDS, Permitted } from "../bounds.ts";
import type { Bounds } from "../bounds.ts";
import { Losses } from "../lineage/losses.ts";
import { repeatsOf } from "../lineage/repeats.ts";
import { scopeOf } from "../scope.ts";
import { BATCH, seedOf } from "../strategy.ts";
import type { Candidate, Certificate, Outcome, Strategy, StrategyMaker } from "../strategy.ts";
import type { Plan } from "../../world/fault.ts";

/** Of a guarantee of which nobody says what can break it. */
const ANY: readonly Threat[] = ["loss", "repeat"];
/** After so many runs a batch has one candidate more: few at first, when each outcome changes what is worth trying. */
const PATIENCE = 16;

/**
 * Lineage-driven fault injection (Alvaro et al., SIGMOD 2015): one run without faults tells why everything happened; then only what
 * would undo every known way is tried. For what must not happen twice, turned round (`repeats.ts`). Chance is off throughout, and the
 * seed is one. When nothing is left to try against any effect, that is a certificate, given the declared causes.
 */
export function lineage(some: Partial<Bounds> = {}): StrategyMaker {
  return (resolved, seed) => new LineageStrategy(resolved, seed, { ...BOUNDS, ...some });
}

class LineageStrategy implements Strategy {
  readonly name = "lineage";
  readonly #seed: string;
  readonly #bounds: Bounds;
  readonly #permitted: Permitted;
  readonly #losses: Losses;
  readonly #threats: ReadonlySet<Threat>;
  #repeats: Plan[] = [];
  #waiting = 0;
  #runs = 0;
  /** Promised guarantees that only a loss can break, and that no run of it has broken or left unknown. */
  #unbroken: readonly string[];
  #exhausted = false;

  constructor(resolved: Resolved, seed: string, bounds: Bounds) {
    this.#seed = seedOf(seed, 0);
    this.#bounds = bounds;
    this.#permitted = new Permitted(resolved);
    this.#losses = new Losses(bounds, this.#permitted, resolved.delivery.obligation === "confirmed");
    this.#threats = threatsTo(resolved);
    this.#unbroken = resolved.promises.filter(({ guarantee }) => threatsOf(resolved, guarantee).join() === "loss").map(({ guarantee }) => guarantee);
  }

  batch(n: number): readonly Candidate[] {
    if (n === 0) return this.#out([[]], true);
    if (this.#waiting > 0) return [];
    const most = Math.min(BATCH / 2, 1 + Math.floor(this.#runs / PATIENCE));
    const losses = this.#threats.has("loss") ? this.#losses.next(most) : [];
    const repeats = this.#repeats.splice(0, most);
    this.#exhausted = losses.length === 0;
    return this.#out([...losses, ...repeats], false);
  }

  learn(_n: number, outcomes: readonly Outcome[]): void {
    this.#waiting -= outcomes.length;
    for (const outcome of outcomes) {
      this.#unbroken = this.#unbroken.filter((guarantee) => !outcome.findings.some((finding) => finding.guarantee === guarantee && finding.status !== "pass"));
      if (outcome.lineage === undefined) continue;
      this.#losses.learn(outcome.lineage);
      if (outcome.profile !== undefined && this.#threats.has("repeat")) this.#repeats = [...repeatsOf(this.#permitted, this.#bounds, outcome.lineage, outcome.profile)];
    }
  }

  get certificate(): Certificate | undefined {
    if (this.#unbroken.length === 0 || !this.#exhausted || this.#waiting > 0 || this.#losses.incomplete) return undefined;
    const { until } = this.#bounds;
    const within = scopeOf(this.#permitted, this.#bounds, this.#losses.tried);
    if (within.length === 0) return undefined;
    const early = until === Infinity ? "" : `, packets lost before ${writeDuration(until)}`;
    return { strategy: this.name, guarantees: this.#unbroken, runs: this.#runs, sentence: `no plan of at most ${within.join(" and ")}${early} keeps an effect from happening under seed ${this.#seed}, given declared causes` };
  }

  #out(plans: readonly Plan[], first: boolean): readonly Candidate[] {
    this.#waiting += plans.length;
    this.#runs += plans.length;
    return plans.map((plan) => ({ seed: this.#seed, plan, strategy: this.name, observe: first ? { lineage: true, profile: true } : { lineage: true } }));
  }
}

/** What can break what is promised. */
function threatsTo(resolved: Resolved): ReadonlySet<Threat> {
  const threats = resolved.promises.flatMap(({ guarantee }) => threatsOf(resolved, guarantee));
  return new Set(threats.length > 0 ? threats : ANY);
}

function threatsOf({ kinds, scenario }: Resolved, guarantee: string): readonly Threat[] {
  const own = scenario.guarantees?.find(({ name }) => name === guarantee);
  return own === undefined ? (kinds.find(({ kind }) => kind.name === guarantee)?.kind.threats ?? ANY) : (own.threats ?? ANY);
}
