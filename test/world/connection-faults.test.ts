import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core.ts";
import type { Connection, Process } from "../../src/core.ts";
import { listener, play } from "../support/stage.ts";
import type { Cast, Say, Setting } from "../support/stage.ts";

/** a connects to b; then both send a numbered frame every 10ms, from 10ms to 100ms, and say what they hear. */
function chatter(say: Say): Cast {
  const side = (self: string, peer: string): (() => Process) => () => {
    let connection: Connection | undefined;
    let n = 0;
    return {
      ...listener(say, self),
      start(ctx) {
        for (let tick = 1; tick <= 10; tick++) ctx.timer("tick", tick * 10_000, tick);
        if (self === "a" && ctx.incarnation === 1) connection = ctx.connect(peer);
      },
      wake: () => connection?.send({ type: "f", n: ++n }),
      opened: (_ctx, opened) => void (connection = opened),
      data: (_ctx, _connection, packet) => say(`${self} read ${packet.n}`),
      closed(_ctx, _connection, reason) {
        connection = undefined;
        say(`${self} heard ${reason}`);
      },
    };
  };
  return { a: side("a", "b"), b: side("b", "a") };
}

/** When each side read which frame: "11 21 31", and what else it heard. */
function heard(plan: readonly string[], more: Setting = {}): { readonly [side: string]: string } {
  const { said } = play(chatter, { plan, network: { timeout: "45ms" }, ...more });
  return Object.fromEntries(["a", "b"].map((side) => [side, said.filter((line) => line.includes(` ${side} `)).map((line) => line.replace(/ms .* read (\d+)$/, ":$1").replace(/ms .* heard /, " ")).join(", ")]));
}
const ALL = "11:1, 21:2, 31:3, 41:4, 51:5, 61:6, 71:7, 81:8, 91:9, 101:10";

describe("a stall", () => {
  it("holds both directions, then everything flows in order", () => {
    const flow = "11:1, 21:2, 61:3, 61:4, 61:5, 61:6, 71:7, 81:8, 91:9, 101:10";
    expect(heard(["stall a-b at 25ms for 35ms"])).toEqual({ a: flow, b: flow });
  });

  it("one-way holds one direction", () => {
    expect(heard(["stall a>b at 25ms for 35ms"])).toEqual({ a: ALL, b: "11:1, 21:2, 61:3, 61:4, 61:5, 61:6, 71:7, 81:8, 91:9, 101:10" });
  });

  it("ends in a time-out of whoever waits for an answer for too long, also of the side whose frames arrive", () => {
    expect(heard(["stall a-b at 25ms"])).toEqual({ a: "11:1, 21:2, 75 timed-out", b: "11:1, 21:2, 75 timed-out" });
    expect(heard(["stall a>b at 25ms"])).toEqual({ a: "11:1, 21:2, 31:3, 41:4, 51:5, 61:6, 71:7, 75 timed-out", b: "11:1, 21:2, 75 timed-out" });
  });

  it("strikes nothing without a connection", () => {
    expect(play(() => ({ a: { start: (ctx) => ctx.timer("t", "50ms") }, b: {} }), { plan: ["stall a-b at 25ms for 35ms", "reset a-b at 25ms"] }).struck).toEqual([]);
  });

  it("a partition does the same to a connection", () => {
    expect(heard(["partition a | b at 25ms for 35ms"])).toEqual(heard(["stall a-b at 25ms for 35ms"]));
    expect(heard(["partition a > b at 25ms for 35ms"])).toEqual(heard(["stall a>b at 25ms for 35ms"]));
  });
});

