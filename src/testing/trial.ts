import { check } from "../campaign/check.ts";
import type { Campaign, CheckOptions } from "../campaign/check.ts";
import { howToReplay, UnwrittenError, writeFailure } from "../campaign/failures.ts";
import { sourceOf } from "../campaign/load.ts";
import { InputError } from "../kernel/errors.ts";
import { campaignText } from "../report/campaign.ts";
import { wrap } from "../report/diagram/cells.ts";
import { counterexampleText } from "../report/text.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Scenario } from "../scenario/types.ts";
import { NondeterminismError } from "../scenario/verify.ts";
import type { Counterexample } from "../search/counterexample.ts";

/** How much is tried; everything has a default. */
export interface TrialOptions extends Pick<CheckOptions, "runs" | "time" | "seed" | "strategy" | "set" | "replays"> {
  /** Folder for the failure files of promises to hold that broke. Default "reports", in the folder that Vitest runs in. */
  readonly out?: string;
}

/** How failures are told: a test runner prints them as they are, wherever that is. */
const STYLE = { width: 80, ascii: false, color: false };

/** A campaign over a scenario, run when the first of its promises is judged, and what there is to say when they are not kept. */
export class Trial {
  readonly #scenario: Scenario;
  readonly #options: TrialOptions;
  readonly #name: string;
  /** What broke though it was promised to hold, by guarantee. */
  readonly #broken = new Map<string, string>();
  #campaign: Promise<Campaign> | undefined;

  constructor(scenario: Scenario, options: TrialOptions) {
    this.#scenario = scenario;
    this.#options = options;
    this.#name = scenario.name ?? "scenario";
  }

  /** What there is to say of a guarantee that did not come out as promised, and of a campaign that could not be run; undefined when all is well. */
  async complaint(guarantee: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      const campaign = await (this.#campaign ??= this.#run(signal));
      const verdict = campaign.verdicts.find((one) => one.guarantee === guarantee);
      if (verdict?.asPromised === true && !campaign.interrupted) return undefined;
      const [, ...figures] = campaignText(this.#name, this.#scenario.title, { ...campaign, verdicts: verdict === undefined ? [] : [verdict] }, STYLE).split("\n");
      return this.#broken.get(guarantee) ?? [`${this.#name}: ${guarantee} did not come out as promised`, ...figures].join("\n");
    } catch (error) {
      if (error instanceof InputError || error instanceof NondeterminismError) return error.message;
      throw error;
    }
  }

  #run(signal: AbortSignal): Promise<Campaign> {
    const onCounterexample = (counterexample: Counterexample, simulation: Simulation): void => {
      const { guarantee } = counterexample;
      if ("holds" in this.#scenario.promises[guarantee]!) this.#broken.set(guarantee, this.#tell(counterexample, simulation));
    };
    return check(this.#scenario, { ...this.#options, out: undefined, signal, onCounterexample });
  }

  #tell(counterexample: Counterexample, simulation: Simulation): string {
    const { command, note } = this.#keep(counterexample, simulation);
    const text = counterexampleText(counterexample, simulation, { ...STYLE, scenario: this.#name, command });
    return note === undefined ? text : [text, ...wrap(note, STYLE.width)].join("\n");
  }

  /** Writes the failure down where that makes sense, and says how to see it again. */
  #keep(counterexample: Counterexample, simulation: Simulation): { readonly command: string; readonly note?: string } {
    const { seed, lines, parameters } = counterexample;
    const set = { ...this.#options.set, ...parameters };
    const call = `run(scenario, ${JSON.stringify({ seed, ...(Object.keys(set).length === 0 ? {} : { set }), plan: lines })})`;
    // A failure file that does not say where its scenario is could not be replayed.
    if (sourceOf(this.#scenario) === undefined) return { command: call, note: "given the path of the scenario instead of itself, scenarioTest writes a failure file" };
    try {
      return { command: howToReplay(writeFailure(this.#options.out ?? "reports", this.#scenario, set, counterexample, simulation)) };
    } catch (error) {
      if (!(error instanceof UnwrittenError)) throw error;
      return { command: call, note: error.message };
    }
  }
}
