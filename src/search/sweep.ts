import type { Status } from "../guarantees/judge.ts";
import { InputError } from "../kernel/errors.ts";
import type { Micros } from "../kernel/time.ts";
import type { Resolved } from "../scenario/resolve.ts";
import { verdictsOf } from "../scenario/result.ts";
import type { Verdict } from "../scenario/result.ts";
import { differing } from "../scenario/verify.ts";
import type { Fault, Plan } from "../world/fault.ts";
import { printFault } from "../world/plan-text.ts";
import { labelOf } from "../world/planned.ts";
import type { CrashKind } from "../world/spec.ts";
import { printStepKey } from "../world/step-key.ts";
import { attempt } from "./attempt.ts";
import type { Work } from "./attempt.ts";
import { stepsOf } from "./steps.ts";
import type { RunStep, StepOutput } from "./steps.ts";

/** What is swept, and with what. */
export interface SweepPlan {
  readonly seed: string;
  /** Faults that strike in every run, the one without the crash included. */
  readonly plan: Plan;
  /** Whose steps. */
  readonly nodes: readonly string[];
  readonly how: CrashKind;
  /** How long the node is down, µs. */
  readonly for: Micros | "forever";
  /** What is looked at, as far as it holds without the crash. */
  readonly guarantees: readonly string[];
}

/** One crash between two outputs of a step, or at either end of them, and what became of it. */
export interface Cut {
  /** Outputs of the step that happen before the crash. */
  readonly after: number;
  /** The crash as an entry of a plan. */
  readonly entry: string;
  /** Fail beats unknown beats pass, over the guarantees that are looked at. */
  readonly status: Status;
  /** Those that did not hold. */
  readonly verdicts: readonly Verdict[];
}

/** A handler call of the run without the crash, with a cut for each number of its outputs. */
export interface SweptStep {
  /** Its key: "broker>c1 deliver m1 #1". */
  readonly step: string;
  /** The key without message and number. */
  readonly label: string;
  readonly node: string;
  /** Virtual time, µs. */
  readonly at: Micros;
  /** Number of the event. */
  readonly event: number;
  readonly outputs: readonly StepOutput[];
  readonly cuts: readonly Cut[];
}

/** A crash at every cut, and what it broke. */
export interface Sweep extends SweepPlan {
  readonly scenario: string;
  /** What of the guarantees does not hold without the crash either: left out of every verdict. */
  readonly already: readonly Verdict[];
  readonly steps: readonly SweptStep[];
  /** Runs with a crash. */
  readonly cuts: number;
  /** Of these, so many with a guarantee broken, and so many more with one unknown. */
  readonly failed: number;
  readonly unknown: number;
  /** It was interrupted; what had been found is here. */
  readonly interrupted: boolean;
}

/**
 * A sweep under way: a run without the crash, then one for every step of it and every number of outputs. Drive `work`, read the rest
 * at any time. Each run is made whole, from the beginning to its own end: what a process remembers is a closure, which cannot be
 * copied, and a run that is broken off has verdicts only for what had broken by then.
 */
export class SweepRun {
  readonly steps: SweptStep[] = [];
  done = 0;
  total = 0;
  already: readonly Verdict[] = [];
  readonly #resolved: Resolved;
  readonly #plan: SweepPlan;
  readonly #from: number;
  #looked: ReadonlySet<string> = new Set();

  /** `from`: cuts that are left out at the beginning. */
  constructor(resolved: Resolved, plan: SweepPlan, from: number = 0) {
    this.#resolved = resolved;
    this.#plan = plan;
    this.#from = from;
  }

  *work(): Work<void> {
    const { seed, plan, nodes, guarantees } = this.#plan;
    const whole = yield* attempt(this.#resolved, { seed, plan, rates: false, trace: true, freezes: true });
    if (whole.world.kernel.trace!.truncated) throw new InputError(`${this.#resolved.name} is too long to be swept: its steps do not fit into a trace; make it shorter, such as with --set workload.messages=100`);
    const verdicts = verdictsOf(whole).filter(({ guarantee }) => guarantees.includes(guarantee));
    this.already = verdicts.filter(({ status }) => status !== "pass");
    this.#looked = new Set(verdicts.filter(({ status }) => status === "pass").map(({ guarantee }) => guarantee));
    const steps = stepsOf(whole).filter(({ node }) => nodes.includes(node));
    this.total = steps.reduce((sum, { outputs }) => sum + outputs.length + 1, 0);
    const digest = whole.world.kernel.digest.toString();
    for (const { key, ...step } of steps) {
      const cuts: Cut[] = [];
      for (let after = 0; after <= step.outputs.length; after++, this.done++) {
        const cut = this.done < this.#from ? undefined : yield* this.#cut({ key, ...step }, after, digest);
        if (cut !== undefined) cuts.push(cut);
      }
      if (cuts.length > 0) this.steps.push({ step: printStepKey(key), label: labelOf(key), ...step, cuts });
    }
  }

  result(interrupted: boolean): Sweep {
    const cuts = this.steps.flatMap((step) => step.cuts);
    const having = (status: Status): number => cuts.filter((cut) => cut.status === status).length;
    return { scenario: this.#resolved.name, ...this.#plan, already: this.already, steps: this.steps, cuts: cuts.length, failed: having("fail"), unknown: having("unknown"), interrupted };
  }

  /** undefined where the crash strikes nothing: a step that a machine met, but no process. @throws NondeterminismError when it should have struck. */
  *#cut({ key, node, event }: RunStep, after: number, digest: string): Work<Cut | undefined> {
    const { seed, plan, how, for: lasting } = this.#plan;
    const fault: Fault = { fault: "crash", node, ...(how === "power" ? {} : { how }), in: printStepKey(key), after, ...(lasting === "forever" ? {} : { for: lasting }) };
    const simulation = yield* attempt(this.#resolved, { seed, plan: [...plan, fault], rates: false });
    const { world } = simulation;
    if (!world.planned.entries.at(-1)!.struck) {
      if (world.kernel.digest.toString() === digest) return undefined;
      throw differing(simulation, event, `differ by event ${event}`);
    }
    const verdicts = verdictsOf(simulation).filter(({ guarantee, status }) => status !== "pass" && this.#looked.has(guarantee));
    const status = verdicts.some((verdict) => verdict.status === "fail") ? "fail" : verdicts.length > 0 ? "unknown" : "pass";
    return { after, entry: printFault(fault), status, verdicts };
  }
}
