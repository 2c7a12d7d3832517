import { replay } from "../../campaign/replay.ts";
import type { Replay } from "../../campaign/replay.ts";
import { VERSION } from "../../campaign/version.ts";
import { runText } from "../../report/text.ts";
import { printable } from "../../world/step-key.ts";
import { AS_PROMISED, BROKEN, NOT_DETERMINISTIC } from "../exit.ts";
import { countOf } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";

export interface ReplayFlags extends CommonOptions {
  readonly until?: string;
}

/** `faultline replay FILE`: the same run again, its digest checked. 1: it still breaks. 0: it no longer does. 4: same source, another digest. */
export async function replayCommand(file: string, flags: ReplayFlags, output: Output): Promise<number> {
  const until = flags.until === undefined ? undefined : countOf(flags.until, "--until");
  pulse({ doing: `loading ${printable(file)}` });
  const result = await replay(file, (doing) => pulse({ doing, run: 0 }));
  const style = { width: output.width, ascii: output.ascii, color: output.color };
  output.text(runText(result.run, result.simulation, { ...style, ...(until === undefined ? {} : { until }) }));
  output.text(outcome(result));
  output.document({ version: VERSION, run: result.run, same: result.same, ...(result.divergedAt === undefined ? {} : { divergedAt: result.divergedAt }) });
  if (!result.same && result.sameSource) return NOT_DETERMINISTIC;
  return result.breaks ? BROKEN : AS_PROMISED;
}

function outcome({ failure, same, sameSource, divergedAt, breaks, run }: Replay): string {
  const lines: string[] = [];
  if (same) lines.push(`The same run, bit for bit: digest ${run.digest}.`);
  else if (sameSource) lines.push(`NOT THE SAME RUN: the source has not changed, but the digest is ${run.digest} instead of ${failure.digest}; first difference at event ${divergedAt}. The scenario is not deterministic, or was changed in a file that it imports.`);
  else lines.push(`The source has changed since this file was written: digest ${run.digest} instead of ${failure.digest}; first difference at event ${divergedAt}.`);
  lines.push(breaks ? `${printable(failure.guarantee)} still breaks.` : `${printable(failure.guarantee)} no longer breaks.`);
  return lines.join("\n");
}

