import { InputError } from "../kernel/errors.ts";
import { finishWork } from "../search/attempt.ts";
import type { Work } from "../search/attempt.ts";
import { CHANGED } from "../search/campaign.ts";
import { Tally } from "../search/campaign/tally.ts";
import type { Changes } from "../search/campaign/changes.ts";
import { isSameFailure } from "../search/counterexample.ts";
import type { Counterexample } from "../search/counterexample.ts";
import { standing } from "../search/standing.ts";
import { printable } from "../world/step-key.ts";
import { Contents } from "./journal/contents.ts";
import type { End } from "./journal/end.ts";
import { difference } from "./journal/header.ts";
import type { Header } from "./journal/header.ts";
import { StoredFile } from "./journal/stored-file.ts";
import { campaignOf } from "./result.ts";
import type { Campaign } from "./result.ts";

/** Runs between two yields. */
const RUNS = 512;
/** So many runs that are missing are named. */
const NAMED = 5;

/** A campaign that was made in parts, whole again. */
export interface Merged {
  readonly scenario: string;
  readonly title: string;
  /** Of the campaign. */
  readonly seed: string;
  readonly strategy: string;
  readonly campaign: Campaign;
}

/** How shards are merged. */
export interface MergeOptions {
  /** Told of each damaged line. */
  readonly onDamaged?: (what: string) => void;
}

/** A shard as it was read. */
interface Part {
  readonly file: string;
  readonly header: Header & { readonly shard: { readonly index: number; readonly of: number } };
  readonly contents: Contents;
  readonly end: End;
}

/**
 * Folds the shards of one campaign into one, in whatever order they are given: the same as if it had been made whole. Shards of several
 * scenarios give a campaign each, by name.
 * @throws InputError where a shard is missing, double, damaged, unfinished, or of another campaign, saying which and why.
 */
export function merge(files: readonly string[], options: MergeOptions = {}): readonly Merged[] {
  return finishWork(merging(files, options));
}

/** The same in pieces: shards of days take a while to read. */
export function* merging(files: readonly string[], options: MergeOptions = {}): Work<readonly Merged[]> {
  if (files.length === 0) throw new InputError("merge takes the shards of a campaign: reports/shards/*.jsonl");
  const open: StoredFile[] = [];
  try {
    const parts: Part[] = [];
    for (const file of files) {
      const stored = StoredFile.open(file);
      if (stored === undefined) throw new InputError(`cannot read ${printable(file)}: there is no such file`);
      open.push(stored);
      parts.push(yield* partOf(stored, file, options));
    }
    const byScenario = new Map<string, Part[]>();
    for (const part of parts) byScenario.set(part.header.scenario.name, [...(byScenario.get(part.header.scenario.name) ?? []), part]);
    const merged: Merged[] = [];
    for (const [, some] of [...byScenario].sort(([a], [b]) => (a < b ? -1 : 1))) merged.push(yield* whole(some));
    return merged;
  } finally {
    for (const stored of open) stored.close();
  }
}

function* partOf(stored: StoredFile, file: string, { onDamaged = () => {} }: MergeOptions): Work<Part> {
  if (stored.isEmpty) throw new InputError(`${printable(file)} is empty; make this shard again`);
  const contents = yield* Contents.read(stored, file);
  const { header, damaged } = contents;
  const { shard } = header;
  if (shard === undefined) throw new InputError(`${printable(file)} is a journal of a whole campaign, and no shard of one`);
  for (const line of damaged) onDamaged(`${printable(file)}:${line}: this line is damaged`);
  const end = contents.of("end")[0]?.[0] as End | undefined;
  if (end === undefined) throw new InputError(`${printable(file)}: shard ${shard.index} of ${shard.of} has no end: it is unfinished, or damaged; make it again`);
  return { file, header: { ...header, shard }, contents, end };
}

