import { load } from "../../campaign/load.ts";
import { sweep } from "../../campaign/sweep.ts";
import { VERSION } from "../../campaign/version.ts";
import { sweepText } from "../../report/sweep.ts";
import type { SweepRun, Sweep } from "../../search/sweep.ts";
import type { Plan } from "../../world/fault.ts";
import type { CrashKind } from "../../world/spec.ts";
import { printable } from "../../world/step-key.ts";
import { thousands } from "../../report/numbers.ts";
import { AS_PROMISED, BROKEN, INTERRUPTED, UNKNOWN, worst } from "../exit.ts";
import { interrupts } from "../interrupts.ts";
import { locating } from "../locating.ts";
import { parametersOf, planOf } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";

export interface SweepFlags extends CommonOptions {
  readonly node?: readonly string[];
  readonly guarantee?: readonly string[];
  readonly how: string;
  readonly for: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly plan?: string;
}

/** `faultline sweep SCENARIO`: a crash at every cut. As with `run`, `breaks` only informs: 1 when what is promised to hold breaks at a cut, or without one. */
export async function sweepCommand(name: string, flags: SweepFlags, output: Output): Promise<number> {
  // From here on: what a scenario file takes to load may be interrupted, too.
  const signal = interrupts();
  pulse({ doing: `loading ${printable(name)}` });
  const scenario = await load(name);
  const doing = `sweeping ${printable(name)}`;
  const from = locating()?.run ?? 0;
  const set = parametersOf(flags.set);
  pulse({ doing, locating: { run: from } });
  const began = performance.now();
  const swept = await sweep(scenario, {
    how: flags.how as CrashKind,
    for: flags.for,
    from,
    signal,
    ...(flags.node === undefined ? {} : { nodes: flags.node }),
    ...(flags.guarantee === undefined ? {} : { guarantees: flags.guarantee }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(set === undefined ? {} : { set }),
    ...(flags.plan === undefined ? {} : { plan: planOf(flags.plan) as Plan }),
    onProgress: (run) => pulse({ doing, locating: { run: run.done }, progress: progressOf(doing, run, performance.now() - began) }),
  });
  output.text(sweepText(swept, { width: output.width, ascii: output.ascii, color: output.color }));
  output.document({ version: VERSION, ...swept });
  return codeOf(swept);
}

function codeOf({ steps, already, interrupted }: Sweep): number {
  const verdicts = [...already, ...steps.flatMap(({ cuts }) => cuts.flatMap((cut) => cut.verdicts))].filter(({ promised }) => promised === "holds");
  return worst([...(interrupted ? [INTERRUPTED] : []), ...verdicts.map(({ status }) => (status === "fail" ? BROKEN : status === "unknown" ? UNKNOWN : AS_PROMISED))]);
}

function progressOf(doing: string, { done, total }: SweepRun, elapsed: number): string {
  const rate = done / Math.max(1, elapsed / 1_000);
  return `${doing}: ${thousands(done)} of ${thousands(total)} cuts, ${Math.round(rate)} a second${done === 0 ? "" : `, ${Math.ceil((total - done) / Math.max(rate, 0.001))}s left`}`;
}
