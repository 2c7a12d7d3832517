import { explainFile } from "../../campaign/explain.ts";
import type { Replay } from "../../campaign/replay.ts";
import { VERSION } from "../../campaign/version.ts";
import { explanationText } from "../../report/explain.ts";
import { printable } from "../../world/step-key.ts";
import { BROKEN, INTERRUPTED } from "../exit.ts";
import { interrupts } from "../interrupts.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";

/** `faultline explain FILE`: what each fault of a failure is needed for, and when it became likely. 1, since it breaks; 2 when it no longer does. */
export async function explainCommand(file: string, _flags: CommonOptions, output: Output): Promise<number> {
  const doing = `explaining ${printable(file)}`;
  pulse({ doing });
  const signal = interrupts();
  const found = await explainFile(file, { signal, onProgress: () => pulse({ progress: doing }) }).catch((error: unknown) => {
    if (signal.aborted && error === signal.reason) return undefined;
    throw error;
  });
  if (found === undefined) {
    output.complain("interrupted");
    return INTERRUPTED;
  }
  const { explanation, simulation, run: { scenario }, failure: { seed, parameters }, sameSource } = found;
  const caveat = caveatOf(found);
  if (caveat !== undefined) output.complain(caveat);
  output.text(explanationText(explanation, simulation, { width: output.width, ascii: output.ascii, color: output.color, scenario, setting: { seed, parameters } }));
  output.document({ version: VERSION, scenario, seed, parameters, sameSource, ...(caveat === undefined ? {} : { caveat }), ...explanation });
  return BROKEN;
}

/** What is explained may be another failure than that of the file. */
function caveatOf({ same, sameSource }: Replay): string | undefined {
  if (sameSource) return same ? undefined : "This is not the run that the failure file was written of, of an unchanged source: the scenario is not deterministic, or a package it imports has changed.";
  return `The scenario's source, or Faultline, has changed since this file was written; ${same ? "the run is still the same" : "what is explained is another run"}.`;
}
