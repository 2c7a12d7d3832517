import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError, run } from "../../src/core.ts";
import type { Plain, Scenario } from "../../src/core.ts";
import { joined, readParameter, withParameters } from "../../src/scenario/parameters.ts";

const scenario: Scenario = {
  title: "Parameters are set in it",
  nodes: [
    { name: "producer", count: 2, role: "producer", run: () => ({}), clock: { ppm: 5 } },
    { name: "broker", role: "broker", run: () => ({}) },
  ],
  workload: { messages: 3, every: "10ms" },
  network: { loss: 0.1, latency: { shape: "uniform", from: "1ms", to: "9ms" } },
  nemesis: [{ fault: "drop", rate: 0.1 }, { fault: "crash", every: "1s" }],
  sinks: [{ name: "database", dedup: true }, { name: "mail" }],
  promises: { bounded: { holds: true, limits: { depth: 10 } } },
};

const set = (path: string, value: Plain): Scenario => withParameters(scenario, { [path]: value });

/** The one line of the error. */
function refused(path: string, value: Plain = 1): string {
  try {
    set(path, value);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message).not.toContain("\n");
    return message;
  }
  return expect.unreachable(`${path} was set`);
}

describe("parameters", () => {
  it("are set by the names of fields, the names of a list's items, or their places from 0", () => {
    expect(set("workload.messages", 7).workload).toEqual({ messages: 7, every: "10ms" });
    expect(set("nodes.producer.count", 5).nodes.map(({ count }) => count)).toEqual([5, undefined]);
    expect(set("nodes.1.clock.offset", "5s").nodes.map(({ clock }) => clock)).toEqual([{ ppm: 5 }, { offset: "5s" }]);
    expect(set("nodes.producer.clock.offset", "5s").nodes[0]!.clock).toEqual({ ppm: 5, offset: "5s" });
    expect(set("nemesis.1.every", "3s").nemesis).toEqual([{ fault: "drop", rate: 0.1 }, { fault: "crash", every: "3s" }]);
    expect(set("sinks.mail.fenced", true).sinks).toEqual([{ name: "database", dedup: true }, { name: "mail", fenced: true }]);
    expect(set("network.latency.to", "20ms").network!.latency).toEqual({ shape: "uniform", from: "1ms", to: "20ms" });
    expect(set("promises.bounded.limits.depth", 3).promises).toEqual({ bounded: { holds: true, limits: { depth: 3 } } });
  });

  it("may be whole parts, and parts that were not there", () => {
    expect(set("network", { loss: 0.5 }).network).toEqual({ loss: 0.5 });
    expect(set("network.latency", "exponential(1ms)").network).toEqual({ loss: 0.1, latency: "exponential(1ms)" });
    expect(set("nemesis", []).nemesis).toEqual([]);
    expect(set("storm", "2s").storm).toBe("2s");
    expect(set("limit.events", 5).limit).toEqual({ events: 5 });
    expect(set("promises.order", { holds: true }).promises).toHaveProperty("order");
  });

  it("are set one after the other, on a copy that leaves the scenario, and all it shares, as it was", () => {
    const before = structuredClone({ ...scenario, nodes: [] });
    const changed = withParameters(scenario, { "nodes.producer.count": 1, network: { corrupt: 0.5 }, "network.loss": 0 });
    expect(changed.network).toEqual({ corrupt: 0.5, loss: 0 });
    expect({ ...scenario, nodes: [] }).toEqual(before);
    expect(changed.workload).toBe(scenario.workload);
    expect(changed.nodes[0]!.run).toBe(scenario.nodes[0]!.run);
    expect(withParameters(scenario, {})).toBe(scenario);
  });

  it("of two sources are joined: what both set, the second sets, and last", () => {
    const first = { "network.latency": "1ms", network: { loss: 0.5 } };
    expect(withParameters(scenario, joined(first, { "network.latency": "3ms" })).network).toEqual({ loss: 0.5, latency: "3ms" });
    expect(Object.keys(joined(first, { "network.latency": "3ms" }))).toEqual(["network", "network.latency"]);
    expect(joined(first, undefined)).toEqual(first);
  });

  it("change the run, as if the scenario had been written so", () => {
    const written = { ...scenario, workload: { messages: 30, every: "1ms" as const }, nemesis: [] };
    const parameters = { "workload.messages": 30, "workload.every": "1ms", nemesis: [] };
    expect(run(scenario, { set: parameters }).digest).toBe(run(written).digest);
    expect(run(scenario, { set: parameters }).digest).not.toBe(run(scenario).digest);
  });

  it.each([
    ["netwrk.loss", 'a scenario has no parameter "netwrk"; did you mean "network"?'],
    ["title", 'a scenario has no parameter "title"; known: workload, network, nemesis'],
    ["guarantees.0.name", 'a scenario has no parameter "guarantees"'],
    ["network.los", 'scenario.network has no "los"; did you mean "loss"?'],
    ["workload.message", 'scenario.workload has no "message"; did you mean "messages"?'],
    ["nodes.brokr.count", 'nodes has no item "brokr"; did you mean "broker"?'],
    ["sinks.databse.dedup", 'sinks has no item "databse"; did you mean "database"?'],
    ["nemesis.2.rate", 'nemesis has no item "2"'],
    ["nemesis.-1.rate", 'nemesis has no item "-1"'],
    ["nemesis.0.rat", 'nemesis.0 (drop) has no "rat"; did you mean "rate"?'],
    ["workload.every.mean", 'workload.every is "10ms" and has no "mean" in it'],
    ["network.latency.too", 'network.latency: "too" is not a parameter of uniform(from, to); did you mean "to"?'],
    ["promises.ordr", 'scenario.promises.ordr: expected holds(), breaks() or breaks({ plan: [...] })'],
    ["nodes.broker.run", "what a node runs cannot be set from outside"],
    ["nodes.0.run.x", "what a node runs cannot be set from outside"],
    ["nodes", "what a node runs cannot be set from outside"],
    ["nodes.broker", "what a node runs cannot be set from outside"],
  ])("%s is refused, naming the place and the nearest right name", (path, message) => {
    expect(refused(path)).toContain(message);
  });

  it.each<[string, Plain, string]>([
    ["network.loss", "0.3", 'scenario.network.loss: expected a number from 0 to 1, got "0.3"'],
    ["network.loss", 1.5, "scenario.network.loss: expected a number from 0 to 1, got 1.5"],
    ["network.loss", null, "scenario.network.loss: expected a number from 0 to 1, got null"],
    ["workload.messages", 2.5, "scenario.workload.messages: expected a whole number"],
    ["nodes.producer.count", 0, "scenario.nodes.0.count: expected a whole number from 1 to 4000, got 0"],
    ["nodes.producer.role", "boss", 'scenario.nodes.0.role: expected "producer" or "broker"'],
    ["settle", "soon", 'settle: "soon" is not a duration'],
    ["settle", -5, "settle: -5 is negative"],
    ["network.latency", "expnential(5ms)", 'network.latency: "expnential(5ms)" is not a distribution; did you mean "exponential"?'],
    ["network", null, "scenario.network: expected an object, got null"],
    ["nemesis", [{ fault: "dorp", rate: 1 }], 'nemesis.0.fault: there is no fault "dorp" by chance; did you mean "drop"?'],
    ["promises.bounded.limits.depth", "many", 'promises.bounded: the limit "depth" is not a number'],
  ])("%s = %j is refused as it would be in a file", (path, value, message) => {
    expect(refused(path, value)).toContain(message);
  });

  it.each(["", ".", "network.", ".network", "network..loss", "__proto__.polluted", "network.__proto__.polluted", "network.constructor.prototype.polluted", "constructor", "nodes.0.constructor.polluted", "x".repeat(300)])("%j is not the path of one", (path) => {
    expect(refused(path)).toMatch(/^set: .* is not the path of a parameter; write one like network\.loss$/);
  });

  it("reach no prototype, whatever the path and the value", () => {
    const names = fc.constantFrom("network", "nodes", "0", "broker", "clock", "limit", "__proto__", "prototype", "constructor", "toString", "valueOf", "hasOwnProperty", "length", "promises", "loss", "");
    const value = fc.constantFrom<Plain>(1, null, "x", JSON.parse('{"__proto__":{"polluted":true}}') as Plain, JSON.parse('{"constructor":{"prototype":{"polluted":true}}}') as Plain);
    fc.assert(fc.property(fc.array(names, { minLength: 1, maxLength: 4 }), value, (steps, given) => {
      try {
        set(steps.join("."), given);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      expect(Object.hasOwn(Object.prototype, "loss")).toBe(false);
    }), { numRuns: 500, seed: 22 });
  });
});

describe("a parameter that is typed", () => {
  it.each<[string, readonly [string, Plain]]>([
    ["network.loss=0.3", ["network.loss", 0.3]], ["storm=30s", ["storm", "30s"]], ["sinks.mail.dedup=true", ["sinks.mail.dedup", true]],
    ["network.latency=exponential(5ms)", ["network.latency", "exponential(5ms)"]], ['network.latency={"shape":"exponential","mean":"5ms"}', ["network.latency", { shape: "exponential", mean: "5ms" }]],
    ["nemesis=[]", ["nemesis", []]], ["x=a=b", ["x", "a=b"]], ["x=", ["x", ""]], ['x="5"', ["x", "5"]], ["x=[1,", ["x", "[1,"]],
  ])("%s is a path and a value, JSON where it is JSON", (typed, read) => {
    expect(readParameter(typed)).toEqual(read);
  });

  it.each(["network.loss", "=0.3", ""])("%j is none", (typed) => {
    expect(() => readParameter(typed)).toThrow(InputError);
    expect(() => readParameter(typed)).toThrow("write PATH=VALUE, such as --set network.loss=0.3");
  });
});
