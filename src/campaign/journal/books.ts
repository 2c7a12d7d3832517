import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../kernel/errors.ts";
import type { Work } from "../../search/attempt.ts";
import type { CampaignRun, Shard } from "../../search/campaign.ts";
import type { Chronicle } from "../../search/campaign/chronicle.ts";
import type { Counterexample } from "../../search/counterexample.ts";
import { printable } from "../../world/step-key.ts";
import { reason } from "../reason.ts";
import type { Identity } from "./header.ts";
import { Journal } from "./journal.ts";
import type { End } from "./end.ts";

/** What of a campaign is kept on disk. */
export interface Kept {
  readonly journal?: string;
  readonly shard?: Shard;
  /** Folder in which shards have theirs. */
  readonly out?: string;
  readonly onDamaged?: (what: string) => void;
}

/** Where a shard goes: <out>/shards/<stem>-<i>-of-<n>.jsonl. */
function shardPath(out: string, stem: string, { index, of }: Shard): string {
  return join(out, "shards", `${stem}-${index}-of-${of}.jsonl`);
}

/** Where it is until it is complete. */
function draftOf(path: string): string {
  return `${path}.${process.pid}.part`;
}

/** The journal of a campaign, where one is wanted, and the file of its shard, whole or not at all. */
export class Books {
  readonly #journal: Journal | undefined;
  readonly #shard: Journal | undefined;
  readonly #path: string | undefined;
  #closed = false;

  /** Reads what is there of the journal. `stem`: what the file of the shard is called. @throws InputError where a file is of another campaign, or cannot be read or written. */
  static *open(campaign: CampaignRun, identity: Identity, stem: string, { journal, shard, out, onDamaged = () => {} }: Kept): Work<Books> {
    if (shard !== undefined && out === undefined) throw new InputError("shard: give out, the folder into which its file goes");
    const of = { identity, judged: campaign.judged, ...(shard === undefined ? {} : { shard }) };
    const kept = journal === undefined ? undefined : yield* Journal.open(journal, of, onDamaged);
    let books: Books | undefined;
    try {
      if (shard === undefined) return (books = new Books(campaign, kept, undefined, undefined));
      const path = shardPath(out!, stem, shard);
      discard(draftOf(path));
      return (books = new Books(campaign, kept, path, yield* Journal.open(draftOf(path), of, onDamaged)));
    } finally {
      if (books === undefined) kept?.close();
    }
  }

  private constructor(campaign: CampaignRun, journal: Journal | undefined, path: string | undefined, shard: Journal | undefined) {
    this.#journal = journal;
    this.#path = path;
    this.#shard = shard;
    if (journal !== undefined) campaign.known = journal.known;
    const all: readonly Chronicle[] = [this.#journal, this.#shard].filter((one) => one !== undefined);
    if (all.length > 0) {
      campaign.chronicle = {
        run: (index, candidate, record) => {
          this.#journal?.run(index, candidate, record);
          // Whoever merges has no strategy that would learn from it.
          const { observed: _, ...rest } = record;
          this.#shard?.run(index, candidate, rest);
        },
        changes: (...of) => all.forEach((one) => one.changes(...of)),
        reduced: (...of) => all.forEach((one) => one.reduced(...of)),
      };
    }
  }

  /** A failure was handed over: whoever merges has no run of it. */
  found(index: number, counterexample: Counterexample): void {
    this.#shard?.add(["found", index, counterexample]);
  }

  flush(): void {
    this.#journal?.flush();
    this.#shard?.flush();
  }

  /** The campaign is over. Where its shard is, if there is one and it is complete. */
  close({ complete, ...end }: End & { readonly complete: boolean }): string | undefined {
    this.#closed = true;
    this.#journal?.close();
    if (this.#shard === undefined) return undefined;
    if (complete) this.#shard.add(["end", end]);
    this.#shard.close();
    try {
      if (complete) renameSync(draftOf(this.#path!), this.#path!);
      else rmSync(draftOf(this.#path!), { force: true });
    } catch (error) {
      throw new InputError(`cannot write ${printable(this.#path!)}: ${reason(error)}`);
    }
    return complete ? this.#path : undefined;
  }

  /** However it ended: nothing that is known is lost, and nothing half done is left. */
  leave(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#journal?.close();
    this.#shard?.close();
    if (this.#shard !== undefined) discard(draftOf(this.#path!));
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It cannot be there either.
  }
}
