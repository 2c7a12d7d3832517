import { parting } from "../../brokers/rabbitmq/conformance/compare.ts";
import { playOnModel } from "../../brokers/rabbitmq/conformance/model-target.ts";
import { IMPATIENT, needsOwnBroker, operationsOf, stops } from "../../brokers/rabbitmq/conformance/script.ts";
import type { Row } from "../../brokers/rabbitmq/conformance/script.ts";
import { Gate } from "./gate.ts";
import type { Monitor } from "./monitor.ts";
import { OwnBroker } from "./own-broker.ts";
import { playOnBroker } from "./play-real.ts";
import { pooled } from "./pool.ts";
import { PATIENT, QUICK } from "./real-target.ts";

/** What became of a row. */
export interface RowResult {
  readonly row: Row;
  /**
   * "same": model and broker observe what the row says, or the model where no broker was asked. "version-specific": the broker does not, and
   * the row says it is of other versions. "different": anything else.
   */
  readonly verdict: "same" | "different" | "version-specific";
  /** The operation at which it differs, from 0, and all that was observed after it. */
  readonly at?: number;
  readonly model: readonly (readonly string[])[];
  /** Missing: no broker was asked. */
  readonly broker?: readonly (readonly string[])[];
}

export interface ConformOptions {
  readonly rows: readonly Row[];
  /** The broker at hand, for the rows that neither stop nor kill it. */
  readonly monitor?: Monitor;
  /** Where rabbitmq-server is, for the rows that do. */
  readonly program?: string;
  readonly signal?: AbortSignal;
  onRow?(result: RowResult): void;
  /** A broker of our own answers. */
  onOwnBroker?(monitor: Monitor): void;
}

/** How many rows are played at once. */
const AT_ONCE = 24;

/** Plays rows on the model and on brokers, and compares. Without a broker at hand, one of our own serves for all of them. @throws InputError when a broker is not what it should be */
export async function conform({ rows, monitor, program, signal, onRow = () => {}, onOwnBroker: onStarted = () => {} }: ConformOptions): Promise<RowResult[]> {
  const results: RowResult[] = [];
  const done = (row: Row, version?: string, broker?: readonly (readonly string[])[]): void => {
    const result = judge(row, version, broker);
    results.push(result);
    onRow(result);
  };
  const isOwn = (row: Row): boolean => (program !== undefined && monitor === undefined) || needsOwnBroker(row);
  const [own, shared] = [rows.filter(isOwn), rows.filter((row) => !isOwn(row))];
  const ending = new AbortController();
  const stop = signal === undefined ? ending.signal : AbortSignal.any([signal, ending.signal]);
  const parts = [
    monitor === undefined ? Promise.resolve(shared.forEach((row) => done(row))) : pooled(shared, AT_ONCE, async (row) => done(row, monitor.version, await onBroker(row, monitor, stop))),
    program === undefined || own.length === 0 ? Promise.resolve(own.forEach((row) => done(row))) : onOwnBroker(own, program, stop, done, onStarted),
  ];
  // When one fails the other is to end, and to clean up, as well.
  for (const part of parts) part.catch(() => ending.abort());
  const ended = await Promise.allSettled(parts);
  const failed = ended.filter((one) => one.status === "rejected").map(({ reason }) => reason as unknown);
  if (signal?.aborted !== true && failed.length > 0) throw failed.find((error) => (error as Error).name !== "AbortError") ?? failed[0];
  return results.sort((a, b) => a.row.id - b.row.id);
}

/** What does not come out as it should at once is played again, patiently and alone as far as we are concerned. */
async function onBroker(row: Row, monitor: Monitor, signal: AbortSignal): Promise<string[][]> {
  const play = (pace: typeof QUICK): Promise<string[][]> => playOnBroker(operationsOf(row), monitor, { pace, signal, ...(row.show === undefined ? {} : { show: row.show }) });
  const observed = await play(QUICK);
  return parting(expectedOf(row), observed) === undefined ? observed : play(PATIENT);
}

/** Rows that want the same done to the broker share it: they wait for one another, and it is done once. */
async function onOwnBroker(rows: readonly Row[], program: string, signal: AbortSignal, done: (row: Row, version: string, observed: string[][]) => void, onStarted: (monitor: Monitor) => void): Promise<void> {
  const broker = await OwnBroker.start(program, signal);
  try {
    onStarted(broker.monitor);
    for (const how of [undefined, "restart", "kill", "kill at once"] as const) {
      const group = rows.filter((row) => endOf(row) === how);
      const gate = new Gate(group.length, () => (how === "restart" ? broker.restart() : broker.kill()));
      await pooled(group, how === undefined ? AT_ONCE : group.length, async (row) => {
        const observed = await playOnBroker(operationsOf(row), broker.monitor, { pace: PATIENT, gate, signal, ...(row.show === undefined ? {} : { show: row.show }) });
        done(row, broker.monitor.version, observed);
      });
    }
  } finally {
    await broker.remove();
  }
}

/** What a row does to the broker. Who kills it right after something else waits for nobody. */
function endOf(row: Row): "restart" | "kill" | "kill at once" | undefined {
  const operation = operationsOf(row).find((one) => stops(one) !== undefined);
  return operation?.do === "together" ? "kill at once" : operation === undefined ? undefined : stops(operation);
}

/** What became of a row, of which the broker of this version observed this. */
export function judge(row: Row, version: string | undefined, broker: readonly (readonly string[])[] | undefined): RowResult {
  const model = playOnModel(operationsOf(row), row.show, needsOwnBroker(row) ? IMPATIENT : {});
  const expected = expectedOf(row);
  const [ofModel, ofBroker] = [parting(expected, model), broker === undefined ? undefined : parting(expected, broker)];
  const elsewhere = version !== undefined && row.versions !== undefined && !row.versions.some((one) => version.startsWith(one));
  const verdict = ofModel === undefined && ofBroker === undefined ? "same" : ofModel === undefined && elsewhere ? "version-specific" : "different";
  const at = ofModel === undefined || (ofBroker !== undefined && ofBroker < ofModel) ? ofBroker : ofModel;
  return { row, verdict, model, ...(at === undefined ? {} : { at }), ...(broker === undefined ? {} : { broker }) };
}

export function expectedOf({ lines }: Row): string[][] {
  return lines.map(([, ...observed]) => observed);
}
