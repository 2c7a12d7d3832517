import { check } from "../../campaign/check.ts";
import type { CheckOptions } from "../../campaign/check.ts";
import type { UnwrittenError } from "../../campaign/failures.ts";
import { CampaignScreen } from "../../dashboard/campaign/screen.ts";
import type { Watched } from "../../dashboard/campaign/screen.ts";
import { RunScreen } from "../../dashboard/run/screen.ts";
import { Stage } from "../../dashboard/stage.ts";
import type { Look } from "../../dashboard/text.ts";
import { joined, withParameters } from "../../scenario/parameters.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { Scenario } from "../../scenario/types.ts";
import type { Counterexample } from "../../search/counterexample.ts";
import { campaignText } from "../../report/campaign.ts";
import { campaignProgress } from "../../view/campaign-progress.ts";
import { BAD_INPUT, NOT_DETERMINISTIC, worst } from "../exit.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { onTerminal, TerminalOutlet } from "../stage.ts";
import { campaignCode } from "./check.ts";

/** Between two redrawings, ms. */
const REDRAW = 100;

/** `faultline check --watch`: the campaigns on the dashboard; when it is left, what they came to is printed. */
export async function checkWatched(targets: readonly Scenario[], options: CheckOptions & { readonly runs: number; readonly out: string }, output: Output): Promise<number> {
  const look: Look = { ascii: output.ascii, color: output.color };
  const outlet = new TerminalOutlet();
  const parameters = options.set ?? {};
  const enter = ({ name }: Watched, { seed, plan, parameters: more }: Counterexample): void => {
    const scenario = targets.find((one) => one.name === name)!;
    const set = joined(parameters, more);
    const run = new RunScreen({ target: name, scenario, parameters: set, resolved: resolve(withParameters(scenario, set)), out: options.out }, { seed, plan, rates: false }, look, outlet);
    run.player.goToViolation();
    stage.open(run);
  };
  const screen = new CampaignScreen(targets.map(({ name }) => name!), look, enter);
  const stage: Stage = new Stage(screen, look);
  const left = new AbortController();
  const campaigns = hunt(targets, { ...options, signal: left.signal }, screen, output);
  await onTerminal(stage, outlet, false, () => screen.busy);
  left.abort();
  const { codes, texts } = await campaigns;
  pulse({ printed: `${[...texts, outlet.text].join("\n").trimEnd()}\n` });
  return worst(codes);
}

async function hunt(targets: readonly Scenario[], options: CheckOptions & { readonly runs: number }, screen: CampaignScreen, output: Output): Promise<{ readonly codes: readonly number[]; readonly texts: readonly string[] }> {
  const codes: number[] = [];
  const texts: string[] = [];
  const style = { width: output.width, ascii: output.ascii, color: output.color };
  screen.busy = true;
  for (const [index, scenario] of targets.entries()) {
    if (options.signal?.aborted === true) break;
    const watched = screen.all[index]!;
    screen.current = index;
    const began = performance.now();
    let drawn = -Infinity;
    try {
      const campaign = await check(scenario, {
        ...options,
        onProgress: (run) => {
          watched.progress = campaignProgress(run, options.runs, performance.now() - began);
          if (performance.now() - drawn < REDRAW && run.phase !== "done") return;
          drawn = performance.now();
          watched.rates.push(watched.progress.rate);
          screen.changed?.();
        },
        onCounterexample: (counterexample) => void watched.counterexamples.push(counterexample),
        onUnwritten: (error: UnwrittenError) => {
          codes.push(BAD_INPUT);
          output.rescue(error);
        },
      });
      codes.push(campaignCode(campaign));
      texts.push(campaignText(scenario.name!, scenario.title, campaign, style), ...campaign.counterexamples.flatMap(({ file }) => (file === undefined ? [] : [`  ${file}`])));
    } catch (error) {
      if (!(error instanceof Error) || (error.name !== "InputError" && error.name !== "NondeterminismError")) throw error;
      watched.trouble = error.message;
      codes.push(error.name === "InputError" ? BAD_INPUT : NOT_DETERMINISTIC);
      texts.push(`${scenario.name}: ${error.message}`);
    }
  }
  screen.busy = false;
  screen.changed?.();
  return { codes, texts };
}
