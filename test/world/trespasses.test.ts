import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core.ts";
import type { Context, Message, Process } from "../../src/core.ts";
import { play } from "../support/stage.ts";
import type { Cast } from "../support/stage.ts";

type Loose = { [field: string]: any };
/** a sends this to b, which does something with it; m1 is handed to p, which keeps it on its disk and connects to b. */
function handling(does: (packet: Loose, ctx: Context) => void, sent: () => object = () => ({ type: "x", list: [1, { deep: 2 }], nothing: null })): Cast {
  return { a: { start: (ctx) => ctx.send("b", sent() as { type: string }) }, b: { receive: (ctx, _from, packet) => does(packet as unknown as Loose, ctx) } };
}
const caught = (does: (packet: Loose, ctx: Context) => void) => (packet: Loose, ctx: Context): void => {
  try {
    does(packet, ctx);
  } catch {
    // As user code does that wants to survive everything.
  }
};
const WRITES: readonly (readonly [string, (packet: Loose) => void])[] = [
  ["assigns to a field", (packet) => { packet["type"] = "y"; }],
  ["adds a field", (packet) => { packet["seen"] = true; }],
  ["deletes a field", (packet) => { delete packet["type"]; }],
  ["defines a field", (packet) => { Object.defineProperty(packet, "more", { value: 1 }); }],
  ["writes deep inside", (packet) => { packet["list"][1].deep = 3; }],
  ["pushes", (packet) => { packet["list"].push(3); }],
  ["sorts", (packet) => { packet["list"].sort(); }],
];

describe("a packet that a handler", () => {
  it.each(WRITES)("%s ends the run as bad input, caught or not", (_what, write) => {
    for (const does of [write, caught(write)]) {
      expect(() => play(() => handling(does))).toThrow(InputError);
      expect(() => play(() => handling(does))).toThrow(/packet, message or stored value: these are immutable; copy first/);
    }
  });

  it.each(WRITES)("%s does so too when a fault has altered it, or it is a copy", (_what, write) => {
    for (const plan of [["corrupt a>b x #1"], ["duplicate a>b x #1", "drop a>b y #1"], ['forge a>b x #1 with {"n":1}'], ["duplicate a>b x #1", "corrupt a>b x #1'"]]) {
      expect(() => play(() => handling((packet) => { if (plan.length === 1 || packet["corrupt"] === true) caught(write)(packet, undefined as never); else write(packet); }), { plan })).toThrow(InputError);
    }
  });

  it("reads, copies, spreads, compares and sends on is as it was", () => {
    const { said } = play((say) => ({ ...handling((packet, ctx) => ctx.send("c", { ...packet, type: "on", list: [...packet["list"], packet["list"].map((item: unknown) => item)] } as { type: string })), c: { receive: (_ctx, _from, packet) => say(JSON.stringify(packet)) } }));
    expect(said).toEqual(['2ms {"type":"on","list":[1,{"deep":2},[1,{"deep":2}]],"nothing":null}']);
  });

  it("changes after it was sent is not what is received, and ends the run", () => {
    const packet: Loose = { type: "x", list: [1] };
    const sending = (change: () => void): Cast => ({ a: { start(ctx) { ctx.send("b", packet as { type: string }); change(); } }, b: {} });
    for (const change of [() => { packet["type"] = "y"; }, () => { packet["list"].push(2); }]) expect(() => play(() => sending(change))).toThrow(InputError);
  });
});

describe("what is not plain data", () => {
  class Point { x = 1; }
  const circular: Loose = { type: "x" };
  circular["self"] = circular;
  it.each<[string, unknown, string]>([
    ["a Map", new Map(), "is a Map"], ["a Set", new Set(), "is a Set"], ["a Date", new Date(0), "is a Date"], ["an instance of a class", new Point(), "is a Point"], ["a function", () => 1, "is a function"],
    ["a bigint", 1n, "is a bigint"], ["a symbol", Symbol("x"), "is a symbol"], ["NaN", Number.NaN, "is NaN"], ["infinity", -Infinity, "is -Infinity"], ["what contains itself", circular, "contains itself"],
  ])("%s is refused in a packet, a frame and on a disk, however deep", (_what, value, message) => {
    const casts: readonly Cast[] = [
      { a: { start: (ctx) => ctx.send("a", { type: "x", value: value as never }) } },
      { a: { start: (ctx) => ctx.connect("a").send({ type: "x", deep: [{ value: value as never }] }) } },
      { a: { start: (ctx) => ctx.disk.write("k", [value as never]) } },
    ];
    for (const cast of casts) {
      expect(() => play(() => cast)).toThrow(InputError);
      expect(() => play(() => cast)).toThrow(message);
    }
  });

  it("is named by its place", () => {
    expect(() => play(() => ({ a: { start: (ctx) => ctx.send("a", { type: "x", deep: [{ value: new Map() as never }] }) } }))).toThrow('the packet "x" from a.deep[0].value is a Map: packets and stored values are plain data');
    expect(() => play(() => ({ a: { start: (ctx) => ctx.disk.write("k", new Map() as never) } }))).toThrow('what a wrote under "k" is a Map');
  });
});

