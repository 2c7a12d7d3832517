import type { Known } from "../../search/campaign/chronicle.ts";
import type { Changes } from "../../search/campaign/changes.ts";
import type { RunRecord } from "../../search/campaign/record.ts";
import type { ReducedRun } from "../../search/campaign/reduced.ts";
import { decode } from "./codec.ts";
import type { Entry } from "./codec.ts";
import { readHeader } from "./header.ts";
import type { Header } from "./header.ts";
import { read } from "./lines.ts";
import type { StoredFile } from "./stored-file.ts";

/** A journal tells of at most so many runs: to know where each is takes eight bytes. */
const MOST = 1 << 28;

/** What a journal or a shard holds. Of a run only where its line begins is kept, and the line is read when it is asked for: there may be many millions. */
export class Contents implements Known {
  readonly header: Header;
  /** Lines, from 1, that cannot be read. */
  readonly damaged: readonly number[];
  /** Bytes up to the end of its last whole line. */
  readonly whole: number;
  readonly #stored: StoredFile;
  /** By number of the run: where its line begins; 0, where the header is, for none. */
  #lines = new Float64Array(1_024);
  readonly #others: (readonly unknown[])[] = [];

  /** @throws InputError when its first line does not say which campaign it is of. */
  constructor(stored: StoredFile, file: string) {
    this.#stored = stored;
    const damaged: number[] = [];
    let header: Header | undefined;
    let number = 0;
    let whole = 0;
    for (const [line, at, next] of stored.lines()) {
      number++;
      whole = next;
      if (header === undefined) {
        header = readHeader(line, file);
        continue;
      }
      const fields = read(line);
      if (fields === undefined || !this.#keep(fields, at)) damaged.push(number);
    }
    this.header = header!;
    this.damaged = damaged;
    this.whole = whole;
  }

  has(index: number): boolean {
    return (this.#lines[index] ?? 0) > 0;
  }

  entry(index: number): Entry | undefined {
    return this.has(index) ? decode(read(this.#stored.line(this.#lines[index]!))!, this.header.names) : undefined;
  }

  close(): void {
    this.#stored.close();
  }

  record(index: number): RunRecord | undefined {
    return this.entry(index)?.record;
  }

  changes(index: number): Changes | undefined {
    return this.of("changes").find(([at]) => at === index)?.[1] as Changes | undefined;
  }

  reduced(index: number, guarantee: string): ReducedRun | undefined {
    return this.of("reduced").find(([at, of]) => at === index && of === guarantee)?.[2] as ReducedRun | undefined;
  }

  /** What lines of this kind say. */
  of(kind: string): readonly (readonly unknown[])[] {
    return this.#others.filter(([one]) => one === kind).map((fields) => fields.slice(1));
  }

  /** False where it is no line of ours. */
  #keep(fields: readonly unknown[], at: number): boolean {
    const [first] = fields;
    if (typeof first !== "number") {
      this.#others.push(fields);
      return true;
    }
    if (!Number.isInteger(first) || first < 0 || first >= MOST) return false;
    if (first >= this.#lines.length) {
      const more = new Float64Array(Math.max(2 * this.#lines.length, first + 1));
      more.set(this.#lines);
      this.#lines = more;
    }
    this.#lines[first] = at;
    return true;
  }
}
