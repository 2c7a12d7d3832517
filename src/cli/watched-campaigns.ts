import { check } from "../campaign/check.ts";
import type { CampaignPart } from "../campaign/campaign-file.ts";
import type { CheckOptions } from "../campaign/check.ts";
import { CampaignScreen } from "../dashboard/campaign/screen.ts";
import { RunScreen } from "../dashboard/run/screen.ts";
import type { Outlet, Screen } from "../dashboard/screen.ts";
import type { Look } from "../dashboard/text.ts";
import type { InputError } from "../kernel/errors.ts";
import { joined, withParameters } from "../scenario/parameters.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Scenario } from "../scenario/types.ts";
import { campaignText } from "../report/campaign.ts";
import { campaignProgress } from "../view/campaign-progress.ts";
import { BAD_INPUT, NOT_DETERMINISTIC } from "./exit.ts";
import { tried, writePage } from "./files.ts";
import type { Output } from "./output.ts";
import { campaignCode, isAsPromised } from "./commands/check.ts";

/** Between two redrawings, ms. */
const REDRAW = 100;

/** What campaigns came to: exit codes, and what to print. */
export interface Concluded {
  readonly codes: readonly number[];
  readonly texts: readonly string[];
  readonly parts: readonly CampaignPart[];
}

export interface WatchedOptions extends CheckOptions {
  readonly runs: number;
  readonly out: string;
  /** Writes a page beside each failure file. */
  readonly pages: boolean;
}

/** Campaigns that run while somebody watches them. */
export class WatchedCampaigns {
  readonly screen: CampaignScreen;
  /** Resolves when all are over, or were stopped. */
  readonly concluded: Promise<Concluded>;
  readonly #stopped = new AbortController();
  readonly #codes: number[] = [];
  readonly #texts: string[] = [];
  readonly #parts: CampaignPart[] = [];

  /** Begins at once. @param open puts the run of a failure in front. */
  constructor(targets: readonly Scenario[], options: WatchedOptions, output: Output, outlet: Outlet, open: (screen: Screen) => void) {
    const look: Look = { ascii: output.ascii, color: output.color };
    this.screen = new CampaignScreen(targets.map(({ name }) => name!), look, ({ name }, { seed, plan, parameters }) => {
      const scenario = targets.find((one) => one.name === name)!;
      const set = joined(options.set ?? {}, parameters);
      const run = new RunScreen({ target: name, scenario, parameters: set, resolved: resolve(withParameters(scenario, set)), out: options.out }, { seed, plan, rates: false }, look, outlet);
      run.player.goToViolation();
      open(run);
    }, () => this.stop());
    this.concluded = this.#work(targets, options, output);
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #work(targets: readonly Scenario[], options: WatchedOptions, output: Output): Promise<Concluded> {
    const { screen } = this;
    screen.busy = true;
    for (const [index, scenario] of targets.entries()) {
      if (this.#stopped.signal.aborted) break;
      screen.current = index;
      await this.#one(scenario, index, options, output);
    }
    screen.busy = false;
    screen.changed?.();
    return { codes: this.#codes, texts: this.#texts, parts: this.#parts };
  }

  async #one(scenario: Scenario, index: number, options: WatchedOptions, output: Output): Promise<void> {
    const watched = this.screen.all[index]!;
    const name = scenario.name!;
    const trouble = (error: InputError): void => {
      this.#codes.push(BAD_INPUT);
      output.complain(error.message);
    };
    const began = performance.now();
    let drawn = -Infinity;
    try {
      const campaign = await check(scenario, {
        ...options,
        signal: this.#stopped.signal,
        onProgress: (run, workers) => {
          watched.progress = campaignProgress(run, options.runs, performance.now() - began, workers);
          if (performance.now() - drawn < REDRAW && run.phase !== "done") return;
          drawn = performance.now();
          watched.rates.push(watched.progress.rate);
          this.screen.changed?.();
        },
        onCounterexample: (counterexample, simulation) => {
          watched.counterexamples.push(counterexample);
          if (options.pages && counterexample.file !== undefined) tried(trouble, () => writePage(counterexample, simulation, options.set ?? {}));
        },
        onUnwritten: (error) => {
          this.#codes.push(BAD_INPUT);
          output.rescue(error);
        },
      });
      this.#codes.push(campaignCode(campaign));
      this.#parts.push({ name, title: scenario.title, ...campaign, asPromised: isAsPromised(campaign) });
      this.#texts.push(campaignText(name, scenario.title, campaign, { width: output.width, ascii: output.ascii, color: output.color }), ...campaign.counterexamples.flatMap(({ file }) => (file === undefined ? [] : [`  ${file}`])));
    } catch (error) {
      if (!(error instanceof Error) || (error.name !== "InputError" && error.name !== "NondeterminismError")) throw error;
      watched.trouble = error.message;
      this.#codes.push(error.name === "InputError" ? BAD_INPUT : NOT_DETERMINISTIC);
      this.#parts.push({ name, error: error.message, counterexamples: watched.counterexamples, asPromised: false });
      this.#texts.push(`${name}: ${error.message}`);
    }
  }
}
