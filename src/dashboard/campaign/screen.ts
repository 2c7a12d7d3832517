import { paint } from "../../report/diagram/canvas.ts";
import { clean, wrap } from "../../report/diagram/cells.ts";
import { count, thousands } from "../../report/numbers.ts";
import { markOf, styleOf } from "../../report/verdicts.ts";
import type { Counterexample } from "../../search/counterexample.ts";
import type { CampaignProgress } from "../../view/campaign-progress.ts";
import type { Key, Screen } from "../screen.ts";
import { bar, beside, fill, fit, sparkline } from "../text.ts";
import type { Look, Size } from "../text.ts";

/** A campaign of one scenario, as it stands. */
export interface Watched {
  readonly name: string;
  progress: CampaignProgress | undefined;
  /** Reduced and written down. */
  readonly counterexamples: Counterexample[];
  /** Runs a second over time, a value each redrawing. */
  readonly rates: number[];
  /** Why it could not be judged. */
  trouble: string | undefined;
}

const PHASES: { readonly [phase in CampaignProgress["phase"]]: string } = { pins: "trying the pinned plans", runs: "running", shrinking: "reducing a failure", done: "done" };

/** Campaigns under way: what was tried, what broke, how it shrinks; Enter goes into a failure. */
export class CampaignScreen implements Screen {
  readonly look: Look;
  readonly keys: readonly Key[];
  readonly moving = false;
  readonly closed: () => void;
  changed?: () => void;
  /** Campaigns are under way. */
  busy = false;
  readonly all: Watched[];
  /** The one that is under way, or was last. */
  current = 0;
  readonly #enter: (watched: Watched, counterexample: Counterexample) => void;
  #chosen = 0;
  #page: number | undefined;

