import { closeSync, openSync, readSync, statSync } from "node:fs";
import { InputError } from "../kernel/errors.ts";
import { HistoryJudge, LONGEST_LINE } from "../scenario/history/judge.ts";
import type { Judgement, JudgeOptions } from "../scenario/history/judge.ts";
import { printable } from "../world/step-key.ts";
import { reason } from "./reason.ts";

/** Bytes read at once. */
const PIECE = 1024 * 1024;
const NEWLINE = 10;
const INSTEAD = "give the path of a history, a line of JSON an event (docs/history.md)";

/** How a history's file is judged. */
export interface JudgeFileOptions extends Omit<JudgeOptions, "where"> {
  /** Called after every megabyte with the bytes read so far and those there are. */
  readonly onProgress?: (read: number, size: number) => void;
}

/**
 * Judges a history recorded from a real system, in one pass: memory goes with the number of messages, not of lines.
 * The format: docs/history.md. @throws InputError when the file cannot be read, or naming a line that is wrong.
 */
export async function judge(file: string, options: JudgeFileOptions = {}): Promise<Judgement> {
  const { onProgress, ...judging } = options;
  const historyJudge = new HistoryJudge({ ...judging, where: printable(file) });
  const opened = open(file);
  try {
    for (const { lines, read } of batches(opened.file, file)) {
      historyJudge.take(lines);
      onProgress?.(read, opened.size);
      await new Promise<void>((done) => void setImmediate(done));
    }
  } finally {
    closeSync(opened.file);
  }
  return historyJudge.end();
}

function open(path: string): { readonly file: number; readonly size: number } {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw new InputError(`cannot read ${printable(path)}: it is a folder; ${INSTEAD}`);
    // A device may never end, and a pipe never begin.
    if (!stats.isFile()) throw new InputError(`${printable(path)} is no regular file; ${INSTEAD}`);
    return { file: openSync(path, "r"), size: stats.size };
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`cannot read ${printable(path)}: ${reason(error)}; ${INSTEAD}`);
  }
}

/** The lines of a file, some at a time. Of a line that is longer than any that is read, no more is kept than shows it. */
function* batches(file: number, path: string): Generator<{ readonly lines: readonly string[]; readonly read: number }> {
  const piece = Buffer.allocUnsafe(PIECE);
  let rest: Uint8Array = new Uint8Array();
  let read = 0;
  for (let length = next(file, piece, path); length > 0; length = next(file, piece, path)) {
    read += length;
    const end = piece.subarray(0, length).lastIndexOf(NEWLINE);
    const whole = end < 0 ? [] : Buffer.concat([rest, piece.subarray(0, end)]).toString("utf8").split("\n");
    rest = end < 0 ? Buffer.concat([rest, piece.subarray(0, length)]).subarray(0, 4 * LONGEST_LINE + 1) : Uint8Array.prototype.slice.call(piece, end + 1, length);
    yield { lines: whole, read };
  }
  if (rest.length > 0) yield { lines: [Buffer.from(rest).toString("utf8")], read };
}

function next(file: number, piece: Uint8Array, path: string): number {
  try {
    return readSync(file, piece);
  } catch (error) {
    throw new InputError(`cannot read ${printable(path)}: ${reason(error)}`);
  }
}
