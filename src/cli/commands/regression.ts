import { quoted } from "../../scenario/replay-command.ts";
import { regression } from "../../campaign/regression.ts";
import { VERSION } from "../../campaign/version.ts";
import { printable } from "../../world/step-key.ts";
import { AS_PROMISED } from "../exit.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";

export interface RegressionFlags extends CommonOptions {
  readonly out?: string;
}

/** `faultline regression FILE`: a failure file as a scenario that keeps it, for `check` and for tests. */
export async function regressionCommand(file: string, flags: RegressionFlags, output: Output): Promise<number> {
  pulse({ doing: `trying ${printable(file)}` });
  const made = await regression(file, { ...(flags.out === undefined ? {} : { out: flags.out }), onProgress: () => pulse({}) });
  const { guarantee, promised, sentence } = made;
  const today = promised === "breaks" ? `still breaks: ${printable(sentence)}` : "no longer breaks, and must not again";
  output.text(`${printable(guarantee)} ${today}\nwrote ${printable(made.file)}, which promises that it ${promised}\n\ncheck it:  npx faultline check ${quoted(made.file)}`);
  output.document({ version: VERSION, ...made });
  return AS_PROMISED;
}