  /** @param enter opens the run of a failure. @param closed told when nobody looks any more. */
  constructor(names: readonly string[], look: Look, enter: (watched: Watched, counterexample: Counterexample) => void, closed: () => void) {
    this.closed = closed;
    this.look = look;
    this.#enter = enter;
    this.all = names.map((name) => ({ name, progress: undefined, counterexamples: [], rates: [], trouble: undefined }));
    const group = "Campaign";
    const failures = (): readonly Counterexample[] => this.shown.counterexamples;
    this.keys = [
      { press: ["return"], shown: "Enter", does: "into the run of the failure chosen", brief: "into the failure", group, when: () => failures().length > 0, run: () => this.#enter(this.shown, failures()[this.chosen]!) },
      { press: ["down", "j"], shown: "↓ j", does: "choose the next failure", brief: "choose", group, when: () => failures().length > 1, run: () => void (this.#chosen = (this.chosen + 1) % failures().length) },
      { press: ["up", "k"], shown: "↑ k", does: "choose the failure before", group, when: () => failures().length > 1, run: () => void (this.#chosen = (this.chosen + failures().length - 1) % failures().length) },
      { press: ["]"], does: "the next scenario", brief: "next scenario", group, when: () => this.#at < this.all.length - 1, run: () => void (this.#page = this.#at + 1) },
      { press: ["["], does: "the scenario before", group, when: () => this.#at > 0, run: () => void (this.#page = this.#at - 1) },
    ];
  }

  get shown(): Watched {
    return this.all[this.#at]!;
  }

  get chosen(): number {
    return Math.min(this.#chosen, Math.max(0, this.shown.counterexamples.length - 1));
  }

  get #at(): number {
    return this.#page ?? this.current;
  }

  rows(size: Size): readonly string[] {
    const { columns, rows } = size;
    const { name, progress, trouble } = this.shown;
    const head = this.all.length === 1 ? clean(name, this.look.ascii) : `${clean(name, this.look.ascii)}  ${paint(`scenario ${this.#at + 1} of ${this.all.length}`, "dim", this.look.color)}`;
    const body = trouble !== undefined ? wrap(trouble, columns) : progress === undefined ? ["waiting"] : this.#body(progress, size);
    return fill([paint(head, "bold", this.look.color), ...body], rows).map((row) => fit(row, columns, this.look));
  }

  told(): readonly string[] {
    const { name, progress, counterexamples } = this.shown;
    return progress === undefined ? [`${name}: waiting`] : [`${name}: ${PHASES[progress.phase]}, ${thousands(progress.runs)} of ${count(progress.of, "run")}`, ...counterexamples.map(({ guarantee, sentence, faults }) => `${guarantee} is broken with ${count(faults, "fault")}: ${sentence}`)];
  }

  #body(progress: CampaignProgress, { columns, rows }: Size): readonly string[] {
    const { look } = this;
    const top = [this.#bar(progress, columns), ...this.#workers(progress), ""];
    const verdicts = this.#verdicts(progress);
    const failures = this.#failures(progress, columns);
    const side = [...this.#strategies(progress), "", ...this.#coverage(progress, columns >= 110 ? Math.floor(columns * 0.36) : columns)];
    if (columns >= 110) {
      const left = columns - Math.floor(columns * 0.36) - 3;
      return [...top, ...beside([...verdicts, "", ...this.#failures(progress, left)], side, left, look, paint(look.ascii ? " | " : " │ ", "dim", look.color))];
    }
    const room = rows - top.length - verdicts.length - failures.length - 3;
    return [...top, ...verdicts, "", ...failures, "", ...(side.length <= room ? side : this.#brief(progress, columns))];
  }

  /** What each of several workers is at. */
  #workers({ workers, phase }: CampaignProgress): readonly string[] {
    const { look } = this;
    if (workers.length < 2 || phase === "done") return [];
    return [`${paint("workers", "dim", look.color)}  ${workers.map(({ doing, seed }, at) => `${at + 1} ${doing}${seed === undefined ? "" : ` ${clean(seed, look.ascii)}`}`).join("  ")}`];
  }

  #bar({ runs, of, rate, left, phase, events, elapsed }: CampaignProgress, columns: number): string {
    const { look } = this;
    const text = `${thousands(runs)} of ${count(of, "run")}  ${thousands(Math.round(rate))} a second  ${thousands(events)} events  ${left === undefined ? `${(elapsed / 1_000).toFixed(1)}s` : `ETA ${seconds(left)}`}  ${PHASES[phase]}`;
    const room = Math.max(8, Math.min(40, columns - text.length - 14));
    return `${paint(bar(runs / Math.max(1, of), room, look), "odd", look.color)} ${text} ${columns > 100 ? paint(sparkline(this.shown.rates, 12, look), "dim", look.color) : ""}`;
  }

  #verdicts({ verdicts }: CampaignProgress): readonly string[] {
    const { ascii, color } = this.look;
    const shown = verdicts.filter(({ promised }) => promised !== "nothing");
    const longest = Math.max(0, ...shown.map(({ guarantee }) => guarantee.length));
    return shown.map((verdict) => {
      const { guarantee, status, failures, upperBound95, promised } = verdict;
      const sure = failures > 0 ? `broken in ${count(failures, "run")}` : upperBound95 === undefined ? (status === "unknown" ? "unknown" : "no failure") : `no failure: under ${(upperBound95 * 100).toPrecision(2)} % of runs, at 95 %`;
      return `  ${paint(markOf(status, ascii), styleOf(verdict), color)} ${clean(guarantee, ascii).padEnd(longest)}  ${sure}${promised === "breaks" ? paint(", promised to break", "dim", color) : ""}`;
    });
  }

  /** Those written down, then those that are still being reduced. */
  #failures({ failures, reducing }: CampaignProgress, columns: number): readonly string[] {
    const { ascii, color } = this.look;
    const under = reducing === undefined ? [] : [`  ${paint(clean(reducing.guarantee, ascii), "violation", color)} is being reduced: ${thousands(reducing.from)} ${ascii ? "->" : "→"} ${count(reducing.to, "fault")} after ${count(reducing.replays, "replay")}`];
    if (failures.length === 0) return under.length > 0 ? under : [paint("no failure so far", "dim", color)];
    return [
      paint("failures", "dim", color),
      ...failures.flatMap(({ guarantee, sentence, from, to, run, strategy, minimal }, at) => {
        const mark = at === this.chosen && this.shown.counterexamples.length > 0 ? paint(ascii ? ">" : "▸", "bold", color) : " ";
        return [
          fit(`${mark} ${paint(clean(guarantee, ascii), "violation", color)}  run ${thousands(run)} (${clean(strategy, ascii)})  ${thousands(from)} ${ascii ? "->" : "→"} ${count(to, "fault")}, ${minimal}`, columns, this.look),
          fit(`    ${clean(sentence, ascii)}`, columns, this.look),
        ];
      }),
      ...under,
    ];
  }

  /** Strategies and coverage on as few rows as it takes. */
  #brief({ strategies, faults, sometimes }: CampaignProgress, columns: number): readonly string[] {
    const row = (name: string, parts: readonly string[]): readonly string[] => (parts.length === 0 ? [] : wrap(`${name}: ${parts.join(", ")}`, columns));
    const { ascii } = this.look;
    return [
      ...row("found first by", strategies.filter(({ found }) => found > 0).map(({ name, found }) => `${clean(name, ascii)} ${thousands(found)}`)),
      ...row("strategies, runs", strategies.map(({ name, runs }) => `${clean(name, ascii)} ${thousands(runs)}`)),
      ...row("faults", Object.entries(faults).filter(([, { injected }]) => injected > 0).map(([kind, { injected }]) => `${clean(kind, ascii)} ${thousands(injected)}`)),
      ...row("reached", sometimes.map(({ name, count: times }) => `${clean(name, ascii)} ${thousands(times)}`)),
    ];
  }

  #strategies({ strategies, certificate }: CampaignProgress): readonly string[] {
    const { color, ascii } = this.look;
    const longest = Math.max(0, ...strategies.map(({ name }) => name.length));
    return [
      paint("strategies: runs, how many broke a promise, first failures", "dim", color),
      ...strategies.map(({ name, runs, failures, found }) => `  ${clean(name, ascii).padEnd(longest)}  ${thousands(runs).padStart(6)}  ${thousands(failures).padStart(6)}  ${found === 0 ? "" : paint(`${thousands(found)} first`, "violation", color)}`),
      ...(certificate === undefined ? [] : [paint("certified", "effect", color), `  ${clean(`${certificate.guarantees.join(", ")}: ${certificate.sentence} (${certificate.strategy}, ${count(certificate.runs, "run")})`, ascii)}`]),
    ];
  }

  #coverage({ faults, sometimes, unexercised }: CampaignProgress, columns: number): readonly string[] {
    const { color, ascii } = this.look;
    const kinds = Object.entries(faults).filter(([, { injected }]) => injected > 0).sort(([, a], [, b]) => b.injected - a.injected);
    const longest = Math.max(9, ...kinds.map(([kind]) => kind.length));
    const most = Math.max(1, ...kinds.map(([, { injected }]) => injected));
    const room = Math.max(6, Math.min(20, columns - longest - 26));
    return [
      paint("faults injected, and how many the protocol noticed", "dim", color),
      ...kinds.map(([kind, { injected, reached }]) => `  ${clean(kind, ascii).padEnd(longest)} ${bar(injected / most, room, this.look)} ${thousands(injected)}, ${thousands(reached)}`),
      ...(unexercised.length === 0 ? [] : [`  never reached it: ${unexercised.join(", ")}`]),
      ...(sometimes.length === 0 ? [] : [paint("reached", "dim", color), ...sometimes.map(({ name, count: times }) => `  ${clean(name, ascii)} ${thousands(times)}`)]),
    ];
  }
}

/** Roughly, for people. */
function seconds(ms: number): string {
  return ms < 90_000 ? `${Math.ceil(ms / 1_000)}s` : ms < 5_400_000 ? `${Math.round(ms / 60_000)}m` : `${(ms / 3_600_000).toFixed(1)}h`;
}
