import { closeSync, openSync, writeFileSync } from "node:fs";
import { reason } from "../campaign/reason.ts";

/** Characters written at once: a long run's lines are more than a string can hold. */
const PIECE = 1_000_000;

/** A file that is written line by line. What goes wrong is kept for the end: a run goes on without it. */
export class LineFile {
  /** Why it could not be written. */
  trouble: string | undefined;
  #file: number | undefined;
  #piece = "";

  constructor(path: string) {
    this.#attempt(() => (this.#file = openSync(path, "w")));
  }

  line(text: string): void {
    if (this.trouble !== undefined) return;
    this.#piece += `${text}\n`;
    if (this.#piece.length >= PIECE) this.#flush();
  }

  close(): void {
    this.#flush();
    this.#attempt(() => this.#file === undefined || closeSync(this.#file));
  }

  #flush(): void {
    const file = this.#file;
    if (file !== undefined && this.trouble === undefined) this.#attempt(() => writeFileSync(file, this.#piece));
    this.#piece = "";
  }

  #attempt(what: () => unknown): void {
    try {
      what();
    } catch (error) {
      this.trouble ??= reason(error);
    }
  }
}
