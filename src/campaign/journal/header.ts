import * as v from "valibot";
import { InputError } from "../../kernel/errors.ts";
import { conform } from "../../scenario/conform.ts";
import type { Parameters } from "../../scenario/parameters.ts";
import type { Shard } from "../../search/campaign.ts";
import type { Judged } from "../../search/campaign/tally.ts";
import { printable } from "../../world/step-key.ts";
import type { Names } from "./codec.ts";
import { read, written } from "./lines.ts";

/** Of the format; a file of another is not read. */
export const JOURNAL_SCHEMA = 2;

/** What a campaign is: with the same of all this, every run comes out the same. */
export interface Identity {
  readonly faultline: string;
  readonly scenario: { readonly name: string; readonly title: string; readonly hash?: string };
  readonly parameters: Parameters;
  readonly seed: string;
  readonly strategy: string;
  readonly runs: number;
  /** The first of them, from 0. */
  readonly from: number;
  readonly replays: number;
  /** So many failures of each promised guarantee are reduced. */
  readonly failures: number;
  readonly first: boolean;
}

/** The first line of a journal and of a shard: which campaign it is of, and what its lines refer to. */
export interface Header extends Identity {
  readonly schema: typeof JOURNAL_SCHEMA;
  readonly shard?: Shard;
  readonly judged: Judged;
  readonly names: Names;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const names = v.array(v.string());
const schema = v.looseObject({
  schema: v.literal(JOURNAL_SCHEMA),
  faultline: v.string(),
  scenario: v.looseObject({ name: v.string(), title: v.string(), hash: v.optional(v.string()) }),
  parameters: v.record(v.string(), v.unknown()),
  seed: v.string(), strategy: v.string(), runs: count, from: count, replays: count, failures: count, first: v.boolean(),
  shard: v.optional(v.looseObject({ index: count, of: count })),
  judged: v.looseObject({ promises: v.array(v.looseObject({ guarantee: v.string(), promised: v.picklist(["holds", "breaks"]) })), kinds: names, altered: v.boolean() }),
  names: v.looseObject({ guarantees: names, sometimes: names }),
});

/** What its line begins with. */
const CAMPAIGN = "campaign";
const BEGINNING = `["${CAMPAIGN}",`;

/** The first line. */
export function writtenHeader(header: Header): string {
  return written([CAMPAIGN, header]);
}

/** Reads the first line. @throws InputError saying what is wrong with it. */
export function readHeader(line: string, file: string): Header {
  const [kind, value] = read(line) ?? [];
  if (kind !== CAMPAIGN) throw noHeader(file);
  return conform(schema, value, `${printable(file)}:1`, ": ") as unknown as Header;
}

/** Whether a file with nothing but this, and no end of a line, is a journal whose writing was cut off in its first line. */
export function isBegun(content: string): boolean {
  return content === "" || BEGINNING.startsWith(content.slice(0, BEGINNING.length));
}

export function noHeader(file: string): InputError {
  return new InputError(`${printable(file)}:1: this line does not say which campaign it is of; it is no journal or shard, or damaged`);
}

/** In what two campaigns differ, in words: "the seed (1, and 2 here)"; undefined when they are the same. */
export function difference(there: Identity, here: Identity): string | undefined {
  const fields: readonly (readonly [string, (identity: Identity) => unknown])[] = [
    ["the version of Faultline", ({ faultline }) => faultline],
    ["the scenario", ({ scenario }) => scenario.name],
    ["the source of the scenario", ({ scenario }) => scenario.hash?.slice(0, 12) ?? "none"],
    ["the parameters", ({ parameters }) => JSON.stringify(parameters)],
    ["the seed", ({ seed }) => seed],
    ["the strategy", ({ strategy }) => strategy],
    ["the number of runs", ({ runs }) => runs],
    ["the first run", ({ from }) => from],
    ["replays a reduction", ({ replays }) => replays],
    ["failures to reduce", ({ failures }) => failures],
    ["ending at the first failure", ({ first }) => (first ? "yes" : "no")],
  ];
  const found = fields.find(([, of]) => of(there) !== of(here));
  return found === undefined ? undefined : `${found[0]} (${printable(String(found[1](there)))}, and ${printable(String(found[1](here)))} here)`;
}
