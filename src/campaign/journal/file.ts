import { closeSync, ftruncateSync, fstatSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InputError } from "../../kernel/errors.ts";
import { printable } from "../../world/step-key.ts";
import { makeFolder } from "../new-file.ts";
import { reason } from "../reason.ts";

/** So much is kept back before it is written, characters. */
const BUFFER = 1 << 16;

/** The lines of a file that is there, the last one only when it is whole. `torn`: there was more. undefined when there is no such file. */
export function linesOf(path: string): { readonly lines: readonly string[]; readonly torn: boolean; readonly whole: number } | undefined {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw new InputError(`cannot read ${printable(path)}: ${reason(error)}`);
  }
  // A line is whole when its end is there: the last one is what a killed campaign was writing.
  const whole = content.lastIndexOf(10) + 1;
  const lines: string[] = [];
  for (let from = 0; from < whole; ) {
    const end = content.indexOf(10, from);
    lines.push(content.toString("utf8", from, end));
    from = end + 1;
  }
  return { lines, torn: whole < content.length, whole };
}

/** A file that grows by lines; what is added is written now and then, at once by `flush`. @throws InputError when it cannot be written. */
export class GrowingFile {
  readonly #path: string;
  readonly #file: number;
  #held = "";
  #at: number;

  /** @param keep so many bytes of what is there stay; what follows is cut off. */
  constructor(path: string, keep: number) {
    this.#path = path;
    this.#file = this.#tried(() => {
      makeFolder(dirname(resolve(path)));
      const file = openSync(path, keep === 0 ? "w" : "r+");
      if (keep > 0 && fstatSync(file).size > keep) ftruncateSync(file, keep);
      return file;
    });
    this.#at = keep;
  }

  add(line: string): void {
    this.#held += `${line}\n`;
    if (this.#held.length >= BUFFER) this.flush();
  }

  flush(): void {
    const bytes = Buffer.from(this.#held);
    this.#held = "";
    for (let from = 0; from < bytes.length; ) {
      const written = this.#tried(() => writeSync(this.#file, bytes, from, bytes.length - from, this.#at));
      from += written;
      this.#at += written;
    }
  }

  close(): void {
    this.flush();
    closeSync(this.#file);
  }

  #tried<T>(what: () => T): T {
    try {
      return what();
    } catch (error) {
      throw new InputError(`cannot write ${printable(this.#path)}: ${reason(error)}`);
    }
  }
}
