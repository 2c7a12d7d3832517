import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { playOnModel } from "../../../src/brokers/rabbitmq/conformance/model-target.ts";
import { LONGEST, randomScript } from "../../../src/brokers/rabbitmq/conformance/random.ts";
import type { Line } from "../../../src/brokers/rabbitmq/conformance/script.ts";
import { scriptOf } from "../../../src/campaign/conform/random.ts";
import { Monitor } from "../../../src/campaign/conform/monitor.ts";
import { conformAtRandom } from "../../../src/campaign/conform/random.ts";
import { DEFAULT_URL } from "../../../src/campaign/conform/server.ts";

/** Scripts from choices that fast-check makes up, and shrinks. */
const scripts: fc.Arbitrary<Line[]> = fc.infiniteStream(fc.nat()).map((choices) => randomScript((below) => choices.next().value! % below));

describe("a random script", () => {
  it("observes the same on the model each time, and is no longer than it may be", () => {
    fc.assert(fc.property(scripts, (lines) => {
      expect(lines.length).toBeLessThanOrEqual(LONGEST + 8);
      expect(playOnModel(lines.map(([operation]) => operation))).toEqual(lines.map(([, ...observed]) => observed));
    }), { numRuns: 60, seed: 1 });
  });

  it("never has the model answer what nobody asked, leave a question open, or confirm twice", () => {
    fc.assert(fc.property(scripts, (lines) => {
      expect(lines.flatMap(([, ...observed]) => observed).filter((line) => /nobody asked|no answer|again|after its confirm/.test(line))).toEqual([]);
    }), { numRuns: 60, seed: 2 });
  });

  it("follows from its seed", () => {
    expect(scriptOf("1/7")).toEqual(scriptOf("1/7"));
    expect(scriptOf("1/7")).not.toEqual(scriptOf("1/8"));
  });

  it("mostly succeeds: few of its operations are errors", () => {
    const lines = Array.from({ length: 50 }, (_, index) => scriptOf(`test/${index}`)).flat();
    const errors = lines.filter(([, ...observed]) => observed.some((line) => line.includes(" closed: "))).length;
    expect(errors / lines.length).toBeLessThan(0.08);
  });
});

const monitor = await Monitor.open(DEFAULT_URL).catch(() => undefined);

it.skipIf(monitor === undefined)("observes the same on a real RabbitMQ", async () => {
  const { scripts: played, differences } = await conformAtRandom(monitor!, { scripts: 20, seed: "test", atOnce: 20 });
  await monitor!.close();
  expect(differences.map(({ seed }) => seed)).toEqual([]);
  expect(played).toBe(20);
});
