import { closeSync, ftruncateSync, fstatSync, openSync, writeSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InputError } from "../../kernel/errors.ts";
import { printable } from "../../world/step-key.ts";
import { makeFolder } from "../new-file.ts";
import { reason } from "../reason.ts";

/** So much is kept back before it is written, characters. */
const BUFFER = 1 << 16;

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
