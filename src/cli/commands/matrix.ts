import { matrix } from "../../campaign/matrix.ts";
import { protocolsAmong } from "../../campaign/protocols.ts";
import { VERSION } from "../../campaign/version.ts";
import { InputError } from "../../kernel/errors.ts";
import { matrixMarkdown, matrixSummaryMarkdown } from "../../report/matrix-markdown.ts";
import { matrixText } from "../../report/matrix.ts";
import { NondeterminismError } from "../../scenario/verify.ts";
import type { Matrix, MatrixProtocol, MatrixRun } from "../../search/matrix.ts";
import { AS_PROMISED, BAD_INPUT, BROKEN, INTERRUPTED, NOT_DETERMINISTIC, UNKNOWN, worst } from "../exit.ts";
import { interrupts } from "../interrupts.ts";
import { locating } from "../locating.ts";
import { parametersOf } from "../options.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { countOf } from "../quantities.ts";
import { loadAll } from "../targets.ts";

export interface MatrixFlags extends CommonOptions {
  readonly runs: string;
  readonly seed: string;
  readonly set?: readonly string[];
  readonly markdown?: boolean;
}

/** `faultline matrix [SCENARIO...]`: each protocol under each kind of fault alone. 1 when what is promised to hold breaks without a fault or under one that is declared to be tolerated. */
export async function matrixCommand(names: readonly string[], flags: MatrixFlags, output: Output): Promise<number> {
  if (flags.markdown === true && flags.json === true) throw new InputError("--markdown and --json: there is one document on standard output; leave one of them out");
  const runs = countOf(flags.runs, "--runs");
  const set = parametersOf(flags.set);
  const signal = interrupts();
  const loaded = await loadAll(names, set ?? {});
  const scenarios = names.length === 0 ? protocolsAmong(loaded) : loaded;
  const from = locating()?.target ?? 0;
  const began = performance.now();
  const codes: number[] = [];
  let all: Matrix = { seed: flags.seed, runs, protocols: [], interrupted: false };
  for (const [index, scenario] of scenarios.entries()) {
    if (index < from) continue;
    const doing = `the matrix of ${scenario.name}`;
    pulse({ doing, locating: { target: index, run: 0 } });
    try {
      const onProgress = (run: MatrixRun): void => pulse({ progress: `[${index + 1}/${scenarios.length}] ${progressOf(run, runs)}, ${Math.round((performance.now() - began) / 1_000)}s` });
      const one = await matrix([scenario], { runs, seed: flags.seed, signal, onProgress, ...(set === undefined ? {} : { set }) });
      all = { ...one, protocols: [...all.protocols, ...one.protocols] };
      codes.push(...one.protocols.map(codeOf), one.interrupted ? INTERRUPTED : AS_PROMISED);
    } catch (error) {
      // One that cannot be judged keeps no other from it.
      if (!(error instanceof InputError || error instanceof NondeterminismError)) throw error;
      codes.push(error instanceof InputError ? BAD_INPUT : NOT_DETERMINISTIC);
      output.complain(error.message);
    }
    pulse({ code: worst(codes), found: all });
    if (all.interrupted) break;
  }
  const style = { width: output.width, ascii: output.ascii, color: output.color };
  output.text(flags.markdown === true ? `${matrixSummaryMarkdown(all)}\n\n${matrixMarkdown(all)}` : matrixText(all, style));
  output.document({ version: VERSION, ...all });
  return worst(codes);
}

function codeOf({ guarantees, rows }: MatrixProtocol): number {
  const promised = guarantees.filter((one) => one.promised === "holds").map(({ guarantee }) => guarantee);
  const cells = rows.filter(({ tolerated }) => tolerated).flatMap((row) => row.cells).filter(({ guarantee }) => promised.includes(guarantee));
  return worst(cells.map(({ status }) => (status === "fail" ? BROKEN : status === "unknown" ? UNKNOWN : AS_PROMISED)));
}

function progressOf({ campaign, fault, protocol }: MatrixRun, runs: number): string {
  return `${protocol.scenario}, ${fault ?? "no fault"}: ${campaign?.runs ?? 0}/${runs} runs${campaign?.phase === "shrinking" ? ", shrinking" : ""}`;
}
