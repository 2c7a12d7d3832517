import type { Known } from "../../search/campaign/chronicle.ts";
import type { Changes } from "../../search/campaign/changes.ts";
import type { RunRecord } from "../../search/campaign/record.ts";
import type { ReducedRun } from "../../search/campaign/reduced.ts";
import { decode } from "./codec.ts";
import type { Entry } from "./codec.ts";
import { readHeader } from "./header.ts";
import type { Header } from "./header.ts";
import { read } from "./lines.ts";

/** What a journal or a shard holds. Runs are kept as they were written, and read when they are asked for: there may be a million. */
export class Contents implements Known {
  readonly header: Header;
  /** Lines, from 1, that cannot be read. */
  readonly damaged: readonly number[];
  readonly #runs = new Map<number, string>();
  readonly #others: (readonly unknown[])[] = [];

  /** @throws InputError when its first line does not say which campaign it is of. */
  constructor(lines: readonly string[], file: string) {
    this.header = readHeader(lines[0]!, file);
    const damaged: number[] = [];
    for (let index = 1; index < lines.length; index++) {
      const fields = read(lines[index]!);
      if (fields === undefined) damaged.push(index + 1);
      else if (typeof fields[0] === "number") this.#runs.set(fields[0], lines[index]!);
      else this.#others.push(fields);
    }
    this.damaged = damaged;
  }

  /** How many runs it tells of. */
  get size(): number {
    return this.#runs.size;
  }

  has(index: number): boolean {
    return this.#runs.has(index);
  }

  entry(index: number): Entry | undefined {
    const line = this.#runs.get(index);
    return line === undefined ? undefined : decode(read(line)!, this.header.names);
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
}
