import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { InputError } from "../../kernel/errors.ts";
import { printable } from "../../world/step-key.ts";
import { reason } from "../reason.ts";

/** Read from the disk at a time, bytes; and the longest line: a counterexample with its plan has some thousands. */
const BLOCK = 1 << 20;
const LONGEST = 1 << 28;
const NEW_LINE = 10;

/** A file of lines that is there, read piece by piece: a campaign of days has written more than fits into memory. */
export class StoredFile {
  readonly #path: string;
  readonly #file: number;
  #block: Buffer = Buffer.alloc(BLOCK);
  /** What of the file is in the block: from which byte, and how many. */
  #from = 0;
  #length = 0;

  /** undefined when there is no such file. @throws InputError when it cannot be read, or is a device or a pipe. */
  static open(path: string): StoredFile | undefined {
    let file: number;
    try {
      // A pipe would be waited for.
      file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    } catch (error) {
      // Where there is no such folder either, whoever writes into it will say so.
      if (["ENOENT", "ENOTDIR"].includes((error as { code?: string }).code ?? "")) return undefined;
      throw unreadable(path, error);
    }
    if (fstatSync(file).isFile()) return new StoredFile(path, file);
    closeSync(file);
    throw new InputError(`cannot read ${printable(path)}: it is no file, but a folder, a device or a pipe`);
  }

  private constructor(path: string, file: number) {
    this.#path = path;
    this.#file = file;
  }

  /** It has no whole line. */
  get isEmpty(): boolean {
    return this.#endOf(0) === undefined;
  }

  /** What it begins with, so many bytes at most. */
  beginning(most: number): string {
    this.#endOf(0);
    return this.#text(0, Math.min(most, this.#length));
  }

  /** Its whole lines in order, each with the byte at which it begins, and that at which the next does. A last one without an end is what a killed campaign was writing, and no line. */
  *lines(): Generator<readonly [line: string, at: number, next: number]> {
    for (let at = 0, end = this.#endOf(0); end !== undefined; end = this.#endOf(at)) {
      yield [this.#text(at, end), at, end + 1];
      at = end + 1;
    }
  }

  /** The whole line that begins after so many bytes. */
  line(at: number): string {
    return this.#text(at, this.#endOf(at)!);
  }

  close(): void {
    closeSync(this.#file);
  }

  #text(from: number, to: number): string {
    return this.#block.toString("utf8", from - this.#from, to - this.#from);
  }

  /** Where the line from there on ends. The whole of it is in the block then. undefined: it does not. */
  #endOf(at: number): number | undefined {
    if (at < this.#from || at > this.#from + this.#length) this.#read(at, this.#block.length);
    for (;;) {
      const found = this.#block.subarray(0, this.#length).indexOf(NEW_LINE, at - this.#from);
      if (found >= 0) return this.#from + found;
      if (this.#from + this.#length - at >= LONGEST) throw new InputError(`cannot read ${printable(this.#path)}: a line is longer than ${LONGEST} bytes`);
      const had = this.#from + this.#length - at;
      this.#read(at, at === this.#from && this.#length === this.#block.length ? 2 * this.#block.length : this.#block.length);
      if (this.#length === had) return undefined;
    }
  }

  #read(at: number, size: number): void {
    if (size > this.#block.length) this.#block = Buffer.alloc(size);
    this.#from = at;
    this.#length = 0;
    try {
      for (let got = -1; got !== 0 && this.#length < size; this.#length += got) got = readSync(this.#file, this.#block, this.#length, size - this.#length, at + this.#length);
    } catch (error) {
      throw unreadable(this.#path, error);
    }
  }
}

function unreadable(path: string, error: unknown): InputError {
  return new InputError(`cannot read ${printable(path)}: ${reason(error)}`);
}
