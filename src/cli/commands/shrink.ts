import { loadFailure, UnwrittenError, writeFailure } from "../../campaign/failures.ts";
import { load } from "../../campaign/load.ts";
import { shrink } from "../../campaign/shrink.ts";
import { VERSION } from "../../campaign/version.ts";
import { withParameters } from "../../scenario/parameters.ts";
import { resolve } from "../../scenario/resolve.ts";
import { witness } from "../../search/counterexample.ts";
import { counterexampleText } from "../../report/text.ts";
import { printable } from "../../world/step-key.ts";
import { AS_PROMISED, BAD_INPUT } from "../exit.ts";
import { countOf } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";

export interface ShrinkFlags extends CommonOptions {
  readonly replays: string;
  readonly out: string;
}

/** `faultline shrink FILE`: a smaller plan that breaks the same guarantee, as a new failure file. */
export async function shrinkCommand(file: string, flags: ShrinkFlags, output: Output): Promise<number> {
  const replays = countOf(flags.replays, "--replays");
  pulse({ doing: `loading ${printable(file)}` });
  const { failure, target } = loadFailure(file);
  const origin = await load(target);
  const scenario = withParameters(origin, failure.parameters);
  const doing = `shrinking ${printable(file)}`;
  pulse({ doing });
  const found = await shrink(scenario, failure, { replays, onProgress: (done) => pulse({ doing, progress: `${doing}: ${done} replays` }) });
  const simulation = witness(resolve(scenario), found);
  let code = AS_PROMISED;
  let counterexample = found;
  try {
    counterexample = { ...found, file: writeFailure(flags.out, origin, failure.parameters, found, simulation) };
  } catch (error) {
    if (!(error instanceof UnwrittenError)) throw error;
    code = BAD_INPUT;
    output.rescue(`faultline: ${error.message}. The failure:\n${error.content}`);
  }
  const style = { width: output.width, ascii: output.ascii, color: output.color };
  output.text(`${failure.plan.length} faults before, ${found.faults} after ${found.shrinkRuns} replays.`);
  output.text(counterexampleText(counterexample, simulation, { ...style, scenario: origin.name ?? "scenario", command: counterexample.file === undefined ? undefined : `npx faultline replay ${counterexample.file}` }));
  output.document({ version: VERSION, ...counterexample });
  return code;
}
