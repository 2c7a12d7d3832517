import { afterAll, describe, expect, it } from "vitest";
import { playOnModel } from "../../../src/brokers/rabbitmq/conformance/model-target.ts";
import { ROWS } from "../../../src/brokers/rabbitmq/conformance/rows/index.ts";
import { RULES } from "../../../src/brokers/rabbitmq/conformance/rules.ts";
import { IMPATIENT, needsOwnBroker, operationsOf } from "../../../src/brokers/rabbitmq/conformance/script.ts";
import type { Row } from "../../../src/brokers/rabbitmq/conformance/script.ts";
import { parting } from "../../../src/brokers/rabbitmq/conformance/compare.ts";
import { conform, expectedOf } from "../../../src/campaign/conform/conform.ts";
import { DEFAULT_URL } from "../../../src/campaign/conform/server.ts";
import { Monitor } from "../../../src/campaign/conform/monitor.ts";

/** Rows that the model does not observe yet, each with why. A row that it does by now must leave this list. */
const NOT_YET: { readonly [id: number]: string } = {};

describe("the model of RabbitMQ", () => {
  it.each(ROWS.map((row) => [row.id, row.title, row] as const))("row %i: %s", (id, _, row) => {
    const [observed, expected] = [playOnModel(operationsOf(row), row.show, needsOwnBroker(row) ? IMPATIENT : {}), expectedOf(row)];
    if (id in NOT_YET) expect(parting(expected, observed), "observes the row by now: take it out of NOT_YET").toBeDefined();
    // With a wildcard in it, only `parting` can tell; else the difference is to be seen.
    else if (parting(expected, observed) !== undefined) expect(observed).toEqual(expected);
  });
});

describe("the table", () => {
  it("has a row for every rule", () => {
    const shown = new Set<string>(ROWS.flatMap(({ rules }) => rules));
    expect(Object.keys(RULES).filter((rule) => !shown.has(rule))).toEqual([]);
  });

  it("numbers its rows once each", () => {
    expect(ROWS.map(({ id }) => id)).toEqual([...new Set(ROWS.map(({ id }) => id))]);
  });

  it("knows a difference, and what a wildcard stands for", () => {
    expect(parting([["a1: got #1 m1"]], [["a1: got #1 m1"]])).toBeUndefined();
    expect(parting([[], ["a1: got #1 m1"]], [[], ["a1: got #1 m2"]])).toBe(1);
    expect(parting([["a1: q: * ready"]], [["a1: q: 12 ready"]])).toBeUndefined();
    expect(parting([["a1: q: * ready"]], [["a1: q: 12 gone"]])).toBe(0);
    expect(parting([["a1: got #1 m1"]], [[]])).toBe(0);
  });
});

const monitor = await Monitor.open(DEFAULT_URL).catch(() => undefined);
const named = monitor === undefined ? "no RabbitMQ answers on the default port: only the model's half ran" : `the real half ran against RabbitMQ ${monitor.version}`;
/** Those that need no broker of their own and wait for nothing. */
const quick = (row: Row): boolean => !needsOwnBroker(row) && row.lines.every(([operation]) => operation.do !== "wait" || operation.ms < 500);

describe.skipIf(monitor === undefined)("a real RabbitMQ", () => {
  it(`observes the same (${named})`, async () => {
    const results = await conform({ rows: ROWS.filter(quick), monitor: monitor! });
    expect(results.filter(({ row, verdict }) => verdict === "different" && !(row.id in NOT_YET)).map(({ row, at, broker }) => ({ row: row.id, at, broker: broker?.[at ?? 0] }))).toEqual([]);
    expect(results.length).toBeGreaterThan(150);
  });
});

afterAll(async () => {
  console.log(`conformance with RabbitMQ: ${named}`);
  await monitor?.close();
});
