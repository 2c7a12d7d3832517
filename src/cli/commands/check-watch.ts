import { VERSION } from "../../campaign/version.ts";
import { Stage } from "../../dashboard/stage.ts";
import type { Scenario } from "../../scenario/types.ts";
import { BAD_INPUT, worst } from "../exit.ts";
import { WatchedCampaigns } from "../watched-campaigns.ts";
import type { WatchedOptions } from "../watched-campaigns.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { onTerminal, TerminalOutlet } from "../stage.ts";
import { writeReports } from "./check.ts";
import type { CheckFlags } from "./check.ts";

/** `faultline check --watch`: the campaigns on the dashboard; when it is left, what they came to is printed, and written as `check` would. */
export async function checkWatched(targets: readonly Scenario[], options: WatchedOptions & { readonly seed: string }, flags: CheckFlags, output: Output): Promise<number> {
  const outlet = new TerminalOutlet();
  const campaigns: WatchedCampaigns = new WatchedCampaigns(targets, options, output, outlet, (screen) => stage.open(screen));
  const stage: Stage = new Stage(campaigns.screen, { ascii: output.ascii, color: output.color });
  await onTerminal(stage, outlet, false, () => campaigns.screen.busy);
  campaigns.stop();
  const { codes, texts, parts } = await campaigns.concluded;
  const troubles: number[] = [];
  writeReports({ version: VERSION, seed: options.seed, scenarios: parts }, flags, ({ message }) => {
    troubles.push(BAD_INPUT);
    output.complain(message);
  });
  pulse({ printed: `${[...texts, outlet.text].join("\n").trimEnd()}\n` });
  return worst([...codes, ...troubles]);
}
