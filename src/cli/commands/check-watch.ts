import { Stage } from "../../dashboard/stage.ts";
import type { Scenario } from "../../scenario/types.ts";
import { worst } from "../exit.ts";
import { Hunt } from "../hunt.ts";
import type { HuntOptions } from "../hunt.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { onTerminal, TerminalOutlet } from "../stage.ts";

/** `faultline check --watch`: the campaigns on the dashboard; when it is left, what they came to is printed. */
export async function checkWatched(targets: readonly Scenario[], options: HuntOptions, output: Output): Promise<number> {
  const outlet = new TerminalOutlet();
  const hunt: Hunt = new Hunt(targets, options, output, outlet, (screen) => stage.open(screen));
  const stage: Stage = new Stage(hunt.screen, { ascii: output.ascii, color: output.color });
  await onTerminal(stage, outlet, false, () => hunt.screen.busy);
  hunt.stop();
  const { codes, texts } = await hunt.caught;
  pulse({ printed: `${[...texts, outlet.text].join("\n").trimEnd()}\n` });
  return worst(codes);
}
