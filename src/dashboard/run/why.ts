import { InputError } from "../../kernel/errors.ts";
import { paint } from "../../report/diagram/canvas.ts";
import { clean, wrap } from "../../report/diagram/cells.ts";
import { reasonLines } from "../../report/explain.ts";
import { explanationSentences } from "../../report/explanation-words.ts";
import { count } from "../../report/numbers.ts";
import type { Work } from "../../search/attempt.ts";
import type { Explanation } from "../../search/explain.ts";
import type { Key } from "../screen.ts";
import { fill, fit } from "../text.ts";
import type { Look, Size } from "../text.ts";
import type { Branch } from "./branch.ts";
import { explanationOf } from "./explaining.ts";

/** Wall-clock time of a turn of looking, ms: of the 33 between two frames, so that keys are heard meanwhile. */
const TURN = 30;
/** Longer lines are hard to follow, columns. */
const LONGEST = 100;
/** Lines that PgDn and PgUp go. */
const PAGE = 10;

/** Why a guarantee breaks in a run, in front of it: looked for in turns, told when it is found, and kept with the branch. */
export class Why {
  readonly keys: readonly Key[];
  readonly #branch: Branch;
  readonly #guarantee: string;
  readonly #look: Look;
  #work: Work<Explanation> | undefined;
  /** Time that went by while it was looked for, ms. */
  #took = 0;
  #trouble: string | undefined;
  /** The line on top, and the last that can be there; known once it was drawn. */
  #first = 0;
  #last = 0;

  /** @param close told when somebody has read enough. */
  constructor(branch: Branch, guarantee: string, look: Look, close: () => void) {
    this.#branch = branch;
    this.#guarantee = guarantee;
    this.#look = look;
    if (this.#found === undefined) this.#work = explanationOf(branch, guarantee);
    const group = "Why it breaks";
    const below = (): boolean => this.#first < this.#last;
    const above = (): boolean => this.#first > 0;
    const to = (first: () => number) => () => void (this.#first = Math.max(0, Math.min(first(), this.#last)));
    this.keys = [
      { press: ["w", "escape"], shown: "w Esc", does: "back to the run", brief: "back to the run", group, run: close },
      { press: ["down", "j"], shown: "↓ j", does: "a line down", brief: "down", group, when: below, run: to(() => this.#first + 1) },
      { press: ["up", "k"], shown: "↑ k", does: "a line up", brief: "up", group, when: above, run: to(() => this.#first - 1) },
      { press: ["pageDown", " "], shown: "PgDn Space", does: "ten lines down", group, when: below, run: to(() => this.#first + PAGE) },
      { press: ["pageUp"], shown: "PgUp", does: "ten lines up", group, when: above, run: to(() => this.#first - PAGE) },
      { press: ["<", "home"], shown: "< Home", does: "to the top", group, when: above, run: to(() => 0) },
      { press: [">", "end"], shown: "> End", does: "to the end", group, when: below, run: to(() => this.#last) },
    ];
  }

  /** It is still being looked for. */
  get looking(): boolean {
    return this.#work !== undefined;
  }

  /** Looks for a turn. So many ms went by since the last. */
  tick(ms: number): void {
    this.#took += ms;
    const until = performance.now() + TURN;
    try {
      while (this.#work !== undefined && performance.now() < until) {
        const step = this.#work.next();
        if (step.done !== true) continue;
        this.#branch.explanations.set(this.#guarantee, step.value);
        this.#work = undefined;
      }
    } catch (error) {
      // A run without one of the faults may do what no handler is allowed to.
      if (!(error instanceof InputError)) throw error;
      this.#work = undefined;
      this.#trouble = error.message;
    }
  }

  /** Nobody wants to know any more. */
  abandon(): void {
    this.#work?.return(undefined as never);
    this.#work = undefined;
  }

  /** Exactly as many rows as there are; what does not fit is scrolled to. */
  rows({ columns, rows }: Size): readonly string[] {
    const { ascii, color } = this.#look;
    const lines = this.#lines(Math.min(columns, LONGEST));
    const room = rows - 1;
    this.#last = Math.max(0, lines.length - room);
    this.#first = Math.min(this.#first, this.#last);
    const shown = lines.slice(this.#first, this.#first + room);
    const left = lines.length - this.#first - shown.length;
    if (left > 0) shown[shown.length - 1] = paint(`... ${count(left + 1, "more line")} below`, "dim", color);
    const title = paint(`why ${clean(this.#guarantee, ascii)} breaks`, "violation", color);
    return fill([`${paint(clean(this.#branch.run.scenario, ascii), "bold", color)}  ${title}`, ...shown], rows).map((row) => fit(row, columns, this.#look));
  }

  told(): readonly string[] {
    const title = `why ${clean(this.#guarantee, this.#look.ascii)} breaks`;
    if (this.#trouble !== undefined) return [`${title}: ${this.#trouble}`];
    if (this.#found === undefined) return [`${title}: looking ...`];
    return [title, ...this.#frozen, ...explanationSentences(this.#found).map((sentence) => clean(sentence, this.#look.ascii))];
  }

  get #found(): Explanation | undefined {
    return this.#branch.explanations.get(this.#guarantee);
  }

  /** Where chance struck, what is explained in its place. */
  get #frozen(): readonly string[] {
    const { conditions, plan } = this.#branch;
    return conditions.rates && plan.length > 0 ? [`what struck by chance is taken as a plan of ${count(plan.length, "fault")}`] : [];
  }

  #lines(width: number): readonly string[] {
    const { ascii, color } = this.#look;
    if (this.#trouble !== undefined) return ["", ...wrap(clean(this.#trouble, ascii), width).map((line) => paint(line, "odd", color))];
    const seconds = Math.floor(this.#took / 1_000);
    if (this.#found === undefined) return ["", paint(`looking ...${seconds > 0 ? ` ${seconds}s` : ""}`, "dim", color)];
    return [...this.#frozen.map((line) => paint(line, "dim", color)), ...reasonLines(this.#found, { ascii, color, width })];
  }
}
