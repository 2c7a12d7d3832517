/**
 * The model of the lineage paper: time goes in rounds, what is sent in one arrives before the next; up to round EFF packets may be lost,
 * up to C nodes may stop for good; at round EOT it is looked at what those that are left have come to.
 */
import { holds, breaks } from "../../../src/index.ts";
import type { Context, Factory, Guarantee, Message, NodeSpec, Plain, Promise_, Scenario } from "../../../src/index.ts";
import type { Bounds } from "../../../src/search/bounds.ts";

/** A round, µs. */
export const ROUND = 10_000;
/** What is sent arrives just before the next round begins. */
const LATENCY = ROUND - 1_000;
/** Armed when something arrives, a timer of this length fires as the next round begins. */
export const NEXT = ROUND - LATENCY;

/** The paper's bounds. */
export interface Extent {
  /** The round in which it is looked at what has come of it; the first is 1. */
  readonly eot: number;
  /** The first round in which no packet is lost any more; 0: none ever is. */
  readonly eff: number;
  /** So many nodes may stop. */
  readonly crashes: number;
}

/** A program with the bounds under which it is tried. */
export interface Program {
  readonly name: string;
  readonly extent: Extent;
  readonly scenario: Scenario;
  readonly bounds: Partial<Bounds>;
}

/** What a node does, round by round. */
export interface Behaviour {
  /** The message is handed over, in round 1. */
  publish?(ctx: Context, message: Message): void;
  receive?(ctx: Context, from: string, packet: never): void;
  /** A timer of its own, in step with the rounds. */
  wake?(ctx: Context, timer: string): void;
  /** Every round, after what arrived in the one before. */
  round?(ctx: Context, round: number): void;
  /** What it says when it is looked at. */
  report(ctx: Context): Plain;
}

/** A node of this behaviour: it counts rounds, and reports at the end. Nothing it does is about a message but by `ctx`. */
export function node(eot: number, make: () => Behaviour): Factory {
  return () => {
    const behaviour = make();
    let round = 0;
    return {
      start(ctx) {
        ctx.timer("round", ROUND);
      },
      publish: (ctx, message) => behaviour.publish?.(ctx, message),
      receive: (ctx, from, packet) => behaviour.receive?.(ctx, from, packet as never),
      wake(ctx, timer) {
        if (timer !== "round") return behaviour.wake?.(ctx, timer);
        if (++round >= eot) return ctx.note("poll", 1, behaviour.report(ctx));
        ctx.timer("round", ROUND);
        behaviour.round?.(ctx, round);
      },
    };
  };
}

/**
 * Sends a packet about the message. Its type names the round, so that its key says when it is sent, as the paper's clock does:
 * the third packet from a to b would be another one in a run in which b heard of the message later.
 */
export function send(ctx: Context, to: string, type: string, more: { readonly [field: string]: Plain } = {}): void {
  ctx.send(to, { type: `${type}@${Math.floor(ctx.now / ROUND)}`, message: 1, ...more });
}

/** The type of a packet without its round. */
export function kindOf(packet: unknown): string {
  return (packet as { type: string }).type.split("@")[0]!;
}

/** Judges the last reports of those that are left. Returns what is wrong. */
export function judged(name: string, judge: (reports: ReadonlyMap<string, Plain>) => string | undefined): Guarantee {
  return {
    name,
    // As the paper has it: a run fails when something that should have come of it has not.
    threats: ["loss"],
    observe: () => {
      const reports = new Map<string, Plain>();
      return {
        on: ({ verb, node: who, detail }) => void (verb === "poll" && reports.set(who, detail ?? null)),
        end: (_summary, fail) => {
          const wrong = judge(reports);
          if (wrong !== undefined) fail(wrong);
        },
      };
    },
  };
}

/** A program as a scenario. `tellers`: nodes with effects to be looked for, each a subscription of its own. */
export function program(name: string, title: string, extent: Extent, nodes: readonly Omit<NodeSpec, "tolerates">[], tellers: readonly string[], guarantee: Guarantee, promised: "holds" | "breaks"): Program {
  const { eot, eff, crashes } = extent;
  const tolerates = [...(eff > 0 ? ["drop"] : []), ...(crashes > 0 ? ["crash"] : [])];
  const promise: Promise_ = promised === "holds" ? holds() : breaks();
  return {
    name,
    extent,
    bounds: { drops: eff > 0 ? 40 : 0, crashes, until: eff * ROUND, down: "forever", cut: "step", fallen: "excused" },
    scenario: {
      name, title,
      nodes: nodes.map((spec) => ({ ...spec, tolerates })),
      workload: { messages: 1, every: ROUND },
      network: { latency: LATENCY },
      storm: eot * ROUND,
      settle: (eot + 2) * ROUND,
      subscriptions: tellers,
      sinks: tellers.map((teller) => ({ name: teller, subscription: teller, dedup: true })),
      guarantees: [guarantee],
      promises: { [guarantee.name]: promise },
    },
  };
}
