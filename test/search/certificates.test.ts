/** What is certified must be true: of each of these a campaign once certified what an allowed plan breaks, or what it had broken itself. */
import { describe, expect, it } from "vitest";
import { breaks, check, holds, load, scenario } from "../../src/index.ts";
import type { Campaign, Factory, Packet, Scenario } from "../../src/index.ts";

/** Sends each message until it is acknowledged. */
const persistent: Factory = () => {
  const waiting = new Map<number, unknown>();
  return {
    publish(ctx, message) {
      waiting.set(message.id, message);
      ctx.send("c1", { type: "msg", message: message.id });
      ctx.timer("again", "20ms", message.id);
    },
    wake(ctx, _timer, id) {
      if (!waiting.has(id!)) return;
      ctx.send("c1", { type: "msg", message: id! });
      ctx.timer("again", "20ms", id);
    },
    receive(ctx, _from, { message }) {
      if (!waiting.delete(message!)) return;
      ctx.cancel("again", message);
      ctx.confirm(message!);
    },
  };
};
/** Does a message once, and acknowledges it again and again. */
const dutiful: Factory = () => {
  const seen = new Set<number>();
  return {
    receive(ctx, from, { message }) {
      if (!seen.has(message!)) ctx.effect(message!);
      seen.add(message!);
      ctx.send(from, { type: "ack", message: message! });
    },
  };
};
const once: Factory = () => ({ publish: (ctx, { id }) => ctx.send("c1", { type: "msg", message: id }) });
const plain: Factory = () => ({ receive: (ctx, _from, { message }) => void ctx.effect(message!) });

function made(producer: Factory, consumer: Factory, tolerates: readonly string[], more: Partial<Scenario> = {}): Scenario {
  return scenario({
    title: "To be certified, or not", settle: "2s",
    nodes: [{ name: "p1", role: "producer", run: producer, tolerates }, { name: "c1", role: "consumer", run: consumer, tolerates }],
    workload: { messages: 2 }, network: { latency: "5ms" }, promises: { "at-least-once": holds() }, ...more,
  });
}

const certified = ({ certificate }: Campaign): readonly string[] => certificate?.guarantees ?? [];

describe("exhaustive certifies nothing", () => {
  it("where nothing may go wrong that it could try", async () => {
    const found = await check(made(persistent, dutiful, ["pause"]), { strategy: "exhaustive(faults=2)", runs: 50 });
    expect(found.certificate).toBeUndefined();
  });

  it("that a pinned plan breaks", async () => {
    const found = await check(await load("lessons/window-evicted"), { strategy: "exhaustive(faults=1)", runs: 50 });
    expect(found.verdicts.find(({ guarantee }) => guarantee === "at-most-once")!.pin).toMatchObject({ breaks: true });
    expect(certified(found)).not.toContain("at-most-once");
  });
});

describe("lineage certifies", () => {
  it("that effects happen, and not that they happen once, in time, or that a run comes to rest", async () => {
    const promises = { "at-least-once": holds(), progress: holds(), deadline: holds({ within: "10s" }), bounded: holds({ redeliveries: 200 }) };
    const found = await check(made(persistent, dutiful, ["drop"], { promises }), { strategy: "lineage(drops=2)", runs: 500 });
    expect(certified(found)).toEqual(["at-least-once"]);
  });

  it("no guarantee of a user's own, unless that says that only a loss can break it", async () => {
    const own = (threats?: readonly ["loss"]) => made(persistent, plainWithAck, ["drop"], {
      guarantees: [{ name: "own", ...(threats === undefined ? {} : { threats }), observe: () => ({ on: () => {}, end: () => {} }) }], promises: { own: holds() },
    });
    expect(certified(await check(own(), { strategy: "lineage(drops=1)", runs: 500 }))).toEqual([]);
    expect(certified(await check(own(["loss"]), { strategy: "lineage(drops=1)", runs: 500 }))).toEqual(["own"]);
  });

  it("nothing where nothing that was needed may be struck, and says where it may", async () => {
    const bound = made(once, plain, ["duplicate"], { obligation: "published", nemesis: [{ fault: "drop", rate: 0.1, link: "c1>p1" }] as never });
    expect((await check(bound, { strategy: "lineage", runs: 50 })).certificate).toBeUndefined();
    const both = made(persistent, dutiful, [], { nemesis: [{ fault: "drop", rate: 0.1, link: "p1>c1" }, { fault: "crash", every: "1s", for: "50ms", nodes: ["c1"] }] as never });
    const { certificate } = await check(both, { strategy: "lineage(drops=1)", runs: 500 });
    expect(certificate?.sentence).toBe("no plan of at most 1 lost packet on p1>c1 and 1 crash of c1 (power, down for 500ms) keeps an effect from happening under seed 1/1, given declared causes");
  });

  it("nothing that another strategy of the campaign has broken", async () => {
    const found = await check(made(persistent, beaten(false), ["drop"], { nodes: beatenNodes(false) }), { runs: 200 });
    expect(found.verdicts.find(({ guarantee }) => guarantee === "at-least-once")!.status).toBe("fail");
    expect(certified(found)).toEqual([]);
  });

  it("nothing that breaks by a cause that was declared", async () => {
    const found = await check(made(persistent, beaten(true), ["drop"], { nodes: beatenNodes(true) }), { strategy: "lineage(drops=1)", runs: 200 });
    expect(found.verdicts.find(({ guarantee }) => guarantee === "at-least-once")!.status).toBe("fail");
    expect(found.counterexamples[0]!.lines).toEqual(["drop l>c1 beat #1"]);
  });

  it("within bounds that it keeps: without packets and crashes there is nothing to strike", async () => {
    const found = await check(made(persistent, dutiful, ["drop", "duplicate", "crash"], { promises: { "effectively-once": breaks() } }), { strategy: "lineage(drops=0, crashes=0)", runs: 50 });
    expect(Object.values(found.faults).every(({ injected }) => injected === 0)).toBe(true);
  });
});

const plainWithAck: Factory = () => ({
  receive(ctx, from, { message }) {
    ctx.effect(message!);
    ctx.send(from, { type: "ack", message: message! });
  },
});

/** Works only once it has heard a heartbeat, which is about no message; acknowledges all the same. */
function beaten(declares: boolean): Factory {
  return () => {
    let alive = false;
    const seen = new Set<number>();
    return {
      receive(ctx, from, packet: Packet) {
        if (packet.type === "beat") {
          alive = true;
          if (declares) ctx.note("poll", 1);
          return;
        }
        const message = packet.message as number;
        if (alive && !seen.has(message)) {
          seen.add(message);
          if (declares) ctx.because(1, "poll");
          ctx.effect(message);
        }
        ctx.send(from, { type: "ack", message });
      },
    };
  };
}

function beatenNodes(declares: boolean): Scenario["nodes"] {
  const tolerates = ["drop"];
  const leader: Factory = () => ({ start: (ctx) => ctx.send("c1", { type: "beat" }) });
  return [
    { name: "p1", role: "producer", run: persistent, tolerates }, { name: "l", role: "broker", run: leader, tolerates }, { name: "c1", role: "consumer", run: beaten(declares), tolerates },
  ];
}
