/**
 * Kafka's replication with in-sync replicas, as the lineage paper has it: leader a confirms a write once every member has it, and
 * members are those of whom Z has heard. If Z hears of a alone, a confirms alone.
 */
import { breaks } from "../../../src/index.ts";
import type { Behaviour, Extent, Program } from "./rounds.ts";
import { kindOf, NEXT, node, ROUND, send } from "./rounds.ts";
import type { Context } from "../../../src/index.ts";

const REPLICAS = ["a", "b", "c"];
const EXTENT: Extent = { eot: 6, eff: 4, crashes: 1 };

/** Not about the message: what a node says of itself and others. */
const tell = (ctx: Context, to: string, what: string): void => ctx.send(to, { type: `${what}@${Math.floor(ctx.now / ROUND)}` });

/** Writes in rounds 2, 3 and 4, once it knows a leader. */
const client = (): Behaviour => {
  let leader: string | undefined;
  let wants = false;
  return {
    publish: () => void (wants = true),
    receive(ctx, _from, packet) {
      if (kindOf(packet) === "leader") leader = "a";
      else if (kindOf(packet) === "stored") ctx.confirm(1);
    },
    round(ctx, round) {
      if (round === 1) tell(ctx, "Z", "client");
      if (wants && leader !== undefined && round >= 2 && round <= 4) send(ctx, leader, "write");
    },
    report: () => null,
  };
};

/** Hears who is there, and tells everybody in the third round. */
const keeper = (): Behaviour => ({
  receive: (ctx, from, packet) => ctx.timer(kindOf(packet) === "client" ? "tell client" : `tell of ${from}`, ROUND + NEXT),
  wake(ctx, timer) {
    if (timer === "tell client") return tell(ctx, "C", "leader");
    const who = timer.slice("tell of ".length);
    for (const replica of REPLICAS) tell(ctx, replica, `member ${who}`);
  },
  report: () => null,
});

/** Stores what it is told to; the leader passes it on to the members, and confirms when all of them have it. */
const replica = (): Behaviour => {
  const acked = new Set<string>();
  const members = new Set<string>();
  let asked = false;
  let stored = false;
  return {
    receive(ctx, from, packet) {
      const kind = kindOf(packet);
      if (kind.startsWith("member ")) {
        const who = kind.slice("member ".length);
        members.add(who);
        if (ctx.self === "a" && who !== "a") ctx.timer(`pass on to ${who}`, NEXT);
      } else if (kind === "write") {
        stored = true;
        if (from === "C") asked = true;
        else send(ctx, from, "have");
      } else if (kind === "have") acked.add(from);
    },
    wake(ctx, timer) {
      const who = timer.slice("pass on to ".length);
      if (acked.has(who)) return;
      if (stored) send(ctx, who, "write");
      ctx.timer(timer, ROUND);
    },
    round(ctx, round) {
      if (round === 1) tell(ctx, "Z", "join");
      if (asked && [...members].every((who) => who === "a" || acked.has(who))) send(ctx, "C", "stored");
    },
    report(ctx) {
      if (stored) ctx.effect(1);
      return stored;
    },
  };
};

const tolerates = ["drop", "crash"];
const { eot, eff, crashes } = EXTENT;

export const kafka: Program = {
  name: "Kafka ISR",
  extent: EXTENT,
  bounds: { drops: 40, crashes, until: eff * ROUND, down: "forever", cut: "step", fallen: "owed" },
  scenario: {
    name: "kafka-isr", title: "Replication with in-sync replicas: one may be all",
    nodes: [
      { name: "C", role: "producer", run: node(eot, client), tolerates },
      { name: "Z", role: "other", run: node(eot, keeper), tolerates },
      ...REPLICAS.map((name) => ({ name, role: "broker" as const, run: node(eot, replica), tolerates })),
    ],
    workload: { messages: 1, every: ROUND },
    network: { latency: ROUND - NEXT },
    storm: eot * ROUND,
    settle: (eot + 2) * ROUND,
    sinks: [{ name: "replicas", dedup: true }],
    promises: { "at-least-once": breaks() },
  },
};
