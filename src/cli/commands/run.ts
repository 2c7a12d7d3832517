import { writeFileSync } from "node:fs";
import { reason } from "../../campaign/failures.ts";
import { load } from "../../campaign/load.ts";
import { traceLines } from "../../report/trace.ts";
import { VERSION } from "../../campaign/version.ts";
import { InputError } from "../../kernel/errors.ts";
import { resultOf } from "../../scenario/result.ts";
import type { Run } from "../../scenario/result.ts";
import { prepare } from "../../scenario/run.ts";
import type { RunOptions } from "../../scenario/run.ts";
import { verified } from "../../scenario/verify.ts";
import type { Plan } from "../../world/fault.ts";
import { printable } from "../../world/step-key.ts";
import { runText } from "../../report/text.ts";
import { AS_PROMISED, BROKEN, UNKNOWN } from "../exit.ts";
import { announcing } from "../locating.ts";
import { parametersOf, planOf } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";

export interface RunFlags extends CommonOptions {
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly plan?: string;
  readonly rates?: boolean;
  readonly verify?: boolean;
  readonly strict?: boolean;
  readonly trace?: string;
}

const SLICE = 8_192;

/** `faultline run SCENARIO`: one run, with summary, verdicts and diagram. `breaks` only informs. */
export async function runCommand(name: string, flags: RunFlags, output: Output): Promise<number> {
  pulse({ doing: `loading ${printable(name)}` });
  const scenario = await load(name);
  const set = parametersOf(flags.set);
  const options: RunOptions = {
    trace: true,
    verify: flags.verify === true,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(set === undefined ? {} : { set }),
    ...(flags.plan === undefined ? {} : { plan: planOf(flags.plan) as Plan }),
    ...(flags.rates === true ? { rates: "on" as const } : {}),
  };
  const simulation = prepare(scenario, options);
  const doing = `${scenario.name}, seed ${simulation.options.seed}`;
  pulse({ doing, run: 0 });
  while (announcing(simulation, doing) ?? simulation.advance(SLICE)) pulse({ doing, progress: `${doing}: ${simulation.world.kernel.events.toLocaleString("en")} events` });
  pulse({ doing });
  const run = flags.verify === true ? verified(simulation) : resultOf(simulation);
  if (flags.trace !== undefined) writeTrace(flags.trace, traceLines(simulation));
  output.text(runText(run, simulation, { width: output.width, ascii: output.ascii, color: output.color }));
  output.document({ version: VERSION, ...run });
  return codeOf(run, flags.strict === true);
}

function codeOf(run: Run, strict: boolean): number {
  const promised = run.verdicts.filter((verdict) => verdict.promised === "holds");
  if (promised.some(({ status }) => status === "fail")) return BROKEN;
  if (promised.some(({ status }) => status === "unknown") || (strict && run.missed.length > 0)) return UNKNOWN;
  return AS_PROMISED;
}

function writeTrace(path: string, lines: Iterable<string>): void {
  try {
    writeFileSync(path, [...lines].map((line) => `${line}\n`).join(""));
  } catch (error) {
    throw new InputError(`--trace: cannot write ${printable(path)}: ${reason(error)}`);
  }
}
