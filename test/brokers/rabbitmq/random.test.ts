import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { parting } from "../../../src/brokers/rabbitmq/conformance/compare.ts";
import { playOnModel } from "../../../src/brokers/rabbitmq/conformance/model-target.ts";
import { LONGEST } from "../../../src/brokers/rabbitmq/conformance/random.ts";
import type { Operation } from "../../../src/brokers/rabbitmq/conformance/script.ts";
import { Monitor } from "../../../src/campaign/conform/monitor.ts";
import { playOnBroker } from "../../../src/campaign/conform/play-real.ts";
import { conformAtRandom, scriptOf } from "../../../src/campaign/conform/random.ts";
import { PATIENT, QUICK } from "../../../src/campaign/conform/real-target.ts";
import { DEFAULT_URL } from "../../../src/campaign/conform/server.ts";
import { scripts } from "./scripts.ts";

describe("a random script", () => {
  it("observes the same on the model each time, and is no longer than it may be", () => {
    for (let index = 0; index < 60; index++) {
      const lines = scriptOf(`length/${index}`);
      expect(lines.length).toBeLessThanOrEqual(LONGEST + 8);
      expect(playOnModel(lines.map(([operation]) => operation))).toEqual(lines.map(([, ...observed]) => observed));
    }
  });

  it("never has the model answer what nobody asked, leave a question open, or confirm twice", () => {
    fc.assert(fc.property(scripts(), (operations) => {
      expect(playOnModel(operations).flat().filter((line) => /nobody asked|no answer|again|after its confirm/.test(line))).toEqual([]);
    }), { numRuns: 60, seed: 2 });
  });

  it("is shrunk to the operations that matter", () => {
    const isOf = (type: string) => (one: Operation): boolean => one.do === "send" && one.method.type === type;
    const { failed, counterexample } = fc.check(fc.property(scripts(), (operations) => !(operations.some(isOf("basic.get")) && operations.some(isOf("channel.close")))), { seed: 3, numRuns: 200 });
    expect(failed).toBe(true);
    expect(counterexample![0]).toHaveLength(2);
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

describe.skipIf(monitor === undefined)("a random script on a real RabbitMQ", () => {
  afterAll(() => monitor?.close());

  it("observes what it does on the model, as faultline conform sees it", { timeout: 120_000 }, async () => {
    const { scripts: played, differences } = await conformAtRandom(monitor!, { scripts: 20, seed: "test", atOnce: 20 });
    expect(differences.map(({ seed }) => seed)).toEqual([]);
    expect(played).toBe(20);
  });

  it("observes what it does on the model, as fast-check sees it, which shrinks what does not", { timeout: 120_000 }, async () => {
    await fc.assert(fc.asyncProperty(scripts(), async (operations) => {
      const model = playOnModel(operations);
      const quick = await playOnBroker(operations, monitor!, { pace: QUICK });
      const broker = parting(model, quick) === undefined ? quick : await playOnBroker(operations, monitor!, { pace: PATIENT });
      const at = parting(model, broker);
      expect(at === undefined ? [] : broker[at], `after operation ${at}`).toEqual(at === undefined ? [] : model[at]);
    }), { numRuns: 15, seed: 4 });
  });
});
