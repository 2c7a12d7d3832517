/** A disk as anybody would write it: lists of all the writes there ever were, read from the end. Slow and plain. */
import type { Plain } from "../../src/kernel/plain.ts";

/** `value` undefined: the key was removed. `torn`: a power loss left the value in part. */
interface Write {
  readonly key: string;
  readonly value: Plain | undefined;
  readonly torn: boolean;
}
export type Contents = readonly (readonly [key: string, value: Plain | "torn"])[];

export class ModelDisk {
  /** Writes so far: a sync covers those up to a number. */
  written = 0;
  /** What the medium holds, and what the process takes it to hold: they differ while a torn entry has not been met. */
  #medium: Write[] = [];
  #believed: Write[] = [];
  /** Not on the medium yet. */
  #journal: Write[] = [];

  write(key: string, value: Plain | undefined): void {
    this.#journal.push({ key, value, torn: false });
    this.written++;
  }

  /** `tears`: the last write that is covered goes wrong, unseen. */
  sync(upTo: number, tears = false): void {
    const covered = this.#journal.splice(0, Math.max(0, upTo - (this.written - this.#journal.length)));
    this.#believed.push(...covered);
    this.#medium.push(...covered.map((write, index) => ({ ...write, torn: tears && index === covered.length - 1 })));
  }

  powerLoss(kept: number, tears: boolean): void {
    const [next] = this.#journal.slice(kept);
    this.#medium.push(...this.#journal.slice(0, kept), ...(tears && next !== undefined ? [{ ...next, torn: true }] : []));
    this.#journal = [];
    this.#believed = [...this.#medium];
  }

  /** What the process sees, by key. */
  get contents(): Contents {
    const writes = [...this.#believed, ...this.#journal];
    return [...new Set(writes.map(({ key }) => key))].sort().flatMap((key): Contents => {
      const { value, torn } = writes.findLast((write) => write.key === key)!;
      return torn ? [[key, "torn"]] : value === undefined ? [] : [[key, value]];
    });
  }
}
