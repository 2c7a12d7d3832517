import { replay } from "../../campaign/replay.ts";
import type { Replay } from "../../campaign/replay.ts";
import { VERSION } from "../../campaign/version.ts";
import { runText } from "../../report/text.ts";
import { printable } from "../../world/step-key.ts";
import { AS_PROMISED, BROKEN, NOT_DETERMINISTIC } from "../exit.ts";
import { openInspector, waitForDebugger } from "../inspector.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { countOf } from "../quantities.ts";

export interface ReplayFlags extends CommonOptions {
  readonly until?: string;
  readonly inspect?: boolean;
}

/**
 * `faultline replay FILE`: the same run again, its digest checked. 1: it still breaks. 0: it no longer does. 4: same source,
 * another digest. With `--inspect`, once more under a debugger, which stops at the violating event.
 */
export async function replayCommand(file: string, flags: ReplayFlags, output: Output): Promise<number> {
  const until = flags.until === undefined ? undefined : countOf(flags.until, "--until");
  pulse({ doing: `loading ${printable(file)}` });
  const address = flags.inspect === true ? await openInspector() : undefined;
  const result = await replay(file, address === undefined ? {} : {
    inspect: true,
    ...(until === undefined ? {} : { before: until }),
    onInspect(event, { failure }) {
      output.complain(`waiting for a debugger on ${address}: run "node inspect ${address}", or open chrome://inspect; it stops in front of the handler of event ${event}${until === undefined ? `, which breaks ${printable(failure.guarantee)}` : ""}`);
      waitForDebugger();
    },
  });
  const style = { width: output.width, ascii: output.ascii, color: output.color };
  output.text(runText(result.run, result.simulation, { ...style, ...(until === undefined ? {} : { until }) }));
  output.text(outcome(result));
  const { run, same, divergedAt, breaks, sameSource } = result;
  output.document({ version: VERSION, run, same, ...(divergedAt === undefined ? {} : { divergedAt }), breaks, sameSource });
  if (!same && sameSource) return NOT_DETERMINISTIC;
  return breaks ? BROKEN : AS_PROMISED;
}

function outcome({ failure, same, sameSource, divergedAt, breaks, run }: Replay): string {
  const others = failure.faultline === VERSION ? "" : ` or Faultline, then ${printable(failure.faultline)} and now ${VERSION},`;
  const difference = `digest ${run.digest} instead of ${failure.digest}, first difference at event ${divergedAt}`;
  const guarantee = printable(failure.guarantee);
  return [
    ...(sameSource ? [] : [`The scenario's source${others} has changed since this file was written.`]),
    same ? `The same run, bit for bit: digest ${run.digest}.` : sameSource ? `NOT THE SAME RUN, of an unchanged source: ${difference}. The scenario is not deterministic, or a package it imports has changed.` : `Another run: ${difference}.`,
    breaks ? `${guarantee} still breaks.` : `${guarantee} no longer breaks.`,
  ].join("\n");
}