/** Some parts as one campaign. */
function* whole(some: readonly Part[]): Work<Merged> {
  const parts = some.toSorted((a, b) => a.header.shard.index - b.header.shard.index);
  const { header } = parts[0]!;
  together(parts);
  const tally = new Tally(header.judged, header.failures);
  for (const [guarantee, result] of parts[0]!.end.pins) tally.verdicts.pin(guarantee, result);
  const total = Math.max(...parts.map(({ end }) => end.total));
  const counterexamples: Counterexample[] = [];
  const missing: number[] = [];
  let changed = 0;
  for (let index = 0; index < total; index++) {
    if (index % RUNS === 0) yield;
    const part = parts.find(({ contents }) => contents.has(index));
    if (part === undefined) {
      missing.push(index + 1);
      continue;
    }
    const { record, origin } = part.contents.entry(index)!;
    for (const { guarantee } of tally.add(record, origin)) {
      const found = part.contents.of("found").find(([at, one]) => at === index && (one as Counterexample).guarantee === guarantee)?.[1] as Counterexample | undefined;
      if (found !== undefined && !counterexamples.some((one) => isSameFailure(one, found))) counterexamples.push(found);
      if (found === undefined && !record.overflowed) throw new InputError(`${printable(part.file)}: how ${guarantee} broke in run ${index + 1} is missing, for its line is damaged; make this shard again`);
    }
    if (changed < CHANGED && record.struck > 0 && !record.overflowed) {
      changed++;
      const changes = part.contents.changes(index) as Changes | undefined;
      if (changes === undefined) throw new InputError(`${printable(part.file)}: what the faults of run ${index + 1} changed is missing, for its line is damaged; make this shard again`);
      tally.figures.changed(changes);
    }
    if (header.first && counterexamples.length > 0) break;
  }
  if (missing.length > 0) throw new InputError(`${runs(missing)} missing, for ${missing.length === 1 ? "its line is" : "their lines are"} damaged; make ${damagedOf(parts)} again`);
  const campaign = campaignOf(tally, {
    seconds: parts.reduce((sum, { end }) => sum + end.seconds, 0), workers: parts.reduce((sum, { end }) => sum + end.workers, 0),
    shards: parts.length, counterexamples, certificate: standing(parts[0]!.end.certificate, tally.all), interrupted: false,
  });
  return { scenario: header.scenario.name, title: header.scenario.title, seed: header.seed, strategy: header.strategy, campaign };
}

/** @throws InputError where parts are not all the parts of one campaign. */
function together(parts: readonly Part[]): void {
  const [first] = parts;
  const { of } = first!.header.shard;
  for (const part of parts) {
    const { header, file } = part;
    const other = difference(first!.header, header) ?? (header.shard.of === of ? undefined : `the number of shards (${of}, and ${header.shard.of} here)`);
    if (other !== undefined) throw new InputError(`${printable(file)} is of another campaign than ${printable(first!.file)}: it differs in ${other}`);
  }
  for (const part of parts) {
    const { header, file, end, contents } = part;
    const same = parts.find((one) => one !== part && one.header.shard.index === header.shard.index);
    if (same !== undefined) throw new InputError(`${printable(file)} and ${printable(same.file)} are both shard ${header.shard.index} of ${of}; give each once`);
    const digests = [contents, first!.contents].map((one) => one.record(0)?.digest);
    const otherwise = JSON.stringify(end.pins) !== JSON.stringify(first!.end.pins) || (!digests.includes(undefined) && digests[0] !== digests[1]);
    if (otherwise) throw new InputError(`${printable(file)} and ${printable(first!.file)} came out otherwise where they did the same: the scenario is not deterministic over their machines`);
  }
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((index) => !parts.some(({ header }) => header.shard.index === index));
  if (missing.length > 0) throw new InputError(`${first!.header.scenario.name}: ${missing.length === 1 ? "shard" : "shards"} ${missing.join(", ")} of ${of} ${missing.length === 1 ? "is" : "are"} missing`);
}

function runs(missing: readonly number[]): string {
  const named = missing.slice(0, NAMED).join(", ");
  return missing.length === 1 ? `run ${named} is` : `runs ${named}${missing.length > NAMED ? ` and ${missing.length - NAMED} more` : ""} are`;
}

/** Those with damaged lines. */
function damagedOf(parts: readonly Part[]): string {
  const damaged = parts.filter(({ contents }) => contents.damaged.length > 0).map(({ file }) => printable(file));
  return damaged.length === 0 ? "the shards" : damaged.join(", ");
}
