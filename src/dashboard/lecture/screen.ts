import { paint } from "../../report/diagram/canvas.ts";
import type { PlayedBeat } from "../../scenario/play.ts";
import type { RunScreen } from "../run/screen.ts";
import type { Key, Screen } from "../screen.ts";
import { fill, fit } from "../text.ts";
import type { Look, Size } from "../text.ts";
import { Course } from "./beats.ts";
import type { Lesson } from "./lesson.ts";
import { narration } from "./narration.ts";

/** Runs to the next beat so many stops a second. */
const PACE = 6;

/** Lessons one after the other: the run on top, what is said about it below. PgDn and PgUp, the keys of a presenter's remote, go through the beats. */
export class LectureScreen implements Screen {
  readonly look: Look;
  changed?: () => void;
  readonly #names: readonly string[];
  readonly #load: (name: string) => Promise<Lesson>;
  #number: number;
  #lesson: Lesson;
  #course: Course;
  #loading: string | undefined;
  #goal: number | undefined;
  #due = 0;

  /** @param names of all lessons in order; `first` is one of them. */
  constructor(names: readonly string[], first: Lesson, load: (name: string) => Promise<Lesson>, look: Look) {
    this.#names = names;
    this.#load = load;
    this.#lesson = first;
    this.#number = Math.max(0, names.indexOf(first.name));
    this.#course = new Course(first.beats);
    this.look = look;
    this.#arrive();
  }

  get run(): RunScreen {
    return this.#lesson.run;
  }

  get keys(): readonly Key[] {
    const group = "Lecture";
    const own: readonly Key[] = [
      { press: ["pageDown"], shown: "PgDn", does: "the next beat: what is said, the question, the answer; then the next lesson", brief: "next beat", group, when: () => this.#goal !== undefined || !this.#course.atEnd || this.#number < this.#names.length - 1, run: () => this.#forward() },
      { press: ["pageUp"], shown: "PgUp", does: "the beat before", brief: "back", group, when: () => !this.#course.atStart || this.#number > 0, run: () => this.#back() },
      { press: ["n"], does: "the next lesson", group, when: () => this.#number < this.#names.length - 1, run: () => this.#turn(1, false) },
      { press: ["N"], does: "the lesson before", group, when: () => this.#number > 0, run: () => this.#turn(-1, false) },
    ];
    return [...own, ...this.run.keys.filter(({ press }) => !own.some((key) => press.includes(key.press[0]!)))];
  }

  get moving(): boolean {
    return this.#goal !== undefined || this.run.moving;
  }

  typed(name: string): boolean {
    return this.run.typed(name);
  }

  tick(ms: number): void {
    if (this.#goal === undefined) return this.run.tick(ms);
    this.#due += (ms / 1_000) * PACE;
    for (; this.#goal !== undefined && this.#due >= 1; this.#due--) {
      if (this.run.player.index < this.#goal) this.run.player.forward();
      if (this.run.player.index >= this.#goal) this.#arrive();
    }
  }

  rows(size: Size): readonly string[] {
    const { columns, rows } = size;
    const { part, title } = this.#lesson;
    const head = fit(`${part === undefined ? "" : paint(`lesson ${part[0]} of ${part[1]}  `, "fault", this.look.color)}${paint(title, "bold", this.look.color)}`, columns, this.look);
    const said = this.#loading !== undefined ? [this.#loading] : this.#goal === undefined ? narration(this.#course, columns, this.look) : [paint("...", "dim", this.look.color)];
    const below = fill(said, Math.max(said.length, Math.min(5, rows - 20))).map((row) => fit(row, columns, this.look));
    const upper = rows - 1 - below.length;
    return [head, ...this.run.rows({ columns, rows: upper }), ...below];
  }

  told(): readonly string[] {
    return [this.#lesson.title, ...narration(this.#course, Infinity, { ascii: true, color: false }), ...this.run.told()];
  }

  #forward(): void {
    const { player } = this.run;
    if (this.#goal !== undefined) return this.#arrive();
    if (this.#course.atEnd) return this.#turn(1, false);
    const before = this.#course.place.beat;
    this.#course.forward();
    if (this.#course.place.beat === before) return;
    const goal = this.#placeOf(this.#course.beat);
    this.#toFirstBranch();
    if (goal <= player.index) return this.#arrive();
    this.#goal = goal;
    this.#due = 1;
  }

  #back(): void {
    this.#goal = undefined;
    if (this.#course.atStart) return this.#turn(-1, true);
    this.#course.back();
    this.#arrive();
  }

  /** Beats are about the run as the lesson has it, whatever somebody has made of it meanwhile. */
  #toFirstBranch(): void {
    this.run.closeWhy();
    const { branches } = this.run.player;
    if (branches.current !== branches.all[0]) branches.current = branches.all[0]!;
    this.run.notice = "";
  }

  #arrive(): void {
    this.#goal = undefined;
    this.#toFirstBranch();
    this.run.player.goTo(this.#placeOf(this.#course.beat));
  }

  #placeOf(played: PlayedBeat | undefined): number {
    const { moments } = this.run.player.branches.all[0]!.spaceTime;
    if (played?.event === undefined) return -1;
    if (played.beat.until === "end") return moments.length - 1;
    // What a timer brings about is the answer: the question comes before it.
    const timer = / timer /.test(played.beat.until) ? moments.findIndex(({ event, kind }) => event === played.event && kind === "timer") : -1;
    if (timer >= 0) return timer;
    const said = /^([a-z-]+) m(\d+)(?: #(\d+))?$/.exec(played.beat.until);
    // Of a step with several outputs, the one that is waited for.
    const exact = said === null ? -1 : moments.findIndex((moment) => moment.event === played.event && ((moment.kind === "effect" && said[1] === "effect") || (moment.kind === "say" && moment.verb === said[1])) && moment.message === Number(said[2]));
    const mark = played.beat.until.startsWith("violation") ? moments.findIndex((moment) => moment.kind === "violation" && moment.violation.event === played.event) : exact;
    return mark >= 0 ? mark : moments.findLastIndex(({ event }) => event <= played.event!);
  }

  #turn(by: 1 | -1, toEnd: boolean): void {
    const name = this.#names[this.#number + by];
    if (name === undefined || this.#loading !== undefined) return;
    this.#loading = `loading ${name} ...`;
    void this.#load(name).then((lesson) => {
      lesson.run.shown.big = this.run.shown.big;
      this.#lesson = lesson;
      this.#number += by;
      this.#course = new Course(lesson.beats);
      if (toEnd) this.#course.toEnd();
      this.#arrive();
      this.#loading = undefined;
    }, (error: Error) => {
      this.#loading = `${name}: ${error.message}`;
    }).then(() => this.changed?.());
  }
}
