import { ROWS } from "../../brokers/rabbitmq/conformance/rows/index.ts";
import { written, writtenRow } from "../../brokers/rabbitmq/conformance/written.ts";
import { needsOwnBroker } from "../../brokers/rabbitmq/conformance/script.ts";
import type { Row } from "../../brokers/rabbitmq/conformance/script.ts";
import { InputError } from "../../kernel/errors.ts";
import { conform, expectedOf } from "./conform.ts";
import type { RowResult } from "./conform.ts";
import { Monitor } from "./monitor.ts";
import { installed } from "./own-broker.ts";
import { conformAtRandom } from "./random.ts";
import { addressOf, DEFAULT_URL, withoutPassword } from "./server.ts";

/** What a person asks of `faultline conform`. */
export interface ConformanceOptions {
  /** Of a broker. Default: one on loopback, if any answers there. */
  readonly url?: string;
  /** Numbers of rows; default: all. */
  readonly rows?: readonly number[];
  /** So many random scripts instead of the table. */
  readonly random?: number;
  readonly seed?: string;
  /** Start a broker for the rows that stop or kill it: always, never, or (default) when it is installed and the broker at hand is on this machine. */
  readonly ownBroker?: boolean;
  readonly signal?: AbortSignal;
  onProgress?(done: number, all: number): void;
}

/** Outcome of a row, as plain data. */
export interface ConformanceRow {
  readonly id: number;
  readonly title: string;
  readonly rules: readonly string[];
  readonly versions?: readonly string[];
  readonly note?: string;
  readonly verdict: RowResult["verdict"];
  /** Of its two halves the real one ran. */
  readonly real: boolean;
  /** Where it is not the same: the operation after which it parts, and what was then observed. */
  readonly difference?: { readonly after: string; readonly expected: readonly string[]; readonly model: readonly string[]; readonly broker?: readonly string[] };
}

/** What `faultline conform` found out. */
export interface Conformance {
  readonly rows: readonly ConformanceRow[];
  readonly counts: { readonly same: number; readonly different: number; readonly versionSpecific: number };
  /** The broker at hand, without its password; missing: only the model's half ran. */
  readonly broker?: { readonly product: string; readonly version: string; readonly url: string };
  /** Rows of which only the model's half ran, and why. */
  readonly modelOnly: { readonly rows: readonly number[]; readonly because: string };
  readonly random?: { readonly scripts: number; readonly operations: number; readonly seed: string; readonly again: number; readonly differences: readonly { readonly seed: string; readonly row: string; readonly model: readonly string[] }[] };
  readonly interrupted: boolean;
}

/** Runs the conformance table, or random scripts, against the model and, where there is one, a real broker. @throws InputError */
export async function conformance(options: ConformanceOptions): Promise<Conformance> {
  const rows = chosen(options.rows);
  const monitor = await brokerAtHand(options.url);
  try {
    const program = ownBrokerFor(options, monitor, rows);
    return options.random === undefined ? await table(rows, options, monitor, program) : await random(options.random, options, monitor);
  } finally {
    await monitor?.close();
  }
}

async function table(rows: readonly Row[], { signal, onProgress = () => {} }: ConformanceOptions, monitor: Monitor | undefined, program: string | undefined): Promise<Conformance> {
  let done = 0;
  let own: Monitor | undefined;
  onProgress(0, rows.length);
  const results = await conform({
    rows,
    onRow: () => onProgress(++done, rows.length),
    onOwnBroker: (started) => (own = started),
    ...(monitor === undefined ? {} : { monitor }),
    ...(program === undefined ? {} : { program }),
    ...(signal === undefined ? {} : { signal }),
  });
  const of = (verdict: RowResult["verdict"]): number => results.filter((one) => one.verdict === verdict).length;
  const modelOnly = results.filter(({ broker }) => broker === undefined).map(({ row }) => row.id);
  const broker = monitor ?? own;
  return {
    rows: results.map(plain),
    counts: { same: of("same"), different: of("different"), versionSpecific: of("version-specific") },
    ...(broker === undefined ? {} : { broker: aboutBroker(broker) }),
    modelOnly: { rows: modelOnly, because: broker === undefined ? `no broker answers at ${withoutPassword(DEFAULT_URL)}; name one with --url` : "they stop, kill or set up the broker, which only one of our own may suffer; --own-broker starts it" },
    interrupted: signal?.aborted === true,
  };
}

async function random(scripts: number, { seed = "1", signal, onProgress = () => {} }: ConformanceOptions, monitor: Monitor | undefined): Promise<Conformance> {
  if (monitor === undefined) throw new InputError(`--random compares the model with a real broker, and none answers at ${withoutPassword(DEFAULT_URL)}; name one with --url`);
  const { differences, ...result } = await conformAtRandom(monitor, { scripts, seed, onScript: (done) => onProgress(done, scripts), ...(signal === undefined ? {} : { signal }) });
  return {
    rows: [],
    counts: { same: result.scripts - differences.length, different: differences.length, versionSpecific: 0 },
    broker: aboutBroker(monitor),
    modelOnly: { rows: [], because: "" },
    random: { ...result, seed, differences: differences.map((one) => ({ seed: one.seed, row: writtenRow({ id: 0, title: `found by seed ${one.seed}`, rules: [], lines: one.lines }), model: one.model })) },
    interrupted: signal?.aborted === true,
  };
}

function aboutBroker({ product, version, url }: Monitor): NonNullable<Conformance["broker"]> {
  return { product, version, url: withoutPassword(url) };
}

/** The one that was named, which must answer; else the one that is usually there, if it is. */
async function brokerAtHand(url: string | undefined): Promise<Monitor | undefined> {
  if (url !== undefined) return Monitor.open(addressOf(url));
  return Monitor.open(DEFAULT_URL).catch(() => undefined);
}

function ownBrokerFor({ ownBroker, random: scripts }: ConformanceOptions, monitor: Monitor | undefined, rows: readonly Row[]): string | undefined {
  if (ownBroker === false || scripts !== undefined) return undefined;
  const program = installed();
  if (ownBroker === true && program === undefined) throw new InputError("--own-broker: rabbitmq-server is not installed; apt-get install rabbitmq-server");
  const near = monitor !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(new URL(monitor.url).hostname);
  return ownBroker === true || (near && rows.some(needsOwnBroker)) ? program : undefined;
}

function chosen(ids: readonly number[] | undefined): readonly Row[] {
  if (ids === undefined || ids.length === 0) return ROWS;
  const unknown = ids.find((id) => !ROWS.some((row) => row.id === id));
  if (unknown !== undefined) throw new InputError(`--row: there is no row ${unknown}; there are ${ROWS.length}, from ${ROWS[0]!.id} to ${ROWS.at(-1)!.id}`);
  return ROWS.filter(({ id }) => ids.includes(id));
}

function plain({ row, verdict, at, model, broker }: RowResult): ConformanceRow {
  const { id, title, rules, versions, note } = row;
  const difference = at === undefined ? {} : { difference: { after: written(row.lines[at]![0]), expected: expectedOf(row)[at]!, model: model[at]!, ...(broker === undefined ? {} : { broker: broker[at]! }) } };
  return { id, title, rules, ...(versions === undefined ? {} : { versions }), ...(note === undefined ? {} : { note }), verdict, real: broker !== undefined, ...difference };
}
