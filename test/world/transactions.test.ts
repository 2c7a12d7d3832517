import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core.ts";
import type { Context, Process, Transaction } from "../../src/core.ts";
import { play } from "../support/stage.ts";
import type { Cast, Say, Setting, Staged } from "../support/stage.ts";

type Body = (ctx: Context, say: Say) => void;
const CO_LOCATED = [{ name: "inbox", dedup: true, at: ["c"] }, { name: "far" }];

/** p hands messages over; c does this with each, and says what its disk holds when it starts again. */
function worker(body: Body): (say: Say) => Cast {
  return (say) => ({
    p: { publish: (ctx, message) => ctx.send("c", { type: "work", message }) },
    c: {
      start: (ctx) => (ctx.incarnation > 1 ? say(`found ${ctx.disk.keys().map((key) => `${key}=${String(ctx.disk.read(key))}`).join(" ")}`) : undefined),
      receive: (ctx) => body(ctx, say),
    },
  });
}
const work = (body: Body, setting: Setting = {}): Staged => play(worker(body), { messages: 1, sinks: CO_LOCATED, ...setting });
const effects = ({ simulation }: Staged): readonly string[] => simulation.history!.events.filter(({ verb }) => verb === "effect").map(({ node, message, detail }) => `${node} m${message}${detail === undefined ? "" : ` ${String(detail)}`}`);
const both = (tx: Transaction): void => {
  tx.write("a", 1);
  tx.effect(1, { sink: "inbox" });
  tx.write("b", 2);
};

describe("a transaction", () => {
  it("does all its writes and effects at once, durably", () => {
    const done = work((ctx, say) => say(ctx.transaction(both)), { plan: ["crash c at 12ms for 1ms"] });
    expect(done.said).toEqual(["11ms committed", "13ms found a=1 b=2"]);
    expect(effects(done)).toEqual(["c m1"]);
  });

  it("is one output: a crash comes before all of it or after all of it", () => {
    const cut = (after: number): Staged => work((ctx, say) => {
      ctx.note("deliver", 1);
      say(ctx.transaction(both));
      ctx.note("ack", 1);
    }, { plan: [`crash c in p>c work m1 #1 after ${after} for 5ms`] });
    expect([0, 1, 2, 3].map((after) => [cut(after).said, effects(cut(after))])).toEqual([
      [["11ms failed", "16ms found "], []],
      [["11ms failed", "16ms found "], []],
      [["11ms committed", "16ms found a=1 b=2"], ["c m1"]],
      [["11ms committed", "16ms found a=1 b=2"], ["c m1"]],
    ]);
    expect(cut(4).missed).toEqual(["crash c in p>c work m1 #1 after 4 for 5ms"]);
  });

  it("makes the node's earlier writes durable with it, for the journal is one", () => {
    const { said } = work((ctx) => {
      ctx.disk.write("before", 1);
      ctx.transaction((tx) => tx.remove("before"));
      ctx.disk.write("between", 2);
      ctx.transaction((tx) => tx.write("a", 3));
      ctx.disk.write("after", 4);
    }, { plan: ["crash c at 12ms for 1ms"] });
    expect(said).toEqual(["13ms found a=3 between=2"]);
  });

  it("shows nothing of itself until its body has returned", () => {
    const { said } = work((ctx, say) => void ctx.transaction((tx) => {
      tx.write("a", 1);
      say(String(ctx.disk.read("a")));
      expect(tx.effect(1, { sink: "inbox" })).toBe("applied");
      expect(tx.effect(1, { sink: "inbox" })).toBe("already");
    }));
    expect(said).toEqual(["11ms undefined"]);
  });

  it("tells what the sink will answer, and only what is applied counts", () => {
    const done = work((ctx) => {
      ctx.transaction(both);
      ctx.transaction((tx) => expect(tx.effect(1, { sink: "inbox" })).toBe("already"));
    });
    expect(effects(done)).toEqual(["c m1", "c m1 already"]);
    expect(done.simulation.delivery.obligations.effects).toBe(1);
  });

  it.each(["full", "error"])("fails on a disk that is %s, without running its body, and the next succeeds", (kind) => {
    const done = work((ctx, say) => {
      say(ctx.transaction(() => say("body")));
      say(ctx.transaction(both));
    }, { plan: [`disk c ${kind} at 5ms`, "crash c at 12ms for 1ms"] });
    expect(done.said).toEqual(["11ms failed", "11ms committed", "13ms found a=1 b=2"]);
    expect(effects(done)).toEqual(["c m1"]);
  });

  it("does nothing when its body throws, whoever catches that", () => {
    const throwing = (tx: Transaction): void => {
      both(tx);
      throw new Error("changed my mind");
    };
    const caught = work((ctx, say) => {
      try {
        ctx.transaction(throwing);
      } catch (error) {
        say((error as Error).message);
      }
    }, { plan: ["crash c at 12ms for 1ms"] });
    expect(caught.said).toEqual(["11ms changed my mind", "13ms found "]);
    expect(effects(caught)).toEqual([]);
    const thrown = work((ctx) => void ctx.transaction(throwing));
    expect(thrown.run.errors.map(({ message }) => message)).toEqual(["changed my mind"]);
    expect(effects(thrown)).toEqual([]);
  });

  it("leaves nothing torn in a power loss right behind it", () => {
    const { said } = work((ctx) => void ctx.transaction((tx) => { for (const key of ["a", "b", "c"]) tx.write(key, 1); }), { plan: ["disk c torn at 5ms", "crash c in p>c work m1 #1 after 1 for 1ms disk tear 0"] });
    expect(said).toEqual(["12ms found a=1 b=1 c=1"]);
  });
});

describe("what a transaction refuses, as bad input even if it is caught", () => {
  it.each<[string, Body, string]>([
    ["an effect on a sink that is elsewhere", (ctx) => void ctx.transaction((tx) => void tx.effect(1, { sink: "far" })), 'c used sink "far" inside a transaction, but the scenario does not declare it co-located'],
    ["a send", (ctx) => void ctx.transaction(() => ctx.send("p", { type: "x" })), "c put something out inside a transaction"],
    ["a write past it", (ctx) => void ctx.transaction(() => ctx.disk.write("a", 1)), "c put something out inside a transaction"],
    ["an effect past it", (ctx) => void ctx.transaction(() => void ctx.effect(1, { sink: "inbox" })), "c put something out inside a transaction"],
    ["another inside it", (ctx) => void ctx.transaction(() => void ctx.transaction(() => undefined)), "c put something out inside a transaction"],
    ["being used after its end", (ctx) => { let kept!: Transaction; ctx.transaction((tx) => void (kept = tx)); kept.write("a", 1); }, "c used a transaction after its body had returned"],
    ["being asynchronous", (ctx) => void ctx.transaction(async (tx) => tx.write("a", 1)), "a transaction of c is asynchronous"],
    ["what is not plain data", (ctx) => void ctx.transaction((tx) => tx.write("a", new Map() as never)), 'what c wrote under "a" is a Map'],
  ])("%s", (_what, body, message) => {
    const catching: Process["receive"] = (ctx) => { try { body(ctx, () => undefined); } catch { /* as if nothing had happened */ } };
    for (const receive of [catching, (ctx: Context) => body(ctx, () => undefined)]) {
      const playing = (): unknown => play(() => ({ p: { publish: (ctx, given) => ctx.send("c", { type: "work", message: given }) }, c: { receive } }), { messages: 1, sinks: CO_LOCATED });
      expect(playing).toThrow(InputError);
      expect(playing).toThrow(message);
    }
  });
});
