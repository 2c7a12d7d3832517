import { InputError } from "../../kernel/errors.ts";
import type { Work } from "../../search/attempt.ts";
import type { Shard } from "../../search/campaign.ts";
import type { Chronicle, Known } from "../../search/campaign/chronicle.ts";
import type { Changes } from "../../search/campaign/changes.ts";
import type { RunRecord } from "../../search/campaign/record.ts";
import type { ReducedRun } from "../../search/campaign/reduced.ts";
import type { Judged } from "../../search/campaign/tally.ts";
import { isOwn } from "../../search/strategy.ts";
import type { Candidate } from "../../search/strategy.ts";
import { printable } from "../../world/step-key.ts";
import { Encoder } from "./codec.ts";
import { Contents } from "./contents.ts";
import { GrowingFile } from "./growing-file.ts";
import { difference, isBegun, JOURNAL_SCHEMA, noHeader, writtenHeader } from "./header.ts";
import type { Header, Identity } from "./header.ts";
import { written } from "./lines.ts";
import { StoredFile } from "./stored-file.ts";

/** What stands in the first line besides the names, which the first run brings. */
export interface JournalOf {
  readonly identity: Identity;
  readonly judged: Judged;
  readonly shard?: Shard;
}

/**
 * A campaign on disk, a line for each run in the order in which they are folded in. One that was killed goes on where its journal ends:
 * what is known is folded in again, so strategies learn from it again, and nothing is run twice.
 */
export class Journal implements Chronicle {
  /** What was there. */
  readonly known: Known;
  readonly #of: JournalOf;
  readonly #contents: Contents | undefined;
  readonly #file: GrowingFile;
  #encoder: Encoder | undefined;

  /** Reads what is there. @throws InputError when the file is of another campaign, or cannot be read or written. @param onDamaged told of each line that cannot be read. */
  static *open(path: string, of: JournalOf, onDamaged: (what: string) => void): Work<Journal> {
    const stored = StoredFile.open(path);
    let journal: Journal | undefined;
    try {
      const contents = stored === undefined ? undefined : yield* contentsOf(stored, path, of);
      for (const line of contents?.damaged ?? []) onDamaged(`${printable(path)}:${line}: this line is damaged; what it told is done again`);
      journal = new Journal(path, of, contents);
      return journal;
    } finally {
      if (journal?.known === NOTHING || journal === undefined) stored?.close();
    }
  }

  private constructor(path: string, of: JournalOf, contents: Contents | undefined) {
    this.#of = of;
    this.#contents = contents;
    this.known = contents ?? NOTHING;
    if (contents !== undefined) this.#encoder = new Encoder(contents.header.names);
    this.#file = new GrowingFile(path, contents?.whole ?? 0);
  }

  run(index: number, candidate: Candidate, record: RunRecord): void {
    if (this.#encoder === undefined) this.#begin(record);
    // What is told of the first of its kind alone must not be told again.
    const fields = this.#encoder!.encode({ index, origin: { seed: candidate.seed, strategy: candidate.strategy, own: isOwn(candidate) }, record });
    if (this.#contents?.has(index) !== true) this.#file.add(written(fields));
  }

  changes(index: number, changes: Changes): void {
    if (this.known.changes(index) === undefined) this.#file.add(written(["changes", index, changes]));
  }

  reduced(index: number, guarantee: string, reduced: ReducedRun): void {
    if (this.known.reduced(index, guarantee) === undefined) this.#file.add(written(["reduced", index, guarantee, reduced]));
  }

  /** A further line. */
  add(fields: readonly unknown[]): void {
    this.#file.add(written(fields));
  }

  /** Everything so far is on its way to the disk. */
  flush(): void {
    this.#file.flush();
  }

  close(): void {
    this.#file.close();
    this.#contents?.close();
  }

  #begin({ findings, sometimes }: RunRecord): void {
    const { identity, judged, shard } = this.#of;
    const names = { guarantees: findings.map(({ guarantee }) => guarantee), sometimes: sometimes.map(([name]) => name) };
    const header: Header = { schema: JOURNAL_SCHEMA, ...identity, ...(shard === undefined ? {} : { shard }), judged: { promises: judged.promises.map(({ guarantee, promised }) => ({ guarantee, promised })), kinds: judged.kinds, altered: judged.altered }, names };
    this.#file.add(writtenHeader(header));
    this.#encoder = new Encoder(names);
  }
}

/** What is in the file; undefined when its writing was cut off in its first line. @throws InputError when it is of another campaign, or none. */
function* contentsOf(stored: StoredFile, path: string, { identity, shard }: JournalOf): Work<Contents | undefined> {
  if (stored.isEmpty) {
    if (!isBegun(stored.beginning(64))) throw noHeader(path);
    return undefined;
  }
  const contents = yield* Contents.read(stored, path);
  const other = difference(contents.header, identity) ?? shards(contents.header.shard, shard);
  if (other !== undefined) throw new InputError(`${printable(path)} is the journal of another campaign: it differs in ${other}; give another --journal, or remove that one`);
  return contents;
}

const NOTHING: Known = { record: () => undefined, changes: () => undefined, reduced: () => undefined };

function shards(there: Shard | undefined, here: Shard | undefined): string | undefined {
  const told = (shard: Shard | undefined): string => (shard === undefined ? "none" : `${shard.index}/${shard.of}`);
  return told(there) === told(here) ? undefined : `the shard (${told(there)}, and ${told(here)} here)`;
}
