import { explainFile } from "../../campaign/explain.ts";
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
  const { explanation, simulation, scenario } = found;
  output.text(explanationText(explanation, simulation, { width: output.width, ascii: output.ascii, color: output.color, scenario: scenario.name ?? "scenario" }));
  output.document({ version: VERSION, ...explanation });
  return BROKEN;
}