describe("a message and a stored value", () => {
  const touching = (touch: (ctx: Context, message: Message) => void): Cast => ({ p: { publish: touch } });
  it("are as immutable as a packet", () => {
    const write = (value: unknown): void => { (value as Loose)["body"] = "changed"; };
    const touches: readonly ((ctx: Context, message: Message) => void)[] = [
      (_ctx, message) => write(message),
      (ctx, message) => { ctx.disk.write("k", message); write(ctx.disk.read("k")); },
      (ctx) => { const own = { body: 1 }; ctx.disk.write("k", own); write(own); },
      (ctx) => { ctx.disk.write("k", { body: 1 }); write(ctx.disk.read("k")); },
    ];
    for (const [index, touch] of touches.entries()) expect(() => play(() => touching(touch), { messages: 1 }), `touch ${index}`).toThrow(InputError);
  });
});

describe("an asynchronous handler", () => {
  const casts: { readonly [handler: string]: Cast } = {
    start: { a: { start: async () => undefined } },
    publish: { a: { publish: async () => undefined } },
    receive: { a: { start: (ctx) => ctx.send("a", { type: "x" }), receive: async () => undefined } },
    wake: { a: { start: (ctx) => ctx.timer("t", 0), wake: async () => undefined } },
    synced: { a: { start: (ctx) => ctx.disk.sync("s"), synced: async () => undefined } },
    opened: { a: { start: (ctx) => void ctx.connect("a"), opened: async () => undefined } },
    data: { a: { start: (ctx) => ctx.connect("a").send({ type: "x" }), data: async () => undefined } },
    closed: { a: { start: (ctx) => ctx.connect("a").close(), closed: async () => undefined } },
    stopping: { a: { start: (ctx) => ctx.timer("t", "1s"), stopping: async () => undefined } },
  };
  it.each(Object.keys(casts))("%s is refused as bad input", (handler) => {
    const playing = (): unknown => play(() => casts[handler]!, { messages: handler === "publish" ? 1 : 0, plan: ["crash a stop at 50ms"] });
    expect(playing).toThrow(InputError);
    expect(playing).toThrow(/ of a is asynchronous: handlers are one synchronous step/);
  });
});

describe("a context", () => {
  it("used outside the handler that it was given to, in another node's or in another life, ends the run as bad input, caught or not", () => {
    let kept: Context | undefined;
    const keeping: Process = { start(ctx) { if (ctx.incarnation === 1) kept = ctx; else ctx.timer("t", "1ms"); }, wake: () => use() };
    const use = (): void => caught(() => kept!.send("a", { type: "x" }))({}, kept!);
    expect(() => play(() => ({ a: keeping }), { plan: ["crash a at 5ms for 5ms"] })).toThrow("the context of a (incarnation 1) was used in a handler of a (incarnation 2)");
    expect(() => play(() => ({ a: keeping, b: { start: (ctx) => ctx.timer("t", "1ms"), wake: use } }))).toThrow("the context of a (incarnation 1) was used in a handler of b (incarnation 1)");
    expect(() => play(() => ({ a: () => ({ ...keeping, ...(kept === undefined ? {} : { never: kept.disk.keys() }) }) }), { plan: ["crash a at 5ms for 5ms"] })).toThrow(InputError);
    const uses: readonly ((ctx: Context) => unknown)[] = [(ctx) => ctx.connect("a"), (ctx) => ctx.disk.read("k"), (ctx) => ctx.disk.sync("s"), (ctx) => ctx.transaction(() => undefined), (ctx) => ctx.effect(1), (ctx) => ctx.note("ack", 1), (ctx) => ctx.timer("t", 1), (ctx) => ctx.cancel("t"), (ctx) => ctx.random("r"), (ctx) => ctx.log("l"), (ctx) => ctx.gauge("g", 1), (ctx) => ctx.sometimes("s"), (ctx) => ctx.because(1, "ack")];
    for (const [index, one] of uses.entries()) expect(() => play(() => ({ a: { start: (ctx) => void (kept = ctx) }, b: { start: () => void one(kept!) } })), `use ${index}`).toThrow(InputError);
  });

  it("refuses a message that is none", () => {
    for (const message of [0, -1, 1.5, "m1", {}] as never[]) for (const call of ["effect", "confirm"] as const) expect(() => play(() => ({ a: { start: (ctx) => void ctx[call](message) } }))).toThrow("a message is given whole or by its ordinal (1, 2, ...)");
  });

  it("refuses a timer and a draw that are about no message", () => {
    for (const message of [-1, 1.5, "m1", {}, 2 ** 30] as never[]) for (const call of [(ctx: Context) => ctx.timer("t", "1ms", message), (ctx: Context) => void ctx.random("r", message)]) expect(() => play(() => ({ a: { start: call } }))).toThrow("the message is given by its ordinal (1, 2, ...)");
  });

  it("is no process: a factory must return one", () => {
    for (const made of [undefined, null, 7, "process"]) expect(() => play(() => ({ a: () => made as never }))).toThrow("node a: run must return a process, an object of handlers");
  });
});
