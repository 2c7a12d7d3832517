import { describe, expect, it } from "vitest";
import type { Process } from "../../src/core.ts";
import { FAULT } from "../../src/world/codes.ts";
import { records } from "../support/keys.ts";
import { listener, play } from "../support/stage.ts";
import type { Cast, Say, Setting, Staged } from "../support/stage.ts";

/** Ticks for ever, in the background or not, and says so. */
const ticking = (say: Say, background: boolean): Process => ({
  start: (ctx) => ctx.timer("tick", "10ms", 0, { background }),
  wake(ctx) {
    say("tick");
    ctx.timer("tick", "10ms", 0, { background });
  },
});
/** p publishes, confirms, and nobody does the work; a timer may go on in the background. */
const idle = (background = true) => (say: Say): Cast => ({ p: { publish: (ctx, { id }) => ctx.confirm(id) }, t: ticking(say, background) });
/** How it ended, at which millisecond, and how much was said. */
const ended = ({ run, said }: Staged): unknown => [run.ending, Math.floor(run.time / 1_000), said.length];

describe("a run", () => {
  it("with nothing pending at all ends at once, obligations met or not", () => {
    expect(ended(play(() => ({ a: {} })))).toEqual(["quiet", 0, 0]);
    const { run } = play(() => ({ p: { publish: (ctx, { id }) => ctx.confirm(id) } }), { messages: 2 });
    expect([run.ending, Math.floor(run.time / 1_000), run.history]).toEqual(["quiet", 20, { publish: 2, confirm: 2 }]);
  });

  it("ends quietly when nothing but background is pending and every obligation is met", () => {
    expect(ended(play((say) => ({ a: ticking(say, true) })))).toEqual(["quiet", 0, 0]);
    const working = (say: Say): Cast => ({ ...idle()(say), p: { publish: (ctx, { id }) => { ctx.confirm(id); ctx.timer("work", "25ms", id); }, wake: (ctx, _timer, id) => void ctx.effect(id!) } });
    expect(ended(play(working, { messages: 2 }))).toEqual(["quiet", 45, 4]);
  });

  it("goes on for an unmet obligation while only background is pending, until settling is over", () => {
    expect(ended(play(idle(), { messages: 1, settle: "100ms" }))).toEqual(["settle", 110, 11]);
  });

  it("goes on for a timer that is not background, for a message, for a hand-over and for a fault that is planned", () => {
    expect(ended(play((say) => ({ a: ticking(say, false) }), { settle: "100ms" }))).toEqual(["settle", 100, 10]);
    expect(ended(play((say) => ({ ...idle()(say), p: { publish: () => undefined } }), { messages: 3 }))).toEqual(["quiet", 30, 3]);
    expect(ended(play((say) => ({ a: ticking(say, true) }), { plan: ["clock a at 55ms by 1s"] }))).toEqual(["quiet", 55, 5]);
    expect(ended(play((say) => ({ a: ticking(say, true) }), { plan: ["pause a at 15ms for 40ms"] }))).toEqual(["quiet", 55, 1]);
  });

  it("is not kept alive by the message-less packets of a background timer, on links and connections, nor by their answers", () => {
    const chatty = (connected: boolean) => (say: Say): Cast => ({
      a: { ...listener(say, "a"), start: (ctx) => ctx.timer("beat", "10ms", 0, { background: true }), wake(ctx) {
        if (connected) ctx.connect("b").send({ type: "ping" });
        else ctx.send("b", { type: "ping" });
        ctx.timer("beat", "10ms", 0, { background: true });
      } },
      b: { receive: (ctx, from) => ctx.send(from, { type: "pong" }), data: (_ctx, connection) => connection.send({ type: "pong" }) },
    });
    for (const connected of [false, true]) {
      expect(ended(play(chatty(connected)))).toEqual(["quiet", 0, 0]);
      expect(ended(play(chatty(connected), { plan: ["pause b at 12ms for 20ms"] }))).toEqual(["quiet", 32, connected ? 2 : 1]);
    }
    // A packet about a message keeps it alive all the same, whoever sends it.
    const about: Cast = { a: { start: (ctx) => ctx.timer("beat", "10ms", 0, { background: true }), wake: (ctx) => ctx.send("b", { type: "work", message: 1 }) }, b: {}, c: { start: (ctx) => ctx.timer("t", "10ms") } };
    expect(play(() => about).run.time).toBe(11_000);
  });

  it("settles from the latest of the last hand-over, the storm's end, the last strike and the last heal", () => {
    const time = (setting: Setting): number => play(idle(), { messages: 1, settle: "100ms", ...setting }).run.time;
    expect(time({ storm: "50ms" })).toBe(150_000);
    expect(time({ plan: ["clock t at 70ms by 1s"] })).toBe(170_000);
    expect(time({ plan: ["partition p | t at 70ms for 45ms"] })).toBe(210_000);
    expect(time({ plan: ["crash t at 70ms for 45ms"] })).toBe(215_000);
    expect(time({ plan: ["crash p at 5ms for 70ms"] })).toBe(170_000);
    expect(time({ plan: ["drop p>t x #1"] })).toBe(110_000);
  });

  it("has settled in time when nothing is open but what is planned, however much later that is", () => {
    for (const plan of ["clock a at 1s by 1s", "crash a at 1s for 5ms", "partition a | p at 1s for 5ms"]) {
      const { run } = play((say) => ({ a: ticking(say, true), p: { publish(ctx, { id }) { ctx.confirm(id); ctx.effect(id); } } }), { messages: 1, settle: "100ms", plan: [plan] });
      expect([run.ending, run.struck.length, run.verdicts.filter(({ status }) => status !== "pass")]).toEqual(["quiet", 1, []]);
    }
    expect(ended(play(idle(), { messages: 1, settle: "100ms", plan: ["clock t at 1s by 1s"] }))).toEqual(["settle", 110, 11]);
  });

  it("that is drawn ends as its frozen plan does: what a nemesis would have done after the storm is not pending", () => {
    const lossy: Setting = { messages: 3, rates: "on", network: { loss: 1 }, nemesis: [{ fault: "crash", every: "1000s" }, { fault: "replay", rate: 1, by: "500s" }] };
    const cast = (): Cast => ({ p: { publish(ctx, { id }) { ctx.confirm(id); ctx.send("c", { type: "work", message: id }); } }, c: {} });
    for (const network of [{ loss: 1 }, {}]) {
      const drawn = play(cast, { ...lossy, network });
      const frozen = play(cast, { messages: 3, plan: drawn.struck });
      expect([drawn.run.ending, drawn.run.time, drawn.run.digest]).toEqual([frozen.run.ending, frozen.run.time, frozen.run.digest]);
      expect(drawn.run.ending).toBe("quiet");
    }
  });

  it("ends at its limit of events, and at its limit of time, without going beyond", () => {
    expect(ended(play(idle(), { messages: 1, limit: { events: 5 } }))).toEqual(["events", 20, 2]);
    expect(play(idle(), { messages: 1, limit: { events: 5 } }).run.events).toBe(5);
    expect(ended(play(idle(), { messages: 1, limit: { time: "75ms" } }))).toEqual(["time", 70, 7]);
    expect(ended(play(idle(), { messages: 1, limit: { time: "70ms" } }))).toEqual(["time", 70, 7]);
  });

  it("counts as events what was taken from the queue and the faults that struck, not those that struck nothing", () => {
    const events = (plan: readonly string[]): number => play(() => ({ a: { start: (ctx) => ctx.timer("t", "1s") }, b: {} }), { plan }).run.events;
    expect(events([])).toBe(3);
    expect(events(["pause b at 5ms for 5ms"])).toBe(5);
    expect(events(["crash b at 5ms", "crash b at 6ms for 1ms", "pause b at 7ms for 1ms", "stall a-b at 8ms", "reset a-b at 8ms"])).toBe(4);
    expect(events(["partition a | b at 5ms for forever"])).toBe(4);
  });
});

