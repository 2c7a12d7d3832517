import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../kernel/errors.ts";
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

/** Where a shard goes: <out>/shards/<scenario>-<i>-of-<n>.jsonl. */
export function shardPath(out: string, scenario: string, { index, of }: Shard): string {
  return join(out, "shards", `${scenario.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 100)}-${index}-of-${of}.jsonl`);
}

/** The journal of a campaign, where one is wanted, and the file of its shard, whole or not at all. */
export class Books {
  readonly #journal: Journal | undefined;
  readonly #shard: Journal | undefined;
  readonly #path: string | undefined;
  #closed = false;

  /** @throws InputError where a file is of another campaign, or cannot be read or written. */
  constructor(campaign: CampaignRun, identity: Identity, { journal, shard, out, onDamaged = () => {} }: Kept) {
    const { resolved } = campaign;
    const of = { identity, judged: campaign.judged, ...(shard === undefined ? {} : { shard }) };
    if (journal !== undefined) this.#journal = new Journal(journal, of, onDamaged);
    if (shard !== undefined) {
      if (out === undefined) throw new InputError("shard: give out, the folder into which its file goes");
      this.#path = shardPath(out, resolved.name, shard);
      rmSync(this.#draft, { force: true });
      this.#shard = new Journal(this.#draft, of, onDamaged);
    }
    if (this.#journal !== undefined) campaign.known = this.#journal.known;
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
      if (complete) renameSync(this.#draft, this.#path!);
      else rmSync(this.#draft, { force: true });
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
    if (this.#shard !== undefined) rmSync(this.#draft, { force: true });
  }

  get #draft(): string {
    return `${this.#path!}.${process.pid}.part`;
  }
}
