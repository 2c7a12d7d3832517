import type { Plain } from "../../../kernel/plain.ts";
import type { Stored } from "../outputs.ts";

/** A disk that loses what was not synced. */
export class ModelDisk implements Stored {
  #durable = new Map<string, Plain>();
  #written = new Map<string, Plain>();
  #unsynced: (readonly [key: string, value: Plain | undefined])[] = [];
  #before = 0;

  get changes(): number {
    return this.#before + this.#unsynced.length;
  }

  change(key: string, value: Plain | undefined): void {
    this.#unsynced.push([key, value]);
    put(this.#written, key, value);
  }

  /** The first so many changes are safe. */
  synced(covers: number): void {
    for (const [key, value] of this.#unsynced.splice(0, covers - this.#before)) put(this.#durable, key, value);
    this.#before = Math.max(this.#before, covers);
  }

  lose(): void {
    this.#before += this.#unsynced.length;
    this.#unsynced = [];
    this.#written = new Map(this.#durable);
  }

  keys(prefix = ""): readonly string[] {
    return [...this.#written.keys()].filter((key) => key.startsWith(prefix)).sort((a, b) => (a < b ? -1 : 1));
  }

  read(key: string): Plain | undefined {
    return this.#written.get(key);
  }
}

function put(map: Map<string, Plain>, key: string, value: Plain | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
