import { describe, expect, it } from "vitest";
import { scenario } from "../../src/scenario/define.ts";
import type { Message } from "../../src/delivery/message.ts";
import type { Factory } from "../../src/world/process.ts";
import { relevantTo } from "../../src/view/relevant.ts";
import { spaceTime } from "../../src/view/space-time.ts";
import { withoutIdleLanes } from "../../src/view/active.ts";
import { torture } from "../support/torture.ts";
import { cast, ofKind, packet, told } from "./telling.ts";

const tell = (protocol: Parameters<typeof cast>[0], plan: readonly string[], more: Parameters<typeof cast>[1] = {}): ReturnType<typeof spaceTime> => spaceTime(told(cast(protocol, more), { plan }));

describe("lanes", () => {
  it("stand in the order a message takes: producers, brokers, consumers", () => {
    expect(tell("naiveQueue", [], { producers: 2, consumers: 2 }).lanes).toEqual([
      { index: 0, name: "p1", role: "producer" }, { index: 1, name: "p2", role: "producer" }, { index: 2, name: "broker", role: "broker" },
      { index: 3, name: "c1", role: "consumer" }, { index: 4, name: "c2", role: "consumer" },
    ]);
  });

  it("without a part in the story can be left out, and the others keep their order", () => {
    const story = withoutIdleLanes(relevantTo(tell("retryWithoutDedup", [], { messages: 4, producers: 2, consumers: 2 }), [1]));
    expect(story.lanes.map(({ name }) => name)).toEqual(["p1", "broker", "c2"]);
    for (const moment of story.moments) expect(moment.lane).toBeLessThan(3);
  });
});

describe("what becomes of a packet", () => {
  it("arrives, from where and to where, with both times", () => {
    const told = tell("retryWithoutDedup", []);
    const publish = packet(told, "p1>broker publish m1 #1");
    expect(publish).toMatchObject({ type: "publish", message: 1, nth: 1, copy: "", from: 0, to: 1, transport: "datagram", fate: "arrived", faults: [] });
    expect(told.moments[publish.sent]).toMatchObject({ kind: "send", lane: 0, at: publish.sentAt });
    expect(told.moments[publish.ended]).toMatchObject({ kind: "arrive", lane: 1, at: publish.endedAt });
    expect(publish.endedAt).toBeGreaterThan(publish.sentAt);
  });

  it("is dropped where it was sent", () => {
    const lost = packet(tell("retryWithoutDedup", ["drop c1>broker ack m1 #1"]), "c1>broker ack m1 #1");
    expect(lost).toMatchObject({ fate: "dropped", endedAt: lost.sentAt, faults: [{ fault: "drop" }] });
  });

  it("is cut off by a partition, on sending or on arrival", () => {
    const told = tell("retryWithoutDedup", ["partition p1 | broker at 11ms for 150ms"]);
    expect(packet(told, "p1>broker publish m1 #1")).toMatchObject({ fate: "partition", endedAt: 12_520 });
    expect(packet(told, "p1>broker publish m1 #2")).toMatchObject({ fate: "partition", sentAt: 110_000, endedAt: 110_000 });
  });

  it("is lost at a node that is down, also when it waited for a paused one", () => {
    expect(packet(tell("retryWithoutDedup", ["crash broker at 11ms for 10ms"]), "p1>broker publish m1 #1").fate).toBe("down");
    expect(packet(tell("retryWithoutDedup", ["pause c1 at 11ms for 300ms", "crash c1 at 50ms for 20ms"]), "broker>c1 deliver m1 #1")).toMatchObject({ fate: "down", endedAt: 50_000 });
  });

  it("is repeated: the copy left with its original and arrives by itself", () => {
    const told = tell("retryWithoutDedup", ["duplicate broker>c1 deliver m1 #1 after 20ms"]);
    const original = packet(told, "broker>c1 deliver m1 #1");
    const copy = packet(told, "broker>c1 deliver m1 #1'");
    expect(copy).toMatchObject({ copy: "'", sent: original.sent, sentAt: original.sentAt, fate: "arrived", endedAt: original.endedAt! + 20_000 });
  });

  it("is sent again by an attacker, which no node's moment tells", () => {
    const again = packet(tell("retryWithoutDedup", ["replay broker>c1 deliver m1 #1 at 60ms"]), "broker>c1 deliver m1 #1\"");
    expect(again).toMatchObject({ copy: "\"", sent: -1, fate: "arrived", endedAt: 60_000 });
  });

  it("is corrupted, delayed", () => {
    const told = tell("retryWithoutDedup", ["corrupt p1>broker publish m1 #1", "delay broker>c1 deliver m1 #1 by 40ms"]);
    expect(packet(told, "p1>broker publish m1 #1")).toMatchObject({ corrupt: true, faults: [{ fault: "corrupt" }] });
    expect(packet(told, "broker>c1 deliver m1 #1").faults).toEqual([{ fault: "delay", packet: "broker>c1 deliver m1 #1", by: 40_000 }]);
  });

  it("is under way when the run, or what was asked for of it, ends", () => {
    const simulation = told(cast("retryWithoutDedup"));
    const whole = spaceTime(simulation);
    const { sentEvent } = packet(whole, "broker>c1 deliver m1 #1");
    const part = spaceTime(simulation, sentEvent);
    expect(packet(part, "broker>c1 deliver m1 #1")).toMatchObject({ fate: "in flight", ended: -1, endedAt: undefined });
    expect(ofKind(part, "end")).toEqual([]);
    expect(part.moments).toEqual(whole.moments.slice(0, part.moments.length));
  });

  it("always ends where a moment says so, whatever happens to it", () => {
    const fates = new Set<string>();
    for (const seed of ["1", "2", "3", "4", "5", "6"]) {
      const { packets, moments } = spaceTime(told(torture, { seed }));
      for (const { fate } of packets) fates.add(fate);
      for (const one of packets) {
        if (one.fate === "in flight") expect(one.ended).toBe(-1);
        else expect(moments[one.ended]).toMatchObject({ kind: one.fate === "arrived" ? "arrive" : "lost", packet: one.index });
        if (one.copy === "" && one.sent >= 0) expect(moments[one.sent]).toMatchObject({ kind: "send", packet: one.index });
      }
    }
    expect([...fates]).toEqual(expect.arrayContaining(["arrived", "dropped", "partition", "down", "connection", "in flight"]));
  });
});

