import type { Plain } from "../../kernel/plain.ts";
import type { RaftOutputs } from "./outputs.ts";

/** A member's disk, and how much of what was written is durable: writes are numbered from 1. */
export class Journal {
  readonly #outputs: Pick<RaftOutputs, "write" | "remove" | "sync">;
  #written = 0;
  #asked = 0;
  #durable = 0;

  constructor(outputs: Pick<RaftOutputs, "write" | "remove" | "sync">) {
    this.#outputs = outputs;
  }

  /** The number of the last write. */
  get written(): number {
    return this.#written;
  }

  /** The number of the last write that is durable. */
  get durable(): number {
    return this.#durable;
  }

  write(key: string, value: Plain): void {
    this.#written++;
    this.#outputs.write(key, value);
  }

  remove(key: string): void {
    this.#written++;
    this.#outputs.remove(key);
  }

  /** Asks for a sync of all that was written, unless one is under way that covers it. */
  sync(): void {
    if (this.#asked === this.#written) return;
    this.#asked = this.#written;
    this.#outputs.sync(this.#written);
  }

  synced(mark: number): void {
    this.#durable = Math.max(this.#durable, mark);
  }
}
