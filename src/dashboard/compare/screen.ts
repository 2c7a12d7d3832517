import type { HistoryEvent } from "../../delivery/history.ts";
import { showTime } from "../../kernel/time.ts";
import { paint } from "../../report/diagram/canvas.ts";
import { clean } from "../../report/diagram/cells.ts";
import { Sentences } from "../../report/sentences.ts";
import { historyDifference } from "../../search/difference.ts";
import { lightsAt } from "../../view/scene.ts";
import { diagramPanel } from "../panels/diagram.ts";
import { counters, lights } from "../panels/status.ts";
import { Branches } from "../run/branches.ts";
import type { Branch, Conditions } from "../run/branch.ts";
import type { Subject } from "../run/commands.ts";
import { Player, SPEEDS } from "../run/player.ts";
import type { Key, Screen } from "../screen.ts";
import { beside, fill, fit } from "../text.ts";
import type { Look, Size } from "../text.ts";

/** Two runs under the same plan and seed, side by side in the same time. */
export class CompareScreen implements Screen {
  readonly look: Look;
  readonly keys: readonly Key[];
  changed?: () => void;
  readonly #subjects: readonly [Subject, Subject];
  readonly #players: readonly [Player, Player];
  /** The moments in which the histories first differ; undefined where one is over, or nothing differs. */
  readonly #differences: readonly (number | undefined)[];
  readonly #same: boolean;
  #due = 0;

  constructor(subjects: readonly [Subject, Subject], conditions: Conditions, look: Look) {
    this.look = look;
    this.#subjects = subjects;
    this.#players = [new Player(new Branches(subjects[0].resolved, conditions), look), new Player(new Branches(subjects[1].resolved, conditions), look)];
    const branches = this.#players.map(({ branches }) => branches.current) as [Branch, Branch];
    const difference = historyDifference(branches[0].simulation, branches[1].simulation);
    this.#same = difference === undefined;
    this.#differences = branches.map((branch, side) => momentOf(branch, difference?.events[side]));
    this.keys = this.#allKeys();
  }

  get moving(): boolean {
    return this.#players.some(({ playing }) => playing);
  }