describe("moments", () => {
  it("are as many effects, confirms and faults as the history and the plan have", () => {
    for (const seed of ["1", "2", "3", "4"]) {
      const simulation = told(torture, { seed });
      const whole = spaceTime(simulation);
      const said = (verb: string): unknown[] => simulation.history!.events.filter((event) => event.verb === verb);
      expect(ofKind(whole, "effect")).toHaveLength(said("effect").length);
      expect(ofKind(whole, "say").filter(({ verb }) => verb === "confirm")).toHaveLength(said("confirm").length);
      expect(ofKind(whole, "hand-over")).toHaveLength(said("publish").length);
      const struck = simulation.world.struck.faults;
      expect(ofKind(whole, "crash").filter(({ fault }) => fault !== undefined)).toHaveLength(struck.filter(({ fault }) => fault === "crash").length);
      expect(ofKind(whole, "pause")).toHaveLength(struck.filter(({ fault }) => fault === "pause").length);
      expect(whole.moments.map(({ index }) => index)).toEqual(whole.moments.map((_, at) => at));
      for (const [at, moment] of whole.moments.entries()) expect(moment.at).toBeGreaterThanOrEqual(whole.moments[at - 1]?.at ?? 0);
    }
  });

  it("tell where a crash cut a handler, and what never happened", () => {
    const [crash] = ofKind(tell("retryWithoutDedup", ["crash c1 in broker>c1 deliver m1 #1 after 2 for 50ms"]), "crash");
    expect(crash).toMatchObject({ lane: 2, how: "power", after: 2, fault: { fault: "crash", node: "c1" }, error: undefined });
    expect(crash!.swallowed).toEqual([{ what: "other", to: -1, type: "", message: 0 }, { what: "send", to: 1, type: "ack", message: 1 }]);
    const [earlier] = ofKind(tell("retryWithoutDedup", ["crash c1 in broker>c1 deliver m1 #1 after 1 for 50ms"]), "crash");
    expect(earlier!.swallowed[0]).toEqual({ what: "effect", to: -1, type: "", message: 1 });
  });

  it("tell what a handler threw", () => {
    const made = cast("fireAndForget");
    const throwing = scenario({ ...made, nodes: made.nodes.map((node) => (node.role === "consumer" ? { ...node, run: () => ({ receive() { throw new Error("no such table"); } }) } : node)) });
    expect(ofKind(spaceTime(told(throwing, { plan: [] })), "crash")).toMatchObject([{ how: "kill", fault: undefined, error: "no such table" }]);
  });

  it("count the effects of a message", () => {
    expect(ofKind(tell("retryWithoutDedup", ["drop c1>broker ack m1 #1"]), "effect").map(({ times, result }) => [times, result])).toEqual([[1, "applied"], [2, "applied"]]);
    expect(ofKind(tell("correctedQueue", ["duplicate broker>c1 deliver m1 #1"]), "effect").map(({ times, result }) => [times, result])).toEqual([[1, "applied"], [1, "already"]]);
  });

  it("that a packet of their step says already are implied: a delivery noted by whom it reaches, or by who sends it", () => {
    expect(ofKind(tell("fireAndForget", []), "say").map(({ verb, implied }) => [verb, implied])).toEqual([["deliver", true]]);
    const made = cast("fireAndForget");
    const noting: Factory = () => ({
      receive: (ctx, _from, { message }) => ctx.timer("push", "1ms", (message as Message).id),
      wake: (ctx, _timer, id) => (ctx.note("deliver", id!), ctx.note("assign", id!), ctx.send("c1", { type: "deliver", message: id })),
    });
    const pushing = scenario({ ...made, nodes: made.nodes.map((node) => (node.role === "broker" ? { ...node, run: noting } : node)) });
    expect(ofKind(spaceTime(told(pushing, { plan: [] })), "say").map(({ lane, verb, implied }) => [lane, verb, implied])).toEqual([[1, "deliver", true], [1, "assign", false], [2, "deliver", true]]);
  });

  it("of a node that is down or paused lie in a spell", () => {
    const { spells, moments } = tell("retryWithoutDedup", ["crash broker at 30ms for 50ms", "pause c1 at 40ms for 10ms", "crash p1 at 400ms"]);
    expect(spells.map(({ lane, state }) => [lane, state])).toEqual([[2, "paused"], [1, "down"], [0, "down"]].slice(0, spells.length));
    const [paused, down] = spells;
    expect(moments[paused!.from]).toMatchObject({ kind: "pause", at: 40_000 });
    expect(moments[paused!.to]).toMatchObject({ kind: "resume", at: 50_000 });
    expect(moments[down!.from]).toMatchObject({ kind: "crash", at: 30_000 });
    expect(moments[down!.to]).toMatchObject({ kind: "start", nth: 2, at: 80_000 });
  });
});

