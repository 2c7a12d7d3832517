import { availableParallelism } from "node:os";
import { join } from "node:path";
import { checkBy } from "../../campaign/check.ts";
import type { CampaignDocument, CampaignPart } from "../../campaign/campaign-file.ts";
import type { Campaign, CheckOptions } from "../../campaign/check.ts";
import { howToReplay } from "../../campaign/failures.ts";
import { Crew } from "../../campaign/workers/crew.ts";
import { VERSION } from "../../campaign/version.ts";
import { seedText } from "../../kernel/chance.ts";
import { InputError } from "../../kernel/errors.ts";
import { NondeterminismError } from "../../scenario/verify.ts";
import type { Shard } from "../../search/campaign.ts";
import type { Counterexample } from "../../search/counterexample.ts";
import { strategyNamed } from "../../search/strategies.ts";
import { campaignJunit } from "../../report/campaign-cases.ts";
import { campaignLine, campaignText } from "../../report/campaign.ts";
import { campaignHtml } from "../../report/html/campaign.ts";
import { wrap } from "../../report/diagram/cells.ts";
import { counterexampleText } from "../../report/text.ts";
import { AS_PROMISED, BAD_INPUT, BROKEN, INTERRUPTED, NOT_DETERMINISTIC, UNKNOWN, worst } from "../exit.ts";
import { interrupts } from "../interrupts.ts";
import { locating } from "../locating.ts";
import { parametersOf } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pagesFrom, tried, writeFile, writePage } from "../files.ts";
import { pulse } from "../pulse.ts";
import type { Resumed } from "../pulse.ts";
import { progressOf } from "../progress.ts";
import { countOf, periodOf } from "../quantities.ts";
import { resuming } from "../resuming.ts";
import { isStage } from "../stage.ts";
import { loadAll } from "../targets.ts";
import { checkWatched } from "./check-watch.ts";

export interface CheckFlags extends CommonOptions {
  readonly runs: string;
  readonly time?: string;
  readonly seed: string;
  readonly strategy: string;
  readonly workers?: string;
  /** False for `--no-corpus`. */
  readonly corpus: boolean;
  readonly journal?: string;
  readonly shard?: string;
  readonly out: string;
  readonly set?: readonly string[];
  readonly failures: string;
  readonly first?: boolean;
  readonly watch?: boolean;
  /** False for `--no-pages`. */
  readonly pages: boolean;
  readonly junit?: string;
  readonly report?: string;
}

