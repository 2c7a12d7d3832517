/** Reliable broadcast, five ways: node a is handed a message that b and c must have if either of them has. */
import type { Context, Factory } from "../../../src/index.ts";
import { judged, kindOf, NEXT, node, program, send } from "./rounds.ts";
import type { Behaviour, Extent, Program } from "./rounds.ts";

const NODES = ["a", "b", "c"];
const others = (self: string): readonly string[] => NODES.filter((name) => name !== self);

/** One that received it and is left has it, and one that is left has not. */
const delivery = judged("delivery", (reports) => {
  const without = [...reports].find(([, has]) => has !== true)?.[0];
  const holder = [...reports].find(([name, has]) => name !== "a" && has === true)?.[0];
  return without === undefined || holder === undefined ? undefined : `${holder} has m1, and ${without} has not`;
});

/** Has the message, and says so to the world whenever it is told. */
function holder(more: (has: () => boolean) => Partial<Behaviour>): Behaviour {
  let has = false;
  const rest = more(() => has);
  return {
    publish(ctx, message) {
      has = true;
      ctx.effect(message, { subscription: ctx.self });
      rest.publish?.(ctx, message);
    },
    receive(ctx, from, packet) {
      if (kindOf(packet) === "broadcast") {
        has = true;
        ctx.effect(1, { subscription: ctx.self });
      }
      rest.receive?.(ctx, from, packet);
    },
    wake: (ctx, timer) => rest.wake?.(ctx, timer),
    round: (ctx, round) => rest.round?.(ctx, round),
    report: () => has,
  };
}

const tellAll = (ctx: Context): void => others(ctx.self).forEach((to) => send(ctx, to, "broadcast"));

/** Once to everyone. */
const simple = (): Behaviour => holder(() => ({ publish: tellAll }));

/** Again and again, by the first alone. */
const retry = (): Behaviour => {
  let mine = false;
  return holder(() => ({
    publish: () => void (mine = true),
    round: (ctx) => void (mine && tellAll(ctx)),
  }));
};

/** Whoever is told tells the others, once each time. */
const classic = (): Behaviour => {
  let told = false;
  return holder(() => ({
    publish: tellAll,
    receive(ctx) {
      // Of several in one round the first brings it about.
      if (!told) ctx.timer("relay", NEXT, 1);
      told = true;
    },
    wake(ctx) {
      told = false;
      tellAll(ctx);
    },
  }));
};

/** Whoever has it tells the others in every round. */
const redundant = (): Behaviour => holder((has) => ({ round: (ctx) => void (has() && tellAll(ctx)) }));

/** Whoever has it tells the others until they have acknowledged. */
const acknowledged = (): Behaviour => {
  const acks = new Set<string>();
  return holder((has) => ({
    receive(ctx, from, packet) {
      if (kindOf(packet) === "ack") acks.add(from);
      else send(ctx, from, "ack");
    },
    round: (ctx) => void (has() && others(ctx.self).filter((to) => !acks.has(to)).forEach((to) => send(ctx, to, "broadcast"))),
  }));
};

/** By the first alone, to everyone until it is acknowledged, so many times at most. */
const persistent = (names: readonly string[], tries: number) => (): Behaviour => {
  const acks = new Set<string>();
  let left = 0;
  return holder(() => ({
    publish: () => void (left = tries),
    receive(ctx, from, packet) {
      if (kindOf(packet) === "ack") acks.add(from);
      else send(ctx, from, "ack");
    },
    round(ctx) {
      if (left-- > 0) names.filter((to) => to !== ctx.self && !acks.has(to)).forEach((to) => send(ctx, to, "broadcast"));
    },
  }));
};

function broadcasting(name: string, title: string, extent: Extent, make: () => Behaviour, promised: "holds" | "breaks", names: readonly string[] = NODES): Program {
  const run: Factory = node(extent.eot, make);
  return program(name, title, extent, names.map((self) => ({ name: self, role: self === "a" ? "producer" : "other", run })), names, delivery, promised);
}

export const simpleDelivery: Program = broadcasting("simple-deliv", "A broadcast, once", { eot: 4, eff: 2, crashes: 0 }, simple, "breaks");
export const retryDelivery: Program = broadcasting("retry-deliv", "A broadcast that its sender repeats", { eot: 4, eff: 2, crashes: 1 }, retry, "breaks");
export const classicDelivery: Program = broadcasting("classic-deliv", "A broadcast that everybody passes on once", { eot: 5, eff: 3, crashes: 0 }, classic, "breaks");
export const redundantDelivery: Program = broadcasting("redun-deliv", "A broadcast that everybody repeats", { eot: 11, eff: 10, crashes: 1 }, redundant, "holds");
export const acknowledgedDelivery: Program = broadcasting("ack-deliv", "A broadcast that everybody repeats until it is acknowledged", { eot: 8, eff: 7, crashes: 1 }, acknowledged, "holds");

/** Its sender gives up after so many tries, four or six, of three or four nodes. */
export const givesUp: readonly Program[] = [
  broadcasting("gives up after 4 tries, 3 nodes", "A broadcast that its sender repeats 4 times", { eot: 8, eff: 7, crashes: 0 }, persistent(NODES, 4), "breaks"),
  broadcasting("gives up after 6 tries, 4 nodes", "A broadcast that its sender repeats 6 times", { eot: 10, eff: 9, crashes: 0 }, persistent([...NODES, "d"], 6), "breaks", [...NODES, "d"]),
];

/** The same at other bounds, for tests and comparisons. */
export const small = (extent: Extent): readonly Program[] => [broadcasting("redun-deliv", "small", extent, redundant, "holds"), broadcasting("ack-deliv", "small", extent, acknowledged, "holds")];
