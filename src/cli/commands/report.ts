import { loadMatrix } from "../../campaign/matrix-file.ts";
import { replay } from "../../campaign/replay.ts";
import type { Replay } from "../../campaign/replay.ts";
import { reasonsOf, reported } from "../../campaign/report.ts";
import { howToReplay } from "../../campaign/failures.ts";
import { VERSION } from "../../campaign/version.ts";
import { InputError } from "../../kernel/errors.ts";
import { failureReport } from "../../report/failure.ts";
import type { FailureReport } from "../../report/failure.ts";
import { thousands } from "../../report/numbers.ts";
import { printable } from "../../world/step-key.ts";
import { AS_PROMISED, INTERRUPTED, NOT_DETERMINISTIC } from "../exit.ts";
import { pagesFrom, writeFile } from "../files.ts";
import { formatNamed, FORMATS } from "../formats.ts";
import { interrupts } from "../interrupts.ts";
import { countOf } from "../quantities.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";

export interface ReportFlags extends CommonOptions {
  readonly format?: string;
  readonly output?: string;
  readonly until?: string;
  readonly message?: readonly string[];
  readonly all?: boolean;
  readonly matrix?: string;
}

/** A log of more moments than this is nothing a viewer opens. */
const LONGEST = 50_000;

/** `faultline report FILE`: a failure file, or what `check --json` printed, as a file to read, to mail, or for another tool. */
export async function reportCommand(file: string, flags: ReportFlags, output: Output): Promise<number> {
  const format = formatNamed(flags.format ?? (flags.json === true ? "json" : undefined), flags.output);
  const until = flags.until === undefined ? undefined : countOf(flags.until, "--until");
  const messages = (flags.message ?? []).map(messageOf);
  const style = { width: output.width, ascii: output.ascii, color: output.color && flags.output === undefined };
  const doing = `reporting on ${printable(file)}`;
  pulse({ doing });
  const source = reported(file);
  if (source.of === "campaign") {
    if (format.campaign === undefined) throw new InputError(`--format ${format.name} is for one run, and ${printable(file)} is a campaign; give one of its failure files, or --format ${named((one) => one.campaign !== undefined)}`);
    if (until !== undefined || messages.length > 0 || flags.all === true) throw new InputError(`--until, --message and --all are for one run, and ${printable(file)} is a campaign`);
    const matrix = flags.matrix === undefined ? undefined : loadMatrix(flags.matrix);
    hand(await format.campaign(source.campaign, style, { matrix, ...(flags.output === undefined ? {} : { pageOf: pagesFrom(flags.output) }) }), flags, output);
    return AS_PROMISED;
  }
  if (flags.matrix !== undefined) throw new InputError(`--matrix goes with a campaign, and ${printable(file)} is a failure file`);
  if (format.whole === true && (messages.length > 0 || flags.all === true)) throw new InputError(`--format ${format.name} has the whole run, so --message and --all say nothing; narrow it with --until EVENT`);
  const signal = interrupts();
  const again = await replay(file);
  const { simulation, failure, same, sameSource } = again;
  const caveat = caveatOf(again);
  const why = await reasonsOf(simulation, failure.guarantee, { signal, onTurn: () => pulse({ progress: doing }) });
  if (why === undefined) {
    output.complain("interrupted");
    return INTERRUPTED;
  }
  const report = failureReport(simulation, {
    faultline: VERSION, guarantee: failure.guarantee, parameters: failure.parameters, command: howToReplay(file),
    ...why, ...(caveat === undefined ? {} : { caveat }),
  }, { ...(until === undefined ? {} : { until }), messages, all: flags.all === true });
  if (format.whole === true && report.whole.moments.length > LONGEST) throw new InputError(tooLong(report, format.name));
  if (caveat !== undefined) output.complain(caveat);
  hand(await format.failure(report, style), flags, output);
  return !same && sameSource ? NOT_DETERMINISTIC : AS_PROMISED;
}

function hand(content: string, { output: path }: ReportFlags, output: Output): void {
  if (path === undefined) output.content(content);
  else {
    writeFile(path, content);
    output.text(`wrote ${printable(path)}`);
  }
}

function caveatOf({ same, sameSource, breaks, failure, divergedAt }: Replay): string | undefined {
  if (same) return undefined;
  const why = sameSource ? "of an unchanged source: the scenario is not deterministic, or a package it imports has changed" : "the scenario's source, or Faultline, has changed since";
  return `This is not the run that the failure file was written of, ${why}. They part at event ${thousands(divergedAt ?? 0)}; ${printable(failure.guarantee)} ${breaks ? "still breaks" : "no longer breaks"}.`;
}

function tooLong({ whole }: FailureReport, format: string): string {
  const last = whole.moments[LONGEST - 1]!;
  return `--format ${format}: the run has ${thousands(whole.moments.length)} moments, and ${thousands(LONGEST)} is the most that is written; narrow it with --until ${last.event - 1}, or take --format svg, which draws what matters`;
}

function messageOf(written: string): number {
  const number = /^m?([1-9]\d{0,8})$/.exec(written)?.[1];
  if (number === undefined) throw new InputError(`--message: "${printable(written)}" is no message; write m7, or 7`);
  return Number(number);
}

function named(which: (format: (typeof FORMATS)[string]) => boolean): string {
  const names = Object.keys(FORMATS).filter((name) => which(FORMATS[name]!));
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
