import { compare } from "../../campaign/compare.ts";
import { load } from "../../campaign/load.ts";
import { VERSION } from "../../campaign/version.ts";
import { InputError } from "../../kernel/errors.ts";
import { compareText } from "../../report/compare.ts";
import { thousands } from "../../report/numbers.ts";
import type { Comparison } from "../../search/compare.ts";
import type { Plan } from "../../world/fault.ts";
import { printable } from "../../world/step-key.ts";
import { AS_PROMISED, BROKEN, INTERRUPTED, UNKNOWN, worst } from "../exit.ts";
import { interrupts } from "../interrupts.ts";
import { parametersOf, planOf } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { countOf } from "../quantities.ts";
import { isStage } from "../stage.ts";
import { compareWatched } from "./compare-watch.ts";

export interface CompareFlags extends CommonOptions {
  readonly with?: readonly string[];
  readonly set?: readonly string[];
  readonly seed?: string;
  readonly runs: string;
  readonly plan?: string;
  readonly rates?: boolean;
  readonly watch?: boolean;
}

/** `faultline compare A [B]`: the same plans and seeds on both. As with `run`, `breaks` only informs: 1 when what is promised to hold breaks on either side. */
export async function compareCommand(first: string, second: string | undefined, flags: CompareFlags, output: Output): Promise<number> {
  const runs = countOf(flags.runs, "--runs");
  const set = parametersOf(flags.set);
  const other = parametersOf(flags.with, "--with");
  if (second === undefined && other === undefined) throw new InputError(`compare ${printable(first)} with what? Give a second scenario, or what is different for the second: --with network.loss=0.3`);
  // From here on: what a scenario file takes to load may be interrupted, too.
  const signal = interrupts();
  pulse({ doing: `loading ${printable(first)}` });
  const one = await load(first);
  if (second !== undefined) pulse({ doing: `loading ${printable(second)}` });
  const two = second === undefined ? one : await load(second);
  if (flags.watch === true && runs > 1) throw new InputError("--watch shows one pair of runs; leave --runs out, or --watch");
  if (flags.watch === true && isStage(output)) return compareWatched([{ target: first, scenario: one, parameters: set ?? {} }, { target: second ?? first, scenario: two, parameters: { ...set, ...other } }], flags, output);
  const doing = `comparing ${printable(first)} and ${second === undefined ? "itself" : printable(second)}`;
  pulse({ doing, locating: { run: 0 } });
  const compared = await compare(one, two, {
    runs,
    signal,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(set === undefined ? {} : { set }),
    ...(other === undefined ? {} : { with: other }),
    ...(flags.plan === undefined ? {} : { plan: planOf(flags.plan) as Plan }),
    ...(flags.rates === true ? { rates: "on" as const } : {}),
    onProgress: (run) => pulse({ doing, progress: `${doing}: ${thousands(run.runs)} of ${thousands(runs)} runs` }),
  });
  output.text(compareText(compared, { width: output.width, ascii: output.ascii, color: output.color }));
  output.document({ version: VERSION, ...compared });
  return codeOf(compared);
}

function codeOf({ sides, interrupted }: Comparison): number {
  const promised = sides.flatMap(({ verdicts }) => verdicts).filter((verdict) => verdict.promised === "holds");
  return worst([...(interrupted ? [INTERRUPTED] : []), ...promised.map(({ status }) => (status === "fail" ? BROKEN : status === "unknown" ? UNKNOWN : AS_PROMISED))]);
}
