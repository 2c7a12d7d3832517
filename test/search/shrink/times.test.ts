import { describe, expect, it } from "vitest";
import { breaks, parsePlan, printFault } from "../../../src/core.ts";
import type { Factory, Message, Packet, Scenario } from "../../../src/core.ts";
import { resolve } from "../../../src/scenario/resolve.ts";
import { finishWork } from "../../../src/search/attempt.ts";
import { shrinkPlan } from "../../../src/search/shrink.ts";

type Wire = Packet & ({ type: "pay"; message: Message } | { type: "paid"; message: number });

/** Asks every 100 ms until it hears that it was paid. */
const shop: Factory<Wire> = () => {
  const unpaid = new Map<number, Message>();
  return {
    publish(ctx, message) {
      unpaid.set(message.id, message);
      ctx.send("bank", { type: "pay", message });
      ctx.timer("again", "100ms", message.id);
    },
    wake(ctx, _timer, id) {
      ctx.send("bank", { type: "pay", message: unpaid.get(id!)! });
      ctx.timer("again", "100ms", id);
    },
    receive(ctx, _from, packet) {
      if (packet.type !== "paid" || !unpaid.delete(packet.message)) return;
      ctx.cancel("again", packet.message);
      ctx.confirm(packet.message);
    },
  };
};

/** Remembers what it has paid in a variable. */
const bank: Factory<Wire> = () => {
  const paid = new Set<number>();
  return {
    receive(ctx, from, packet) {
      if (packet.type !== "pay") return;
      if (!paid.has(packet.message.id)) ctx.effect(packet.message);
      paid.add(packet.message.id);
      ctx.send(from, { type: "paid", message: packet.message.id });
    },
  };
};

const payments: Scenario = {
  title: "A shop asks a bank for payments",
  nodes: [{ name: "shop", role: "producer", run: shop }, { name: "bank", role: "consumer", run: bank }],
  workload: { messages: 5, every: "10ms" },
  network: { latency: "3ms" },
  promises: { "at-most-once": breaks() },
};

const shrunk = (plan: string, guarantee = "at-most-once"): readonly string[] => finishWork(shrinkPlan(resolve(payments), "1", parsePlan(plan), guarantee, 500))!.plan.map(printFault);

describe("times and durations of a reduced plan", () => {
  it("become what a person would write", () => {
    expect(shrunk("drop bank>shop paid m2 #1; crash bank at 48887us for 19837us")).toEqual(["drop bank>shop paid m1 #1", "crash bank at 40ms for 1ms"]);
    expect(shrunk("drop bank>shop paid m1 #1; crash bank at 98887us for 514us")).toEqual(["drop bank>shop paid m1 #1", "crash bank at 100ms for 1ms"]);
  });

  it("are as short as will do", () => {
    expect(shrunk("delay shop>bank pay m1 #1 by 777777us", "order")).toEqual(["delay shop>bank pay m1 #1 by 20ms"]);
    expect(shrunk("pause bank at 12345us for 54321us; drop bank>shop paid m1 #1; crash bank at 99ms for 333us")).toEqual(["drop bank>shop paid m1 #1", "crash bank at 100ms for 1ms"]);
  });

  it("are left as they are where nothing else will do", () => {
    // The crash must fall between the effect at 13 ms and the second asking, and be over when that arrives, at 113 ms.
    expect(shrunk("drop bank>shop paid m1 #1; crash bank at 112997us for 2us")).toEqual(["drop bank>shop paid m1 #1", "crash bank at 100ms for 1ms"]);
  });
});

describe("a reduced plan", () => {
  it("says no more than it must", () => {
    expect(shrunk("drop bank>shop paid m1 #1; crash bank kill at 50ms for 1ms")).toEqual(["drop bank>shop paid m1 #1", "crash bank at 50ms for 1ms"]);
    expect(shrunk("duplicate shop>bank pay m1 #1 after 98765us; crash bank at 90ms for 1ms")).toEqual(["duplicate shop>bank pay m1 #1 after 100ms", "crash bank at 90ms for 1ms"]);
  });
});