/** `faultline check [SCENARIO...]`: a campaign over each; what breaks is shrunk and written down as it is found. */
export async function checkCommand(names: readonly string[], flags: CheckFlags, output: Output): Promise<number> {
  const workers = flags.workers === undefined ? undefined : workersOf(flags.workers);
  strategyNamed(flags.strategy);
  const runs = countOf(flags.runs, "--runs");
  const failures = countOf(flags.failures, "--failures");
  const shard = flags.shard === undefined ? undefined : shardOf(flags.shard);
  const seed = seedText(flags.seed, "--seed");
  const set = parametersOf(flags.set);
  const from = locating();
  const shared: CheckOptions = {
    runs, seed, strategy: flags.strategy, failures, first: flags.first === true, signal: interrupts(),
    ...(set === undefined ? {} : { set }),
    ...(workers === undefined ? {} : { workers }),
    ...(shard === undefined || from !== undefined ? {} : { shard }),
    ...(flags.journal === undefined || from !== undefined ? {} : { journal: flags.journal }),
    onDamaged: (what) => output.complain(what),
    onReading: () => pulse({ progress: "reading the journal" }),
    ...(flags.time === undefined || from !== undefined ? {} : { time: periodOf(flags.time, "--time") * 1_000 }),
    ...(from === undefined ? { out: flags.out, ...(flags.corpus ? { corpus: join(flags.out, "corpus") } : {}) } : {}),
  };
  const crew = new Crew(from === undefined ? (workers ?? availableParallelism()) - 1 : 0);
  const targets = await loadAll(names, set ?? {});
  if (flags.journal !== undefined && targets.length > 1) throw new InputError(`--journal: a journal is of one scenario, and these are ${targets.length}; name one`);
  if (flags.watch === true && isStage(output)) return checkWatched(targets, { ...shared, runs, seed, out: flags.out, pages: flags.pages }, flags, output);
  const style = { width: output.width, ascii: output.ascii, color: output.color };
  const longest = Math.max(...targets.map(({ name }) => name!.length));
  const resumed = resuming();
  const codes: number[] = resumed === undefined ? [] : [resumed.code];
  const scenarios: CampaignPart[] = resumed === undefined ? [] : partsBefore(resumed, targets[resumed.target]!.name!);
  const start = from?.target ?? (resumed === undefined ? 0 : flags.first === true && codes.includes(BROKEN) ? targets.length : resumed.target + 1);
  const trouble = (error: InputError): void => {
    codes.push(BAD_INPUT);
    output.complain(error.message);
  };
  // It may be stopped again before it has found anything itself.
  if (resumed !== undefined) pulse({ code: resumed.code, found: { seed, scenarios } });
  let drawn: string | undefined;
  for (const [index, scenario] of targets.entries()) {
    if (index < start) continue;
    const name = scenario.name!;
    const counterexamples: Counterexample[] = [];
    const began = performance.now();
    pulse({ doing: name, resumes: true, locating: { target: index, run: 0 } });
    try {
      const campaign = await checkBy(crew, scenario, {
        ...shared,
        from: index === from?.target ? (from.run ?? 0) : 0,
        onProgress: (under, workers) => pulse({ locating: { target: index, run: Math.max(0, under.runs - 1) }, progress: `[${index + 1}/${targets.length}] ${progressOf(scenario, under, runs, performance.now() - began, workers.length)}` }),
        onCounterexample: (counterexample, simulation) => {
          counterexamples.push(counterexample);
          const page = flags.pages && counterexample.file !== undefined ? tried(trouble, () => writePage(counterexample, simulation, set ?? {})) : undefined;
          const promise = scenario.promises[counterexample.guarantee];
          const surprising = promise !== undefined && "holds" in promise;
          if (surprising) codes.push(BROKEN);
          pulse({ code: worst(codes), found: { seed, scenarios: [...scenarios, { name, counterexamples }] } });
          // What was promised to hold is always drawn; of what was promised to break, the first that needs more than packets that overtake each other.
          if (!surprising && (drawn !== undefined || counterexample.plan.every(({ fault }) => fault === "delay"))) return;
          const text = counterexampleText(counterexample, simulation, { ...style, scenario: name, command: counterexample.file === undefined ? undefined : howToReplay(counterexample.file), page });
          // Among many scenarios the expected failure comes last, where it stays on the screen.
          if (surprising || targets.length === 1) output.text(text);
          if (!surprising) drawn = text;
        },
        onNotice: ({ plans, sentence }, seconds) => output.text(wrap(`${name}: ${sentence}; about ${Math.ceil(seconds)}s${plans > runs ? `. Only ${runs} runs are made, and there are ${plans} at least: raise --runs` : ""}`, output.width).join("\n")),
        onUnkept: trouble,
        onUnwritten: (error) => {
          codes.push(BAD_INPUT);
          output.rescue(error);
        },
      });
      codes.push(campaignCode(campaign));
      const asPromised = isAsPromised(campaign);
      if (shard !== undefined && from === undefined && campaign.shard === undefined) {
        codes.push(UNKNOWN);
        output.complain(`${name}: shard ${shard.index} of ${shard.of} is not complete and was not written${flags.journal === undefined ? "; with --journal it could go on" : "; the same command goes on with it"}`);
      }
      scenarios.push({ name, title: scenario.title, ...campaign, asPromised });
      output.text(targets.length > 1 && asPromised && !campaign.interrupted ? campaignLine(name, campaign, style, longest) : campaignText(name, scenario.title, campaign, style));
      if (campaign.interrupted || (flags.first === true && campaign.counterexamples.length > 0)) break;
    } catch (error) {
      // One that cannot be judged keeps no other from it.
      if (!(error instanceof InputError || error instanceof NondeterminismError)) throw error;
      codes.push(error instanceof InputError ? BAD_INPUT : NOT_DETERMINISTIC);
      scenarios.push({ name, error: error.message, counterexamples, asPromised: false });
      output.complain(error.message);
    }
    pulse({ code: worst(codes), found: { seed, scenarios } });
  }
  await crew.end();
  if (drawn !== undefined && targets.length > 1) output.text(`\n${drawn}`);
  const whole: CampaignDocument = { version: VERSION, ...(resumed === undefined ? {} : { error: resumed.stopped }), seed, scenarios };
  output.document(whole);
  if (from !== undefined) return worst(codes);
  writeReports(whole, flags, trouble);
  return worst(codes);
}

/** What was found before; of the scenario on which the program was stopped, why, and what it had broken by then. */
function partsBefore({ stopped, found }: Resumed, name: string): CampaignPart[] {
  const { scenarios = [] } = (found ?? {}) as { readonly scenarios?: readonly CampaignPart[] };
  const whole = scenarios.filter((part) => "asPromised" in part);
  return [...whole, { name, error: stopped, counterexamples: scenarios[whole.length]?.counterexamples ?? [], asPromised: false }];
}

/** More threads than this would only wait for each other. */
const MOST = 256;

function shardOf(written: string): Shard {
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(written)?.map(Number) ?? [];
  if (index === undefined || of === undefined || index < 1 || index > of) throw new InputError(`--shard: ${JSON.stringify(written)} is no part of a campaign; it is i/n, with i from 1 to n, such as 1/4`);
  return { index, of };
}

function workersOf(written: string): number {
  const workers = countOf(written, "--workers");
  if (workers > MOST) throw new InputError(`--workers: ${workers} is more than ${MOST}, the most there are; a core for each is best, and this machine has ${availableParallelism()}`);
  return workers;
}

/** Writes what was asked for of a whole campaign: for a CI server, and as a page. */
export function writeReports(whole: CampaignDocument, { junit, report }: Pick<CheckFlags, "junit" | "report">, trouble: (error: InputError) => void): void {
  if (junit !== undefined) tried(trouble, () => writeFile(junit, campaignJunit(whole)));
  if (report !== undefined) tried(trouble, () => writeFile(report, campaignHtml(whole, { pageOf: pagesFrom(report) })));
}

/** All that was promised was judged, and came out so. */
export function isAsPromised({ interrupted, verdicts }: Campaign): boolean {
  return !interrupted && verdicts.length > 0 && verdicts.every(({ asPromised }) => asPromised);
}

/** The exit code that a campaign calls for. */
export function campaignCode(campaign: Campaign): number {
  if (campaign.interrupted) return INTERRUPTED;
  return worst(campaign.verdicts.map(({ promised, status, asPromised, pin }) => {
    if (asPromised) return AS_PROMISED;
    if (promised === "holds") return status === "fail" ? BROKEN : UNKNOWN;
    return pin?.breaks === true ? BROKEN : UNKNOWN;
  }));
}
