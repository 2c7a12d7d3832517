import { InputError } from "../../kernel/errors.ts";
import { paint } from "../../report/diagram/canvas.ts";
import { wrap } from "../../report/diagram/cells.ts";
import { Sentences } from "../../report/sentences.ts";
import { causalPast } from "../../view/causal-past.ts";
import { lightsAt } from "../../view/scene.ts";
import type { SpaceTime } from "../../view/space-time.ts";
import type { Plan } from "../../world/fault.ts";
import { Big } from "../panels/big.ts";
import type { Prompt, Choice } from "../prompt.ts";
import type { Key, Outlet, Screen } from "../screen.ts";
import { fill, fit } from "../text.ts";
import type { Look, Size } from "../text.ts";
import { Branches } from "./branches.ts";
import type { Conditions } from "./branch.ts";
import type { Subject } from "./commands.ts";
import { runKeys } from "./keys.ts";
import { arrange, SMALLEST } from "./layout.ts";
import { toExplain } from "./explaining.ts";
import { lensText } from "./lens.ts";
import { Player } from "./player.ts";
import { Selection } from "./selection.ts";
import { Why } from "./why.ts";

/** What else of a screen can be switched. */
export interface Shown {
  nodes: boolean;
  flights: boolean;
  gauges: boolean;
  faults: boolean;
  unveiled: boolean;
  past: boolean;
  big: boolean;
}

/** One run, to be watched, rewound, and meddled with. */
export class RunScreen implements Screen {
  readonly subject: Subject;
  readonly player: Player;
  readonly selection: Selection;
  readonly shown: Shown = { nodes: true, flights: true, gauges: true, faults: true, unveiled: false, past: false, big: false };
  readonly look: Look;
  /** What somebody is being asked. */
  question: Prompt | Choice | undefined;
  /** Somebody else says what happens. */
  narrated = false;
  /** What was last done, or could not be. */
  notice = "";
  readonly outlet: Outlet;
  changed?: () => void;
  #keys: readonly Key[] | undefined;
  /** In front of the run, while somebody reads it. */
  #why: Why | undefined;
  /** Worked out once for each moment. */
  #past: { readonly spaceTime: SpaceTime; readonly index: number; readonly moments: ReadonlySet<number> } | undefined;

  constructor(subject: Subject, conditions: Conditions, look: Look, outlet: Outlet, drawn?: number) {
    this.outlet = outlet;
    this.subject = subject;
    this.look = look;
    this.player = new Player(new Branches(subject.resolved, conditions, drawn), look);
    this.selection = new Selection(this.player);
    const { left } = this.player.branches.current;
    if (left > 0) this.notice = `the last ${left} events are not drawn: more would not fit into memory; --until stops sooner, --set workload.messages=10 makes a smaller run`;
  }

  get keys(): readonly Key[] {
    return this.#why?.keys ?? (this.#keys ??= runKeys(this));
  }

  get moving(): boolean {
    return this.#why?.looking ?? (this.player.playing && this.question === undefined);
  }

  tick(ms: number): void {
    if (this.#why !== undefined) this.#why.tick(ms);
    else this.player.tick(ms);
  }

  closed(): void {
    this.closeWhy();
  }

  typed(name: string): boolean {
    const { question } = this;
    if (question === undefined) return false;
    this.question = undefined;
    if (question.press(name) && this.question === undefined) this.question = question;
    return true;
  }

  rows(size: Size): readonly string[] {
    if (size.columns < SMALLEST.columns || size.rows < SMALLEST.rows) return fill([fit(`a terminal of at least ${SMALLEST.columns}x${SMALLEST.rows + 2} is needed`, size.columns, this.look)], size.rows);
    if (this.#why !== undefined) return this.#why.rows(size);
    return this.shown.big ? new Big(this.player, this.subject.resolved.name, this.look).rows(size, this.foot(size)) : arrange(this, size);
  }

  told(): readonly string[] {
    if (this.#why !== undefined) return this.#why.told();
    const { player } = this;
    const counts = player.branches.current.tally.at(player.index);
    return [
      ...player.here.filter(({ implied }) => !implied).map((moment) => new Sentences(player.film.spaceTime, this.look.ascii).of(moment)),
      `event ${player.event}, published ${counts.published}, confirmed ${counts.confirmed}, effects ${counts.effects}, duplicates ${counts.duplicates}`,
      ...this.lights().filter(({ status }) => status === "fail").map(({ guarantee }) => `${guarantee} is broken`),
      ...(this.notice === "" ? [] : [this.notice]),
    ];
  }

  lights(): ReturnType<typeof lightsAt> {
    return lightsAt(this.player.spaceTime, this.player.branches.current.run.verdicts, this.player.index);
  }

  /** The past of the moment looked at, where it is to be shown. */
  past(): ReadonlySet<number> | undefined {
    const { player, shown } = this;
    if (!shown.past || player.index < 0) return undefined;
    const index = player.here[0]?.index ?? player.index;
    if (this.#past?.spaceTime !== player.spaceTime || this.#past.index !== index) this.#past = { spaceTime: player.spaceTime, index, moments: causalPast(player.spaceTime, index) };
    return this.#past.moments;
  }

  /** What is asked, or was done, or happens at the moment looked at; below it what the lens leaves out. */
  foot({ columns, rows }: Size): readonly string[] {
    const { look, question, player, notice } = this;
    if (question !== undefined) return question.rows(columns, look, Math.max(3, Math.min(8, rows - 14)));
    const lens = lensText(player.lens, player.spaceTime);
    const moments = player.here.filter(({ implied }) => !implied).map((moment) => new Sentences(player.film.spaceTime, look.ascii).of(moment));
    if (this.narrated && notice === "") return lens === "" ? [] : [fit(paint(lens, "fault", look.color), columns, look)];
    const text = notice !== "" ? wrap(notice, columns).map((line) => paint(line, "odd", look.color)) : moments.length === 0 ? ["nothing has happened yet"] : wrap(moments.join("; "), columns);
    return [...text.slice(0, 3), ...(lens === "" ? [] : [paint(lens, "fault", look.color)])].map((row) => fit(row, columns, look));
  }

  /** Puts in front of the run why it breaks what it breaks. */
  openWhy(): void {
    const { player } = this;
    player.playing = false;
    this.notice = "";
    this.attempt(() => void (this.#why = new Why(player.branches.current, toExplain(player), this.look, () => this.closeWhy())));
  }

  /** Back to the run; what is not found by then is not looked for any more. */
  closeWhy(): void {
    this.#why?.abandon();
    this.#why = undefined;
  }

  /** Forks the run: the old branch stays. Where somebody looks, the new run is the same so far. */
  fork(plan: Plan, deed: string): void {
    const { player } = this;
    const { event } = player;
    player.playing = false;
    this.attempt(() => {
      if (player.branches.current.unplannable) throw new InputError("more faults struck in this run than a plan can hold, so nothing can be added to them");
      player.branches.fork(plan, deed);
      player.goToEvent(event);
      this.notice = deed;
    });
  }

  /** Does what may go wrong by what was asked for: then the screen says why. */
  attempt(body: () => void): void {
    try {
      body();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "InputError") throw error;
      this.notice = error.message;
    }
  }

  /** To another branch, where it is as it was at this moment. */
  toBranch(go: () => void): void {
    const { event } = this.player;
    this.player.playing = false;
    go();
    this.player.goToEvent(event);
    const { deed, parent } = this.player.branches.current;
    this.notice = parent === undefined ? "the first branch" : `the branch that ${deed}`;
  }
}
