import { Judge } from "../../guarantees/judge.ts";
import { InputError } from "../../kernel/errors.ts";
import { guarded, trespass } from "../../kernel/guard.ts";
import type { Micros } from "../../kernel/time.ts";
import { checkGuarantees, judgingBy } from "../promises.ts";
import type { Promises } from "../promises.ts";
import type { Verdict } from "../result.ts";
import type { Scenario } from "../types.ts";
import { readHeader } from "./header.ts";
import type { EndLine } from "./line.ts";
import { readLine } from "./line.ts";
import { Recorded } from "./recorded.ts";

/** Longest line read, characters. */
export const LONGEST_LINE = 1024 * 1024;
/** So many lines that could not be read are told of, each by what is wrong with it. */
const TOLD = 20;

/** How a history is judged; everything has a default. */
export interface JudgeOptions {
  /** What errors call the history: a file's name. Default "history". */
  readonly where?: string;
  /** A line that cannot be read or cannot follow is counted, and the rest is judged. Default false: it is an error. */
  readonly lenient?: boolean;
  /** Its guarantees of its own judge as well. Default: only the built-in ones judge. */
  readonly scenario?: Scenario;
}

/** A line that could not be read. */
export interface UnreadLine {
  /** From 1. */
  readonly line: number;
  readonly error: string;
}

/** What a recorded history came to. */
export interface Judgement {
  readonly title?: string;
  /** Lines judged, the header among them. */
  readonly lines: number;
  /** Messages published. */
  readonly messages: number;
  /** From the header's start, or the first line, to the latest time of any line, µs. */
  readonly time: Micros;
  /** How the recording ended; absent when no line says "end". */
  readonly ending?: EndLine["ending"];
  /** `at` is the number of the violating line, from 1. */
  readonly verdicts: readonly Verdict[];
  /** Events by verb. */
  readonly history: { readonly [verb: string]: number };
  /** Maximum of each gauge. */
  readonly gauges: { readonly [name: string]: number };
  /** With `lenient`: how many lines could not be read and are not judged, and the first 20 of them. */
  readonly unread: { readonly lines: number; readonly first: readonly UnreadLine[] };
  /**
   * Signs that lines do not stand in the order in which things happened. `backwards`: lines earlier than one before them, by
   * `most` µs at most. `early`: messages of which something was said before their publish.
   */
  readonly disorder: { readonly backwards: number; readonly most: Micros; readonly early: number };
}

/** Judges a history recorded from a real system, line by line: the checkers of a run over another subject. */
export class HistoryJudge {
  #lines = 0;
  #judged = 0;
  #unread = 0;
  readonly #told: UnreadLine[] = [];
  #recorded: Recorded | undefined;
  #judge: Judge | undefined;
  #title: string | undefined;
  #promises: Promises = {};
  #missing: readonly string[] = [];
  readonly #options: JudgeOptions;

  constructor(options: JudgeOptions = {}) {
    this.#options = options;
  }

  /** Takes the next lines. @throws InputError naming the line, unless it is lenient; always for a header. */
  take(lines: Iterable<string>): void {
    guarded(() => {
      for (const line of lines) this.#line(line);
      const error = trespass();
      if (error !== undefined) throw error;
    });
  }

  /** The verdicts, when there is no more. @throws InputError when there was no header. */
  end(): Judgement {
    const recorded = this.#recorded;
    const judge = this.#judge;
    if (recorded === undefined || judge === undefined) throw new InputError(`${this.#where} is empty; the first line is the header: {"history":1,"promises":{"at-least-once":{"holds":true}}}`);
    const findings = guarded(() => judge.end(recorded.ended));
    const others = this.#missing.map((guarantee) => ({ guarantee, status: "unknown" as const, sentence: `"${guarantee}" is a guarantee of a scenario's own: judge by that scenario` }));
    const { times, early, end, counts, gauges, obligations } = recorded;
    return {
      ...(this.#title === undefined ? {} : { title: this.#title }),
      lines: this.#judged,
      messages: obligations.published,
      time: times.latest,
      ...(end === undefined ? {} : { ending: end.ending }),
      verdicts: [...findings, ...others].map((finding) => ({ ...finding, promised: promisedOf(this.#promises, finding.guarantee) })),
      history: Object.fromEntries(counts),
      gauges: Object.fromEntries(gauges),
      unread: { lines: this.#unread, first: this.#told },
      disorder: { backwards: times.backwards, most: times.most, early },
    };
  }

  get #where(): string {
    return this.#options.where ?? "history";
  }

  #line(text: string): void {
    const number = ++this.#lines;
    const recorded = this.#recorded;
    if (recorded === undefined) return this.#begin(text);
    try {
      if (text.length > LONGEST_LINE) throw new InputError(`has more than ${LONGEST_LINE} characters`);
      recorded.take(readLine(text), number);
      this.#judged++;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      // What user code did that it must not is no fault of the line.
      if (this.#options.lenient !== true || trespass() !== undefined) throw new InputError(`${this.#where}, line ${number}: ${error.message}`, { cause: error });
      this.#unread++;
      if (this.#told.length < TOLD) this.#told.push({ line: number, error: error.message });
    }
  }

  #begin(text: string): void {
    const { scenario } = this.#options;
    const where = `${this.#where}, line 1`;
    const header = readHeader(text, where);
    const own = scenario?.guarantees ?? [];
    try {
      checkGuarantees(header.promises, [...header.own, ...own.map(({ name }) => name)]);
      const judging = judgingBy(header.promises);
      const bounded = judging.some(({ limits }) => limits["redeliveries"] !== undefined);
      this.#recorded = new Recorded(header, bounded ? ["deliver"] : []);
      this.#judge = new Judge(this.#recorded, judging, own, scenario);
    } catch (error) {
      throw error instanceof InputError ? new InputError(`${where}: ${error.message}`, { cause: error }) : error;
    }
    this.#recorded.books.listen(this.#judge.listeners);
    this.#title = header.title;
    this.#promises = header.promises;
    this.#missing = header.own.filter((guarantee) => !own.some(({ name }) => name === guarantee));
    this.#judged++;
  }
}

/** Judges a history given as lines, the header first. @throws InputError naming the line. */
export function judgeHistory(lines: Iterable<string>, options?: JudgeOptions): Judgement {
  const judge = new HistoryJudge(options);
  judge.take(lines);
  return judge.end();
}

function promisedOf(promises: Promises, guarantee: string): Verdict["promised"] {
  const promise = promises[guarantee];
  return promise === undefined ? "nothing" : "holds" in promise ? "holds" : "breaks";
}
