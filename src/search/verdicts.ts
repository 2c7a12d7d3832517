import type { Status } from "../guarantees/judge.ts";
import { exponential, logarithm } from "../kernel/logarithm.ts";
import type { Verdict } from "../scenario/result.ts";
import type { RunRecord } from "./campaign/record.ts";
import type { PinResult } from "./pins.ts";

/** What a scenario says of a guarantee. */
export interface Promised {
  readonly guarantee: string;
  readonly promised: "holds" | "breaks";
}

/** What one guarantee came to over a campaign. */
export interface CampaignVerdict extends Verdict {
  /** Runs in which it broke. */
  readonly failures: number;
  /** As promised: `holds` passed, `breaks` was found or its pinned plan does break. */
  readonly asPromised: boolean;
  /** Runs from the scenario's own distribution that had a verdict. */
  readonly ownRuns: number;
  /** With no failure: the failure rate per run, in the scenario's own distribution, is below this at 95 %. */
  readonly upperBound95?: number;
  /** What the pinned plan does: alone it must break what is promised to break, and must not break what is promised to hold. */
  readonly pin?: PinResult;
  /** A failure that is known from before breaks it still. */
  readonly known?: true;
}

/** A run broke a promised guarantee, and is to be reduced. */
export interface Breach {
  readonly guarantee: string;
  /** No run before it broke this one. */
  readonly first: boolean;
}

/** What was counted of one guarantee, in runs; and the first finding worth telling. */
interface Counted {
  failures: number;
  unknowns: number;
  ownRuns: number;
  first: Verdict | undefined;
}

/** What each guarantee comes to over the runs of a campaign. */
export class Verdicts {
  readonly #promises: readonly Promised[];
  readonly #altered: boolean;
  readonly #reduced: number;
  readonly #counted = new Map<string, Counted>();
  readonly #pins = new Map<string, PinResult>();
  readonly #relapses = new Map<string, string>();
  #obligations = 0;

  /** @param altered with parameters set, promises to break only inform. @param reduced so many failures of each promised guarantee are reduced. */
  constructor(promises: readonly Promised[], altered: boolean, reduced: number) {
    this.#promises = promises;
    this.#altered = altered;
    this.#reduced = reduced;
  }

  /** What a pinned plan did. */
  pin(guarantee: string, result: PinResult): void {
    this.#pins.set(guarantee, result);
  }

  /** A failure that is known from before breaks the guarantee still. */
  relapse(guarantee: string, sentence: string): void {
    this.#relapses.set(guarantee, sentence);
  }

  /** Counts the findings of a run. `own`: it was drawn from the scenario's own distribution. Returns the breaches that are to be reduced. */
  add({ findings, obligations }: RunRecord, own: boolean): readonly Breach[] {
    this.#obligations += obligations;
    const breaches: Breach[] = [];
    for (const { guarantee, status, at, sentence } of findings) {
      let counted = this.#counted.get(guarantee);
      if (counted === undefined) this.#counted.set(guarantee, (counted = { failures: 0, unknowns: 0, ownRuns: 0, first: undefined }));
      if (status === "unknown") {
        counted.unknowns++;
        if (counted.first === undefined) counted.first = { guarantee, status, promised: "nothing", ...(sentence === undefined ? {} : { sentence }) };
      } else if (own) counted.ownRuns++;
      if (status !== "fail") continue;
      const first = ++counted.failures === 1;
      if (first) counted.first = { guarantee, status, promised: "nothing", ...(at === undefined ? {} : { at }), ...(sentence === undefined ? {} : { sentence }) };
      if (counted.failures <= this.#reduced && this.#promises.some((promise) => promise.guarantee === guarantee)) breaches.push({ guarantee, first });
    }
    return breaches;
  }

  /** What pinned plans did, by guarantee. */
  get pins(): readonly (readonly [guarantee: string, result: PinResult])[] {
    return [...this.#pins];
  }

  get all(): readonly CampaignVerdict[] {
    return [...this.#counted].map(([guarantee, counted]) => this.#verdict(guarantee, counted));
  }

  #verdict(guarantee: string, counted: Counted): CampaignVerdict {
    const promised = this.#promises.find((promise) => promise.guarantee === guarantee)?.promised ?? "nothing";
    const pin = this.#pins.get(guarantee);
    const empty = this.#obligations === 0 && OWED.includes(guarantee);
    const known = promised === "holds" ? this.#relapses.get(guarantee) : undefined;
    const relapsed = promised === "holds" && pin?.breaks === true;
    const status: Status = counted.failures > 0 || relapsed || known !== undefined ? "fail" : counted.unknowns > 0 || empty ? "unknown" : "pass";
    const pinned = pin === undefined ? counted.failures > 0 : pin.breaks && pin.smallest;
    const asPromised = promised === "holds" ? status === "pass" : promised === "breaks" ? this.#altered || pinned : true;
    const sentence = (relapsed ? pin.sentence : counted.failures > 0 ? counted.first?.sentence : (known ?? counted.first?.sentence)) ?? (empty ? "no message was ever owed, so nothing was tested" : undefined);
    return {
      guarantee, status, promised, failures: counted.failures, asPromised, ownRuns: counted.ownRuns,
      ...(relapsed || counted.first?.at === undefined ? {} : { at: counted.first.at }),
      ...(sentence === undefined ? {} : { sentence }),
      ...(status === "pass" && counted.ownRuns > 0 ? { upperBound95: upperBound(counted.ownRuns) } : {}),
      ...(pin === undefined ? {} : { pin }),
      ...(known === undefined ? {} : { known: true }),
    };
  }
}

/** Guarantees about what is owed: without any obligation they say nothing. */
const OWED = ["at-least-once", "effectively-once", "progress"];

/** None of n independent runs failed: the one-sided 95 % bound of Clopper and Pearson, 1 - 0.05^(1/n), about 3/n. */
export function upperBound(runs: number): number {
  return 1 - exponential(logarithm(0.05) / runs);
}
