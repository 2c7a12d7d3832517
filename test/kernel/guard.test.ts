import { describe, expect, it } from "vitest";
import { InputError } from "../../src/kernel/errors.ts";
import { guarded, reportTrespass, trespass } from "../../src/kernel/guard.ts";
import { play } from "../support/stage.ts";

/** What must not be called, and a word of what the error says to use instead. */
const FORBIDDEN: readonly (readonly [name: string, call: () => unknown, instead: string])[] = [
  ["Math.random", () => Math.random(), "ctx.random"],
  ["Date.now", () => Date.now(), "ctx.now"],
  ["new Date()", () => new Date(), "ctx.now"],
  ["Date()", () => Date(), "ctx.now"],
  ["performance.now", () => performance.now(), "ctx.now"],
  ["crypto.getRandomValues", () => crypto.getRandomValues(new Uint8Array(4)), "ctx.random"],
  ["crypto.randomUUID", () => crypto.randomUUID(), "ctx.random"],
  ["setTimeout", () => setTimeout(() => undefined, 0), "ctx.timer"],
  ["setInterval", () => setInterval(() => undefined, 0), "ctx.timer"],
  ["setImmediate", () => setImmediate(() => undefined), "ctx.timer"],
  ["queueMicrotask", () => queueMicrotask(() => undefined), "one step"],
  ["process.hrtime", () => process.hrtime(), "ctx.now"],
  ["process.hrtime.bigint", () => process.hrtime.bigint(), "ctx.now"],
  ["process.nextTick", () => process.nextTick(() => undefined), "one step"],
  ["process.uptime", () => process.uptime(), "ctx.now"],
  ["fetch", () => fetch("http://localhost"), "ctx.send"],
  ["String.prototype.localeCompare", () => "a".localeCompare("b"), "code units"],
  ["Number.prototype.toLocaleString", () => (1).toLocaleString(), "String(n)"],
  ["Date.prototype.toLocaleString", () => new Date(0).toLocaleString(), "ctx.now"],
  ["Promise.prototype.then", () => Promise.resolve().then(() => undefined), "one step"],
];

const globals = (): unknown[] => [Math.random, Date, Date.now, performance.now, crypto.getRandomValues, crypto.randomUUID, setTimeout, setInterval, setImmediate, queueMicrotask, process.hrtime, process.hrtime.bigint, process.nextTick, process.uptime, fetch, String.prototype.localeCompare, Number.prototype.toLocaleString, Date.prototype.toLocaleString, Promise.prototype.then].map((one) => one);

describe("inside a handler", () => {
  it.each(FORBIDDEN)("%s ends the run as bad input, by name and with what to use instead, and is itself again afterwards", (name, call, instead) => {
    const before = globals();
    const playing = (): unknown => play(() => ({ a: { start: () => void call() } }));
    expect(playing).toThrow(InputError);
    expect(playing).toThrow(`${name} was called inside a handler`);
    expect(playing).toThrow(instead);
    expect(globals()).toEqual(before);
  });

  it.each(FORBIDDEN)("%s ends the run even if the handler catches what it throws", (name, call) => {
    const before = globals();
    const catching = (): void => {
      try {
        call();
      } catch {
        // As user code does that wants to survive everything.
      }
    };
    expect(() => play(() => ({ a: { start: catching } }))).toThrow(`${name} was called inside a handler`);
    expect(() => play(() => ({ a: { start: (ctx) => ctx.timer("later", "1ms"), wake: catching } }))).toThrow(InputError);
    expect(globals()).toEqual(before);
  });

  it("a factory is guarded as its handlers are", () => {
    expect(() => play(() => ({ a: () => ({ state: () => Math.random(), id: Math.random() }) }))).toThrow("Math.random was called inside a handler");
  });

  it("dates that are a function of what they are given are fine", () => {
    const { said, run } = play((say) => ({ a: { start() {
      const date = new Date(0);
      say([date.toISOString(), new Date(86_400_000).getTime(), Date.UTC(2020, 0), Date.parse("2020-01-01T00:00:00Z"), date instanceof Date, new (class extends Date {})(5).getTime()].join(" "));
    } } }));
    expect(said).toEqual(["0us 1970-01-01T00:00:00.000Z 86400000 1577836800000 1577836800000 true 5"]);
    expect(run.errors).toEqual([]);
  });
});

describe("guarded", () => {
  it("nests, and gives everything back only when the outermost ends, also when it throws", () => {
    const before = globals();
    expect(guarded(() => guarded(() => 7))).toBe(7);
    expect(() => guarded(() => {
      guarded(() => undefined);
      return Math.random();
    })).toThrow("Math.random");
    expect(() => guarded(() => { throw new RangeError("own"); })).toThrow(RangeError);
    expect(globals()).toEqual(before);
    expect(Math.random()).toBeLessThan(1);
    expect(new Date().getTime()).toBeGreaterThan(0);
  });

  it("remembers the first trespass until the next outermost guard", () => {
    const swallow = (call: () => unknown): void => {
      try {
        call();
      } catch {
        // Remembered all the same.
      }
    };
    guarded(() => {
      expect(trespass()).toBe(undefined);
      swallow(() => Date.now());
      swallow(() => Math.random());
      guarded(() => reportTrespass(new InputError("a third")));
    });
    expect(trespass()?.message).toMatch(/^Date\.now /);
    guarded(() => expect(trespass()).toBe(undefined));
    guarded(() => reportTrespass(new InputError("found elsewhere")));
    expect(trespass()?.message).toBe("found elsewhere");
  });
});
