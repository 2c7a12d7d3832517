import { load } from "../../campaign/load.ts";
import { traceLines } from "../../report/trace.ts";
import { VERSION } from "../../campaign/version.ts";
import { showTime } from "../../kernel/time.ts";
import { resultOf } from "../../scenario/result.ts";
import { prepare } from "../../scenario/run.ts";
import type { RunOptions } from "../../scenario/run.ts";
import { verified } from "../../scenario/verify.ts";
import type { Plan } from "../../world/fault.ts";
import { printable } from "../../world/step-key.ts";
import { thousands } from "../../report/numbers.ts";
import { runText } from "../../report/text.ts";
import { AS_PROMISED, BAD_INPUT, codeOf, UNKNOWN, worst } from "../exit.ts";
import { LineFile } from "../line-file.ts";
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
  readonly history?: string;
}

/** Things between two lines of progress. */
const SLICE = 65_536;

/** `faultline run SCENARIO`: one run, with summary, verdicts and diagram. `breaks` only informs. */
export async function runCommand(name: string, flags: RunFlags, output: Output): Promise<number> {
  pulse({ doing: `loading ${printable(name)}` });
  const scenario = await load(name);
  const set = parametersOf(flags.set);
  // A second run, which only locates, writes nothing.
  const fileFor = (path: string | undefined): LineFile | undefined => (path === undefined || locating() !== undefined ? undefined : new LineFile(path));
  const history = fileFor(flags.history);
  const options: RunOptions = {
    trace: true,
    verify: flags.verify === true,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(set === undefined ? {} : { set }),
    ...(flags.plan === undefined ? {} : { plan: planOf(flags.plan) as Plan }),
    ...(flags.rates === true ? { rates: "on" as const } : {}),
    ...(history === undefined ? {} : { history: (line: string) => history.line(line) }),
  };
  const simulation = prepare(scenario, options);
  const { resolved, world } = simulation;
  pulse({ doing: simulation.upcoming });
  while (simulation.advance(SLICE)) pulse({ progress: `${resolved.name}: ${thousands(world.kernel.events)} events, ${showTime(world.now)} of virtual time` });
  const run = flags.verify === true ? verified(simulation) : resultOf(simulation);
  output.text(runText(run, simulation, { width: output.width, ascii: output.ascii, color: output.color }));
  output.document({ version: VERSION, ...run });
  const code = worst([codeOf(run.verdicts), flags.strict === true && run.missed.length > 0 ? UNKNOWN : AS_PROMISED]);
  history?.close();
  const trace = fileFor(flags.trace);
  for (const line of trace === undefined ? [] : traceLines(simulation)) trace!.line(line);
  trace?.close();
  const troubles = [["--trace", flags.trace, trace], ["--history", flags.history, history]] as const;
  for (const [option, path, file] of troubles) if (file?.trouble !== undefined) output.complain(`${option}: cannot write ${printable(path!)}: ${file.trouble}`);
  return worst([code, troubles.some(([, , file]) => file?.trouble !== undefined) ? BAD_INPUT : AS_PROMISED]);
}
