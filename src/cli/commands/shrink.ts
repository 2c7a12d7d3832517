import { loadFailure, loadOrigin, howToReplay, UnwrittenError, writeFailure } from "../../campaign/failures.ts";
import { shrink } from "../../campaign/shrink.ts";
import { VERSION } from "../../campaign/version.ts";
import { witness } from "../../search/counterexample.ts";
import { count } from "../../report/numbers.ts";
import { counterexampleText } from "../../report/text.ts";
import { printable } from "../../world/step-key.ts";
import { AS_PROMISED, BAD_INPUT } from "../exit.ts";
import { locating } from "../locating.ts";
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
  const { scenario: origin, resolved } = await loadOrigin(file, failure, target);
  const doing = `shrinking ${printable(file)}`;
  pulse({ doing, locating: { run: 0 } });
  const found = await shrink(resolved.scenario, failure, { replays, onProgress: (done) => pulse({ progress: `${doing}: ${done} replays` }) });
  const simulation = witness(resolved, found);
  let code = AS_PROMISED;
  let counterexample = found;
  try {
    if (locating() === undefined) counterexample = { ...found, file: writeFailure(flags.out, origin, failure.parameters, found, simulation) };
  } catch (error) {
    if (!(error instanceof UnwrittenError)) throw error;
    code = BAD_INPUT;
    output.rescue(error);
  }
  const style = { width: output.width, ascii: output.ascii, color: output.color };
  output.text(`${count(failure.plan.length, "fault")} before, ${found.faults} after ${count(found.shrinkRuns, "replay")}.`);
  output.text(counterexampleText(counterexample, simulation, { ...style, scenario: origin.name ?? "scenario", command: counterexample.file === undefined ? undefined : howToReplay(counterexample.file) }));
  output.document({ version: VERSION, ...counterexample });
  return code;
}
