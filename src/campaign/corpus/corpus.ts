import { InputError } from "../../kernel/errors.ts";
import type { Parameters } from "../../scenario/parameters.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import type { Scenario } from "../../scenario/types.ts";
import type { Simulation } from "../../scenario/simulation.ts";
import type { CampaignRun, Discovery } from "../../search/campaign.ts";
import type { Counterexample } from "../../search/counterexample.ts";
import { handedOver } from "../handed-over.ts";
import { stemOf } from "../scenario-stem.ts";
import type { Destination } from "../handed-over.ts";
import { Corpus } from "./file.ts";
import { replayed } from "./replays.ts";
import type { CorpusReplay } from "./replays.ts";

/** What a campaign does with failures that are known. */
export interface CorpusOptions extends Destination {
  /** Folder of the corpus. Default: there is none. */
  readonly corpus?: string;
  readonly onDamaged?: (what: string) => void;
  /** Told when the corpus could not be written. Default: thrown. */
  readonly onUnkept?: (error: InputError) => void;
  readonly onCounterexample?: (counterexample: Counterexample, simulation: Simulation) => void;
}

/**
 * The failures a campaign knows from others before it, and those it finds. Only of the scenario as it stands: what broke under other
 * parameters breaks no promise of it.
 */
export class KnownFailures {
  /** What became of those that are known, in their order; undefined without a corpus. */
  readonly replays: readonly CorpusReplay[] | undefined;
  readonly counterexamples: readonly Counterexample[];
  readonly #corpus: Corpus | undefined;
  readonly #onUnkept: ((error: InputError) => void) | undefined;

  /** Tries them all. One that breaks what is promised to hold is handed over as a failure. @throws InputError */
  constructor(scenario: Scenario, campaign: CampaignRun, parameters: Parameters, wanted: boolean, options: CorpusOptions) {
    const { resolved } = campaign;
    const counterexamples: Counterexample[] = [];
    this.counterexamples = counterexamples;
    this.#onUnkept = options.onUnkept;
    if (options.corpus === undefined || !wanted || Object.keys(parameters).length > 0) return;
    this.#corpus = new Corpus(options.corpus, stemOf(scenario, resolved.name, options.corpus), options.onDamaged ?? (() => {}));
    this.replays = this.#corpus.failures.map((failure) => {
      const replay = replayed(scenario, failure);
      if (!replay.breaks || !isPromised(resolved, failure.guarantee)) return replay;
      campaign.tally.verdicts.relapse(failure.guarantee, replay.sentence ?? "");
      // One is enough to say that a promise is broken.
      if (counterexamples.some(({ guarantee }) => guarantee === failure.guarantee)) return replay;
      const known = { ...failure, minimal: "capped" as const, replays: 0, polishing: 0, runsToFind: 0, sentence: replay.sentence ?? "" };
      const { counterexample, simulation } = handedOver(scenario, resolved, parameters, known, options);
      counterexamples.push(counterexample);
      options.onCounterexample?.(counterexample, simulation);
      return replay;
    });
  }

  /** Only what was reduced to its end: who reads it must not take it for the smallest otherwise. */
  add({ guarantee, plan, parameters, seed, minimal }: Discovery): void {
    if (minimal !== "capped") this.#corpus?.add({ guarantee, plan, parameters, seed });
  }

  /** Writes what is new. What was found stands, whether or not it can be kept: told where somebody listens. @throws InputError where nobody does. */
  save(): void {
    try {
      this.#corpus?.save();
    } catch (error) {
      if (!(error instanceof InputError) || this.#onUnkept === undefined) throw error;
      this.#onUnkept(error);
    }
  }
}

function isPromised({ promises }: Resolved, guarantee: string): boolean {
  return promises.some((promise) => promise.guarantee === guarantee && promise.promised === "holds");
}