describe("at one instant", () => {
  it("faults end, then faults begin, each by node, then steps happen by owner, then in their order", () => {
    const { said, simulation } = play((say) => Object.fromEntries(["a", "b", "c"].map((name) => [name, {
      start(ctx) {
        say(`${name} starts`);
        if (name === "c" && ctx.incarnation === 1) for (const to of ["b", "a", "b"]) ctx.send(to, { type: "x" });
        ctx.timer("one", "10ms");
        ctx.timer("two", "10ms");
      },
      receive: () => say(`${name} receives`),
      wake: (_ctx, timer) => say(`${name} ${timer}`),
      stopping: () => say(`${name} stops`),
    } satisfies Process])), { latency: "10ms", plan: ["crash b stop at 10ms for 5ms", "crash a stop at 10ms for 5ms", "crash c stop at 5ms for 5ms"] });
    expect(said.filter((line) => line.startsWith("10ms"))).toEqual(["10ms a stops", "10ms b stops", "10ms c starts"]);
    const { world } = simulation;
    const faults = records(world).filter(({ kind, at }) => kind === FAULT && at === 10_000).map(({ a }) => world.kernel.trace!.texts[a]);
    expect(faults).toEqual(["restart c", "crash a stop", "crash b stop"]);
    const calm = play((say) => Object.fromEntries(["a", "b"].map((name) => [name, { start(ctx) { ctx.timer("t", "10ms"); ctx.send("a", { type: "x" }); }, receive: (_ctx, from) => say(`${name} from ${from}`), wake: () => say(`${name} timer`) } satisfies Process])), { latency: "10ms" });
    expect(calm.said).toEqual(["10ms a timer", "10ms a from a", "10ms a from b", "10ms b timer"]);
  });

  it("a node that starts has started before anything else of its own happens", () => {
    const { said } = play((say) => ({ a: { start: (ctx) => ctx.timer("t", "9ms"), wake: (ctx) => ctx.send("b", { type: "x" }) }, b: { start: (ctx) => say(`b starts ${ctx.incarnation}`), receive: () => say("b receives") } }), { plan: ["crash b at 5ms for 5ms"] });
    expect(said).toEqual(["0us b starts 1", "10ms b starts 2", "10ms b receives"]);
  });
});
