import { check } from "../../campaign/check.ts";
import type { Campaign } from "../../campaign/check.ts";
import { bundled, load } from "../../campaign/load.ts";
import { VERSION } from "../../campaign/version.ts";
import { InputError, suggestion } from "../../kernel/errors.ts";
import { withParameters } from "../../scenario/parameters.ts";
import { resolve } from "../../scenario/resolve.ts";
import { Simulation } from "../../scenario/simulation.ts";
import type { Scenario } from "../../scenario/types.ts";
import { strategyNamed } from "../../search/strategy.ts";
import { campaignText } from "../../report/campaign.ts";
import { counterexampleText } from "../../report/text.ts";
import { printable } from "../../world/step-key.ts";
import { AS_PROMISED, BROKEN, INTERRUPTED, UNKNOWN, worst } from "../exit.ts";
import { announcing, isLocating } from "../locating.ts";
import { countOf, parametersOf } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { LOCATING, pulse } from "../pulse.ts";
import { progressOf } from "../progress.ts";

export interface CheckFlags extends CommonOptions {
  readonly runs: string;
  readonly time?: string;
  readonly seed: string;
  readonly strategy: string;
  readonly workers?: string;
  readonly out: string;
  readonly set?: readonly string[];
  readonly first?: boolean;
}

/** `faultline check [SCENARIO...]`: a campaign over each; what breaks is shrunk and written down as it is found. */
export async function checkCommand(names: readonly string[], flags: CheckFlags, output: Output): Promise<number> {
  if (flags.workers !== undefined && countOf(flags.workers, "--workers") !== 1) throw new InputError("--workers: campaigns run on one core for now; leave it out or say 1");
  const runs = countOf(flags.runs, "--runs");
  const strategy = flags.strategy;
  strategyNamed(strategy);
  const set = parametersOf(flags.set);
  const targets = await expand(names);
  if (isLocating()) return locate(targets, flags);
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const codes: number[] = [];
  const scenarios: object[] = [];
  let drawn = false;
  for (const [index, target] of targets.entries()) {
    pulse({ doing: `loading ${printable(target)}`, code: worst(codes) });
    const scenario = await load(target);
    const began = performance.now();
    const campaign = await check(scenario, {
      runs, strategy, seed: flags.seed, out: flags.out, signal: interrupt.signal, first: flags.first === true,
      ...(flags.time === undefined ? {} : { time: flags.time }),
      ...(set === undefined ? {} : { set }),
      onProgress: (under) => pulse({ doing: `${scenario.name}, seed ${under.seed}`, run: index * runs + under.runs, progress: `[${index + 1}/${targets.length}] ${progressOf(scenario, under, runs, performance.now() - began)}` }),
      onCounterexample: (counterexample, simulation) => {
        const promise = scenario.promises[counterexample.guarantee];
        const surprising = promise !== undefined && "holds" in promise;
        if (surprising) pulse({ code: worst([...codes, BROKEN]) });
        // What was promised to hold is always drawn; of what was promised to break, the first that needs a fault.
        if (!surprising && (drawn || counterexample.faults === 0)) return;
        drawn = true;
        output.text(counterexampleText(counterexample, simulation, { width: output.width, ascii: output.ascii, color: output.color, scenario: scenario.name!, command: commandFor(counterexample.file) }));
      },
      onUnwritten: (error) => {
        codes.push(2);
        output.rescue(`faultline: ${error.message}. The failure:\n${error.content}`);
      },
    });
    codes.push(codeOf(campaign));
    scenarios.push({ name: scenario.name, ...campaign, asPromised: campaign.verdicts.every(({ asPromised }) => asPromised) });
    output.text(campaignText(scenario.name!, scenario.title, campaign, { width: output.width, ascii: output.ascii, color: output.color }));
    if (campaign.interrupted) break;
    if (flags.first === true && campaign.counterexamples.length > 0) break;
  }
  output.document({ version: VERSION, seed: flags.seed, scenarios });
  return worst(codes);
}

function codeOf(campaign: Campaign): number {
  if (campaign.interrupted) return INTERRUPTED;
  return worst(campaign.verdicts.map(({ promised, status, asPromised, pin }) => {
    if (asPromised) return AS_PROMISED;
    if (promised === "holds") return status === "fail" ? BROKEN : UNKNOWN;
    return pin?.breaks === true ? BROKEN : UNKNOWN;
  }));
}

function commandFor(file: string | undefined): string | undefined {
  return file === undefined ? undefined : `npx faultline replay ${file}`;
}

/** Names and paths as given; a folder of bundled scenarios stands for all in it; nothing given is all there are. */
async function expand(names: readonly string[]): Promise<readonly string[]> {
  const all = (await bundled()).map(({ name }) => name);
  if (names.length === 0) return all;
  return names.flatMap((name) => {
    if (all.includes(name)) return [name];
    const inside = all.filter((other) => other.startsWith(`${name.replace(/\/$/, "")}/`));
    if (inside.length > 0) return inside;
    if (/\.[cm]?[jt]s$/.test(name)) return [name];
    throw new InputError(`there is no scenario ${printable(JSON.stringify(name))}${suggestion(name, all)} Give a name from "faultline list" or the path of a .ts file`.replace("? Give", "? Else give"));
  });
}

/** Runs the one run that did not return, announcing every event. */
async function locate(targets: readonly string[], flags: CheckFlags): Promise<number> {
  const runs = countOf(flags.runs, "--runs");
  const at = Number(process.env[LOCATING]);
  const scenario: Scenario = await load(targets[Math.floor(at / runs)]!);
  const resolved = resolve(withParameters(scenario, parametersOf(flags.set) ?? {}));
  const candidate = strategyNamed(flags.strategy)(resolved, flags.seed).candidate(at % runs);
  const simulation = new Simulation(resolved, { seed: candidate.seed, plan: [], rates: true, ...(candidate.chances === undefined ? {} : { chances: candidate.chances }) });
  announcing(simulation, `${scenario.name}, seed ${candidate.seed}`);
  return UNKNOWN;
}
