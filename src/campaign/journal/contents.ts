import { InputError } from "../../kernel/errors.ts";
import type { Work } from "../../search/attempt.ts";
import type { Changes } from "../../search/campaign/changes.ts";
import type { Known } from "../../search/campaign/chronicle.ts";
import type { RunRecord } from "../../search/campaign/record.ts";
import type { ReducedRun } from "../../search/campaign/reduced.ts";
import { printable } from "../../world/step-key.ts";
import { decode } from "./codec.ts";
import type { Entry } from "./codec.ts";
import { readHeader } from "./header.ts";
import type { Header } from "./header.ts";
import { read } from "./lines.ts";
import { Places } from "./places.ts";
import type { StoredFile } from "./stored-file.ts";

/** Lines between two yields. */
const LINES = 512;

/** What a journal or a shard holds. Of a run only where its line begins is kept, and the line is read when it is asked for: there may be many millions. */
export class Contents implements Known {
  readonly header: Header;
  /** Lines, from 1, that cannot be read. */
  readonly damaged: number[] = [];
  /** Bytes up to the end of its last whole line. */
  whole: number;
  readonly #stored: StoredFile;
  readonly #runs = new Places();
  readonly #others = new Map<string, (readonly unknown[])[]>();

  /** Reads all of it. @throws InputError when its first line does not say which campaign it is of. */
  static *read(stored: StoredFile, file: string): Work<Contents> {
    const lines = stored.lines();
    const first = lines.next();
    if (first.done === true) throw new InputError(`${printable(file)} is empty`);
    const [line, , next] = first.value;
    const contents = new Contents(stored, readHeader(line, file), next);
    let number = 1;
    for (const [line, at, next] of lines) {
      if (++number % LINES === 0) yield;
      contents.whole = next;
      const fields = read(line);
      if (fields === undefined || !contents.#keep(fields, at)) contents.damaged.push(number);
    }
    return contents;
  }

  private constructor(stored: StoredFile, header: Header, whole: number) {
    this.#stored = stored;
    this.header = header;
    this.whole = whole;
  }

  has(index: number): boolean {
    return this.#runs.of(index) !== undefined;
  }

  entry(index: number): Entry | undefined {
    const at = this.#runs.of(index);
    return at === undefined ? undefined : decode(read(this.#stored.line(at))!, this.header.names);
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
    return this.#others.get(kind) ?? [];
  }

  close(): void {
    this.#stored.close();
  }

  /** False where it is no line of ours. */
  #keep([first, ...rest]: readonly unknown[], at: number): boolean {
    if (typeof first === "number" && Number.isSafeInteger(first) && first >= 0) this.#runs.add(first, at);
    else if (typeof first === "string") this.#listOf(first).push(rest);
    else return false;
    return true;
  }

  #listOf(kind: string): (readonly unknown[])[] {
    let list = this.#others.get(kind);
    if (list === undefined) this.#others.set(kind, (list = []));
    return list;
  }
}