describe("a violation", () => {
  it("stands right behind the effect that broke the promise", () => {
    const told = tell("retryWithoutDedup", ["drop c1>broker ack m1 #1"]);
    const [broken] = ofKind(told, "violation");
    expect(broken!.violation).toMatchObject({ guarantees: ["at-most-once", "effectively-once"], messages: [1] });
    expect(told.moments[broken!.index - 1]).toMatchObject({ kind: "effect", times: 2 });
  });

  it("that only the end can tell stands at the end", () => {
    const told = tell("naiveQueue", ["drop broker>c1 deliver m1 #1"]);
    expect(told.moments.slice(-2).map(({ kind }) => kind)).toEqual(["end", "violation"]);
  });

  it("is none of a guarantee that nobody promised", () => {
    const { promises: _, ...rest } = cast("retryWithoutDedup");
    const quiet = scenario({ ...rest, promises: { "at-least-once": { holds: true } } });
    expect(spaceTime(told(quiet, { plan: ["drop c1>broker ack m1 #1"] })).violations).toEqual([]);
  });
});

describe("what is relevant", () => {
  const long = { messages: 20, settle: "60s" } as const;

  it("is the whole story of the message, however long the run, and fits on a screen", () => {
    const whole = tell("naiveQueue", ["drop broker>c1 deliver m7 #1"], long);
    expect(whole.moments.length).toBeGreaterThan(10_000);
    const lost = whole.violations.find(({ guarantees }) => guarantees.includes("at-least-once"))!;
    const story = relevantTo(whole, lost);
    expect(story.moments.length).toBeLessThan(60);
    for (const key of ["p1>broker publish m7 #1", "broker>p1 confirm m7 #1", "broker>c1 deliver m7 #1"]) {
      const { sent, ended } = packet(story, key);
      expect(story.moments.map(({ index }) => index)).toEqual(expect.arrayContaining([sent, ended]));
    }
    expect(ofKind(story, "violation").map(({ violation }) => violation)).toEqual([lost]);
    expect(ofKind(story, "say").map(({ verb, message }) => [verb, message])).toEqual([["confirm", 7]]);
  });

  it("begins with the request that a message answered, though it names none", () => {
    const whole = tell("naiveQueue", ["drop broker>c1 deliver m7 #1"], long);
    const { sentEvent } = packet(whole, "broker>c1 deliver m7 #1");
    const asked = whole.moments.find(({ event, kind }) => event === sentEvent && kind === "arrive")!;
    expect(relevantTo(whole, [7]).moments).toContainEqual(asked);
  });

  it("leaves nothing uncounted: every event is shown or elided", () => {
    for (const [protocol, plan] of [["naiveQueue", ["drop broker>c1 deliver m7 #1"]], ["retryWithoutDedup", ["drop c1>broker ack m3 #1"]]] as const) {
      const whole = tell(protocol, plan, long);
      const story = relevantTo(whole, whole.violations[0]!);
      const shown = new Set(story.moments.filter(({ kind }) => kind !== "elided").map(({ event }) => event));
      const elided = ofKind(story, "elided").reduce((sum, { same, others, none }) => sum + same + others + none, 0);
      expect(shown.size + elided).toBe(new Set(whole.moments.map(({ event }) => event)).size);
    }
  });

  it("stops at the violation, but for what was under way", () => {
    const whole = tell("retryWithoutDedup", ["delay c1>broker ack m1 #1 by 300ms"]);
    const story = relevantTo(whole, whole.violations[0]!);
    const after = story.moments.slice(story.moments.findIndex(({ kind }) => kind === "violation") + 1).filter(({ kind }) => kind !== "elided");
    expect(after).toEqual([whole.moments[packet(whole, "c1>broker ack m1 #1").ended]]);
  });

  it("tells of crashes and partitions of the plan", () => {
    const whole = tell("retryWithoutDedup", ["crash c1 at 5ms for 3ms", "partition p1 | broker at 30ms for 10ms", "drop c1>broker ack m9 #1"], long);
    const story = relevantTo(whole, [9]);
    expect(ofKind(story, "crash")).toHaveLength(1);
    expect(ofKind(story, "start").map(({ nth }) => nth)).toEqual([2]);
    expect(ofKind(story, "fault").map(({ ended }) => ended)).toEqual([false, true]);
  });

  it("tells once of a timer that fires and brings nothing about", () => {
    const whole = tell("retryWithoutDedup", ["drop c1>broker subscribe #1"]);
    const idle = (moments: readonly { readonly event: number; readonly kind: string }[]): number => moments.filter(({ kind, event }) => kind === "timer" && whole.moments.filter((moment) => moment.event === event).length === 1).length;
    expect(idle(whole.moments)).toBeGreaterThan(3);
    expect(idle(relevantTo(whole, [1]).moments)).toBe(1);
  });

  it("keeps effects, faults and the violation when even the story is too long", () => {
    const whole = spaceTime(told(cast("retryWithoutDedup", { messages: 3, settle: "60s" }), { plan: ["partition p1 | broker at 0ms for 20s", "drop c1>broker ack m1 #1"] }));
    const violation = whole.violations.find(({ guarantees }) => guarantees.includes("at-most-once"))!;
    const story = relevantTo(whole, violation, 30);
    expect(story.moments.filter(({ implied }) => !implied).length).toBeLessThan(45);
    expect(ofKind(story, "effect").filter(({ message }) => message === 1)).toHaveLength(2);
    expect(ofKind(story, "violation").at(-1)!.violation).toEqual(violation);
    expect(ofKind(story, "fault").length).toBeGreaterThan(0);
  });

  it("of nothing in particular is whole stories, from the first message on", () => {
    const story = relevantTo(tell("fireAndForget", [], { messages: 100 }), [], 30);
    const messages = new Set(ofKind(story, "effect").map(({ message }) => message));
    expect(messages.size).toBeGreaterThan(2);
    for (const message of messages) expect(ofKind(story, "hand-over").map((moment) => moment.message)).toContain(message);
  });
});

describe("the trace", () => {
  it("changes neither digest nor number of events, whatever a view needs recorded", () => {
    for (const seed of ["1", "2", "3", "4", "5"]) {
      const [on, off] = [told(torture, { seed }), told(torture, { seed, trace: false })];
      expect(on.world.kernel.digest.toString()).toBe(off.world.kernel.digest.toString());
      expect(on.world.kernel.events).toBe(off.world.kernel.events);
    }
  });
});
