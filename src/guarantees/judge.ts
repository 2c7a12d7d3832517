import type { Listener } from "../delivery/listener.ts";
import { messageOf } from "../kernel/errors.ts";
import { mapped } from "../kernel/mapped.ts";
import type { Checker, GuaranteeKind, Limits } from "./checker.ts";
import type { Guarantee, RunSummary } from "./own.ts";
import type { Ended, Subject } from "./subject.ts";

/** What is known of a guarantee: it held, it broke, or the run ended too early to tell. Fail beats unknown beats pass. */
export type Status = "pass" | "fail" | "unknown";

/** What one guarantee came to in one run. `at`: number of the violating event. */
export interface Finding {
  readonly guarantee: string;
  readonly status: Status;
  readonly at?: number;
  readonly sentence?: string;
}

/** A guarantee under watch. Fail beats unknown beats pass. */
class Watch {
  readonly name: string;
  checker: Checker = {};
  #status: Status = "pass";
  #at: number | undefined;
  #sentence: string | undefined;
  readonly #subject: Subject;

  constructor(name: string, subject: Subject) {
    this.name = name;
    this.#subject = subject;
  }

  fail(sentence: string): void {
    if (this.#status === "fail") return;
    this.#status = "fail";
    this.#at = this.#subject.event;
    this.#sentence = sentence;
  }

  doubt(sentence: string): void {
    if (this.#status !== "pass") return;
    this.#status = "unknown";
    this.#sentence = sentence;
  }

  get failed(): boolean {
    return this.#status === "fail";
  }

  get finding(): Finding {
    return { guarantee: this.name, status: this.#status, ...(this.#at === undefined ? {} : { at: this.#at }), ...(this.#sentence === undefined ? {} : { sentence: this.#sentence }) };
  }
}

/** Judges a subject as it goes on: whoever keeps its books tells the `listeners`. */
export class Judge {
  readonly #watches: Watch[] = [];
  readonly #subject: Subject;

  constructor(subject: Subject, kinds: readonly { readonly kind: GuaranteeKind; readonly limits: Limits }[], own: readonly Guarantee[], scenario: unknown) {
    this.#subject = subject;
    for (const { kind, limits } of kinds) {
      const watch = new Watch(kind.name, subject);
      watch.checker = kind.checker({ subject, limits, fail: (sentence) => watch.fail(sentence), doubt: (sentence) => watch.doubt(sentence) });
      this.#watches.push(watch);
    }
    for (const guarantee of own) this.#watches.push(this.#observe(guarantee, scenario));
  }

  get listeners(): readonly Listener[] {
    return mapped(this.#watches, ({ checker }) => checker);
  }

  /** The guarantees broken so far. */
  get broken(): boolean {
    return this.#watches.some((watch) => watch.failed);
  }

  hasFailed(guarantee: string): boolean {
    return this.#watches.some((watch) => watch.name === guarantee && watch.failed);
  }

  /** The finding of a guarantee that has failed already. */
  failure(guarantee: string): Finding | undefined {
    return this.#watches.find((watch) => watch.name === guarantee && watch.failed)?.finding;
  }

  /** Closes the books. */
  end(ended: Ended): readonly Finding[] {
    for (const watch of this.#watches) {
      if (ended.cut !== undefined) watch.doubt(ended.cut);
      if (!watch.failed) watch.checker.end?.(ended);
    }
    return mapped(this.#watches, ({ finding }) => finding);
  }

  #observe(guarantee: Guarantee, scenario: unknown): Watch {
    const watch = new Watch(guarantee.name, this.#subject);
    const fail = (sentence: string): void => watch.fail(sentence);
    const careful = (what: () => void): void => {
      try {
        what();
      } catch (error) {
        watch.doubt(`the checker of "${guarantee.name}" threw: ${messageOf(error)}`);
      }
    };
    careful(() => {
      const observer = guarantee.observe(scenario);
      watch.checker = {
        history: (event) => careful(() => observer.on(event, fail)),
        // What was stopped at a limit has no end to judge: what has not failed by then is unknown.
        end: (ended) => ended.cut !== undefined || careful(() => observer.end(this.#summary(ended), fail)),
      };
    });
    return watch;
  }

  #summary({ idle, settle }: Ended): RunSummary {
    const { obligations, gauges } = this.#subject;
    return {
      quiet: idle,
      settled: obligations.unmet === 0 && settle === undefined,
      published: obligations.published,
      confirmed: obligations.confirmed,
      effects: obligations.effects,
      gauges: Object.fromEntries(gauges),
    };
  }
}
