import { loadFailure, loadOrigin, howToReplay, UnwrittenError, writeFailure } from "../../campaign/failures.ts";
import { shrink } from "../../campaign/shrink.ts";
import { VERSION } from "../../campaign/version.ts";
import { InputError } from "../../kernel/errors.ts";
import { joined } from "../../scenario/parameters.ts";
import { witness } from "../../search/counterexample.ts";
import type { Counterexample } from "../../search/counterexample.ts";
import { count, thousands } from "../../report/numbers.ts";
import { counterexampleText } from "../../report/text.ts";
import { printable } from "../../world/step-key.ts";
import { AS_PROMISED, BAD_INPUT, INTERRUPTED, worst } from "../exit.ts";
import { writePage } from "../files.ts";
import { interrupts } from "../interrupts.ts";
import { locating } from "../locating.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { countOf } from "../quantities.ts";

export interface ShrinkFlags extends CommonOptions {
  readonly replays: string;
  readonly out: string;
  /** False for `--no-pages`. */
  readonly pages: boolean;
}

/** `faultline shrink FILE`: a smaller plan that breaks the same guarantee, as a new failure file. */
export async function shrinkCommand(file: string, flags: ShrinkFlags, output: Output): Promise<number> {
  const replays = countOf(flags.replays, "--replays");
  pulse({ doing: `loading ${printable(file)}` });
  const { failure, target } = loadFailure(file);
  const { scenario: origin, resolved } = await loadOrigin(file, failure, target);
  const doing = `shrinking ${printable(file)}`;
  pulse({ doing, locating: { run: 0 } });
  const signal = interrupts();
  const found = await shrink(resolved.scenario, failure, { replays, signal, onProgress: (done) => pulse({ progress: `${doing}: ${count(done, "replay")}` }) }).catch((error: unknown) => {
    if (signal.aborted && error === signal.reason) return undefined;
    throw error;
  });
  if (found === undefined) {
    output.complain("interrupted");
    return INTERRUPTED;
  }
  const simulation = witness(resolved, found);
  const codes = [signal.aborted ? INTERRUPTED : AS_PROMISED];
  const parameters = joined(failure.parameters, found.parameters);
  let counterexample: Counterexample = Object.keys(parameters).length === 0 ? found : { ...found, parameters };
  let page: string | undefined;
  try {
    if (locating() === undefined) counterexample = { ...counterexample, file: writeFailure(flags.out, origin, parameters, found, simulation) };
    if (counterexample.file !== undefined && flags.pages) page = writePage(counterexample, simulation, {});
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    codes.push(BAD_INPUT);
    if (error instanceof UnwrittenError) output.rescue(error);
    else output.complain(error.message);
  }
  const style = { width: output.width, ascii: output.ascii, color: output.color };
  output.text(`${count(failure.plan.length, "fault")} before, ${thousands(found.faults)} after ${count(found.shrinkRuns, "replay")}${signal.aborted ? "; interrupted" : ` (and ${thousands(found.polishRuns)} more, to be sure and to make it plain)`}.`);
  output.text(counterexampleText(counterexample, simulation, { ...style, scenario: origin.name ?? "scenario", command: counterexample.file === undefined ? undefined : howToReplay(counterexample.file), page }));
  output.document({ version: VERSION, ...counterexample });
  return worst(codes);
}
