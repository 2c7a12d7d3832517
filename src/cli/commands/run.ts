import { closeSync, openSync, writeFileSync } from "node:fs";
import { reason } from "../../campaign/failures.ts";
import { load } from "../../campaign/load.ts";
import { traceLines } from "../../report/trace.ts";
import { VERSION } from "../../campaign/version.ts";
import { showTime } from "../../kernel/time.ts";
import { resultOf } from "../../scenario/result.ts";
import type { Run } from "../../scenario/result.ts";
import { prepare } from "../../scenario/run.ts";
import type { RunOptions } from "../../scenario/run.ts";
import { verified } from "../../scenario/verify.ts";
import type { Plan } from "../../world/fault.ts";
import { printable } from "../../world/step-key.ts";
import { thousands } from "../../report/numbers.ts";
import { runText } from "../../report/text.ts";
import { AS_PROMISED, BAD_INPUT, BROKEN, UNKNOWN, worst } from "../exit.ts";
import { locating } from "../locating.ts";
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

/** Things between two lines of progress. */
const SLICE = 65_536;
/** Characters of a trace written at once. */
const PIECE = 1_000_000;

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
  const { resolved, world } = simulation;
  pulse({ doing: simulation.upcoming });
  while (simulation.advance(SLICE)) pulse({ progress: `${resolved.name}: ${thousands(world.kernel.events)} events, ${showTime(world.now)} of virtual time` });
  const run = flags.verify === true ? verified(simulation) : resultOf(simulation);
  output.text(runText(run, simulation, { width: output.width, ascii: output.ascii, color: output.color }));
  output.document({ version: VERSION, ...run });
  const code = codeOf(run, flags.strict === true);
  if (flags.trace === undefined || locating() !== undefined) return code;
  try {
    writeLines(flags.trace, traceLines(simulation));
  } catch (error) {
    output.complain(`--trace: cannot write ${printable(flags.trace)}: ${reason(error)}`);
    return worst([code, BAD_INPUT]);
  }
  return code;
}

function codeOf(run: Run, strict: boolean): number {
  const promised = run.verdicts.filter((verdict) => verdict.promised === "holds");
  if (promised.some(({ status }) => status === "fail")) return BROKEN;
  if (promised.some(({ status }) => status === "unknown") || (strict && run.missed.length > 0)) return UNKNOWN;
  return AS_PROMISED;
}

/** Piece by piece: a long run's trace is longer than a string can be. */
function writeLines(path: string, lines: Iterable<string>): void {
  const file = openSync(path, "w");
  try {
    let piece = "";
    for (const line of lines) {
      piece += `${line}\n`;
      if (piece.length < PIECE) continue;
      writeFileSync(file, piece);
      pulse({});
      piece = "";
    }
    writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}