describe("a delay of one frame", () => {
  it("holds those behind it", () => {
    expect(heard(["delay a>b f #2 by 35ms"]).b).toBe("11:1, 56:2, 56:3, 56:4, 56:5, 61:6, 71:7, 81:8, 91:9, 101:10");
  });

  it("of the opening or the end delays those, and what follows", () => {
    expect(heard(["delay a>b SYN #1 by 22ms"])).toEqual({ a: "31:1, 41:2, 51:3, 61:4, 71:5, 81:6, 91:7, 101:8", b: ALL.replace("11:1, 21:2, ", "25:1, 25:2, ") });
  });

  it.each(["drop", "corrupt", "duplicate", "replay", "forge"])("is the only fault that may strike it by key: %s is bad input", (fault) => {
    const rest = fault === "replay" ? " at 1s" : fault === "forge" ? " with 1" : "";
    for (const key of ["a>b f #2", "b>a SYN-ACK #1"]) {
      expect(() => heard([`${fault} ${key}${rest}`])).toThrow(InputError);
      expect(() => heard([`${fault} ${key}${rest}`])).toThrow(`plan: ${fault} ${key}: this is a frame of a connection`);
    }
  });

  it("is what reordering by rate comes to, and no other rate strikes a frame", () => {
    const { struck } = play(chatter, { rates: "on", storm: "1s", network: { loss: 1, duplicate: 1, corrupt: 1, reorder: 1 } });
    expect(struck.length).toBeGreaterThan(10);
    for (const entry of struck) expect(entry).toMatch(/^delay (a>b|b>a) (f|SYN|SYN-ACK) #\d+ by /);
  });
});

describe("a reset", () => {
  it("is heard by both ends, and what was in flight is gone", () => {
    expect(heard(["reset a-b at 22ms"], { latency: "4ms" })).toEqual({ a: "14:1, 22 reset", b: "14:1, 22 reset" });
  });

  it("one-way is heard by the second only; the first hears when it sends", () => {
    const { a, b } = heard(["reset a>b at 25ms"]);
    expect(b).toBe("11:1, 21:2, 25 reset");
    expect(a).toBe("11:1, 21:2, 32 reset");
  });

  it("of a connection that is not open yet is a refusal to who opened it", () => {
    const { said } = play(chatter, { plan: ["reset a-b at 500us"] });
    expect(said).toEqual(["500us a heard refused"]);
  });
});

describe("a peer", () => {
  it("that lost power leaves its end half-open, and answers the next frame with a reset once it is back", () => {
    expect(heard(["crash b at 25ms for 10ms"])).toEqual({ a: "11:1, 21:2, 37 reset", b: "11:1, 21:2" });
    expect(heard(["crash b at 35ms for 2ms"])).toEqual({ a: "11:1, 21:2, 31:3, 42 reset", b: "11:1, 21:2, 31:3" });
  });

  it("that stays dark is given up", () => {
    expect(heard(["crash b at 25ms"]).a).toBe("11:1, 21:2, 75 timed-out");
  });

  it("that was killed resets, that was stopped closes, behind what it had sent", () => {
    expect(heard(["crash b kill at 25ms", "delay b>a f #2 by 20ms"]).a).toBe("11:1, 41:2, 41 reset");
    expect(heard(["crash b stop at 25ms"]).a).toBe("11:1, 21:2, 26 closed");
  });

  it("that is paused has a machine that still answers: the connection opens, nothing times out, and all is read in order at resume", () => {
    expect(heard(["pause b at 25ms for 60ms"])).toEqual({ a: "11:1, 21:2, 86:3, 86:4, 86:5, 86:6, 86:7, 86:8, 91:9, 101:10", b: "11:1, 21:2, 85:3, 85:4, 85:5, 85:6, 85:7, 85:8, 91:9, 101:10" });
    const { said } = play((say) => ({ a: { ...listener(say, "a"), start(ctx) { ctx.connect("b").send({ type: "f" }); } }, b: listener(say, "b") }), { plan: ["pause b at 500us for 60ms"], network: { timeout: "45ms" } });
    expect(said).toEqual(["2ms a opened to b", "60500us b opened to a", "60500us b read f"]);
  });

  it("that sleeps through its time-out has a machine that gives up in time, and hears of it at resume", () => {
    expect(heard(["stall a-b at 15ms", "pause a at 30ms for 60ms"])).toEqual({ a: "11:1, 90 timed-out", b: "11:1, 65 timed-out" });
  });
});

describe("whatever happens to it", () => {
  const at = fc.integer({ min: 0, max: 100_000 });
  const lasts = fc.integer({ min: 1, max: 60_000 });
  const trouble = fc.oneof(
    fc.tuple(fc.constantFrom("stall a-b", "stall a>b", "stall b>a", "partition a | b", "partition a > b", "partition b > a", "pause a", "pause b", "crash a", "crash b kill", "crash b stop"), at, lasts).map(([what, when, long]) => `${what} at ${when}us for ${long}us`),
    fc.tuple(fc.constantFrom("reset a-b", "reset a>b", "reset b>a"), at).map(([what, when]) => `${what} at ${when}us`),
    fc.tuple(fc.constantFrom("a>b", "b>a"), fc.constantFrom("f", "f", "f", "SYN", "SYN-ACK"), fc.integer({ min: 1, max: 12 }), lasts).map(([link, type, nth, long]) => `delay ${link} ${type} #${nth} by ${long}us`),
  );

  it("what one end reads of a connection is the beginning of what the other sent on it, in order, without a gap", () => {
    let read = 0;
    fc.assert(fc.property(fc.array(trouble, { maxLength: 7 }), fc.constantFrom("1ms", "exponential(8ms)"), fc.nat(1_000), (plan, latency, seed) => {
      const streams = new Map<string, { readonly sent: number[]; readonly read: number[] }>();
      const stream = (id: string, from: string): { readonly sent: number[]; readonly read: number[] } => streams.get(`${id} ${from}`) ?? streams.set(`${id} ${from}`, { sent: [], read: [] }).get(`${id} ${from}`)!;
      let n = 0;
      const end = (self: string, peer: string) => (): Process => {
        const open = new Set<Connection>();
        return {
          start(ctx) {
            for (let tick = 1; tick <= 25; tick++) ctx.timer("tick", tick * 5_000, tick);
            if (self === "a") open.add(ctx.connect(peer));
          },
          wake(ctx, timer) {
            if (timer === "again") return void open.add(ctx.connect(peer));
            for (const connection of open) {
              stream(connection.id, self).sent.push(++n);
              connection.send({ type: "f", n });
            }
          },
          opened: (_ctx, connection) => void open.add(connection),
          data: (_ctx, connection, packet) => void stream(connection.id, peer).read.push(packet.n),
          closed(ctx, connection) {
            open.delete(connection);
            if (self === "a") ctx.timer("again", "7ms");
          },
        };
      };
      play(() => ({ a: end("a", "b"), b: end("b", "a") }), { plan, latency, seed: String(seed), network: { timeout: "45ms" }, limit: { time: "2s" } });
      for (const [id, both] of streams) {
        expect(both.read, id).toEqual(both.sent.slice(0, both.read.length));
        read += both.read.length;
      }
    }), { numRuns: 500, seed: 9 });
    expect(read).toBeGreaterThan(5_000);
  });
});