  tick(ms: number): void {
    this.#due += (ms / 1_000) * this.#players[0].speed;
    for (; this.moving && this.#due >= 1; this.#due--) this.#forward();
  }

  rows({ columns, rows }: Size): readonly string[] {
    const width = Math.floor((columns - 3) / 2);
    const [left, right] = [0, 1].map((side) => this.#side(side as 0 | 1, { columns: width, rows: rows - 3 })) as [readonly string[], readonly string[]];
    const foot = [paint((this.look.ascii ? "-" : "─").repeat(columns), "dim", this.look.color), ...this.#difference()];
    return [...fill(beside(left, right, width, this.look, paint(this.look.ascii ? " | " : " │ ", "dim", this.look.color)), rows - foot.length), ...foot].map((row) => fit(row, columns, this.look));
  }

  told(): readonly string[] {
    return [0, 1].map((side) => {
      const player = this.#players[side]!;
      return `${this.#subjects[side]!.resolved.name}: ${player.here.map((moment) => new Sentences(player.film.spaceTime, this.look.ascii).of(moment)).join("; ") || "nothing yet"}`;
    }).concat(this.#difference());
  }

  #side(side: 0 | 1, size: Size): readonly string[] {
    const player = this.#players[side]!;
    const { run, tally } = player.branches.current;
    const { ascii, color } = this.look;
    const head = [
      `${paint(side === 0 ? "A" : "B", "odd", color)} ${paint(clean(this.#subjects[side]!.resolved.name, ascii), "bold", color)}  ${showTime(player.now)}`,
      ...parametersOf(this.#subjects[side]!).map((text) => paint(clean(text, ascii), "dim", color)),
      ...lights(lightsAt(player.spaceTime, run.verdicts, player.index), size.columns, this.look),
      ...counters(tally.at(player.index), size.columns, this.look),
    ];
    player.width = size.columns;
    return [...head, ...diagramPanel(player, { columns: size.columns, rows: size.rows - head.length }, this.look, { unveiled: false, past: undefined, flag: this.#passed ? this.#differences[side] : undefined })];
  }

  /** Both have come to where they part. */
  get #passed(): boolean {
    return !this.#same && this.#differences.every((index, side) => index === undefined || this.#players[side]!.index >= index);
  }

  #difference(): readonly string[] {
    if (this.#same) return [paint("the two histories are the same, times apart", "dim", this.look.color), ""];
    if (!this.#passed) return [paint("so far the same; v goes to the first difference", "dim", this.look.color), ""];
    return [0, 1].map((side) => {
      const { spaceTime } = this.#players[side]!;
      const index = this.#differences[side];
      const text = index === undefined ? "its history is over" : `${new Sentences(spaceTime, this.look.ascii).of(spaceTime.moments[index]!)}, at ${showTime(spaceTime.moments[index]!.at)}`;
      return `${paint(this.look.ascii ? "!" : "≠", "violation", this.look.color)} first difference, ${side === 0 ? "A" : "B"}: ${text}`;
    });
  }

  /** The one that is behind takes the next step. */
  #forward(): void {
    const next = this.#players.map(({ film, index, spaceTime }) => spaceTime.moments[film.next(index) ?? -1]?.at ?? Infinity);
    if (next.every((at) => at === Infinity)) return this.#each((player) => player.goTo(Infinity));
    const first = Math.min(...next);
    for (const [side, at] of next.entries()) if (at === first) this.#players[side]!.forward();
  }

  #back(): void {
    const last = Math.max(...this.#players.map(({ index, now }) => (index < 0 ? -1 : now)));
    for (const player of this.#players) if (player.index >= 0 && player.now === last) player.back();
  }

  #toDifference(): void {
    for (const [side, index] of this.#differences.entries()) this.#players[side]!.goTo(index ?? Infinity);
  }

  #each(body: (player: Player) => void): void {
    for (const player of this.#players) body(player);
  }

  #allKeys(): readonly Key[] {
    const group = "Time";
    const ended = (): boolean => this.#players.every(({ atEnd }) => atEnd);
    const begun = (): boolean => this.#players.some(({ index }) => index >= 0);
    return [
      { press: ["right"], shown: "→", does: "step forward, the one that is behind in time", brief: "step", group, when: () => !ended(), run: () => this.#forward() },
      { press: ["left"], shown: "←", does: "step back", brief: "back", group, when: begun, run: () => this.#back() },
      { press: [" ", "."], shown: "Space .", does: "play, pause", brief: "play", group, run: () => (ended() && this.#each((player) => player.goTo(-1)), this.#each((player) => (player.playing = !player.playing))) },
      { press: ["v"], does: "jump to the first difference", brief: "difference", group, when: () => !this.#same, run: () => this.#toDifference() },
      { press: ["<", "home"], shown: "< Home", does: "to the start", group, when: begun, run: () => this.#each((player) => player.goTo(-1)) },
      { press: [">", "end"], shown: "> End", does: "to the end", brief: "end", group, when: () => !ended(), run: () => this.#each((player) => player.goTo(Infinity)) },
      { press: ["}"], does: "play faster", group, when: () => this.#players[0].speed < SPEEDS.at(-1)!, run: () => this.#each((player) => player.faster(1)) },
      { press: ["{"], does: "play slower", group, when: () => this.#players[0].speed > SPEEDS[0], run: () => this.#each((player) => player.faster(-1)) },
    ];
  }
}

function parametersOf({ parameters }: Subject): readonly string[] {
  const set = Object.entries(parameters).map(([path, value]) => `${path}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return set.length === 0 ? [] : [set.join(" ")];
}

/** The moment that an event of the history is drawn as. */
function momentOf({ spaceTime: { moments } }: Branch, heard: HistoryEvent | undefined): number | undefined {
  if (heard === undefined) return undefined;
  const { event, verb, message = 0 } = heard;
  const fits = moments.find((moment) => moment.event === event && ((verb === "publish" && moment.kind === "hand-over") || (verb === "effect" && moment.kind === "effect") || (moment.kind === "say" && moment.verb === verb)) && moment.message === message);
  return fits?.index ?? moments.findLast((moment) => moment.event <= event)?.index;
}
