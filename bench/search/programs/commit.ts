/** Atomic commitment, three ways: coordinator C is handed a transaction that agents a, b and d can all commit. */
import type { Context, Plain } from "../../../src/index.ts";
import { judged, kindOf, node, program, ROUND, send } from "./rounds.ts";
import type { Behaviour, Extent, Program } from "./rounds.ts";

const AGENTS = ["a", "b", "d"];
const NODES = ["C", ...AGENTS];

type Decision = "commit" | "abort";

/** What a node says at the end. */
interface Report {
  readonly [field: string]: Plain;
  readonly prepared: boolean;
  readonly decision: Decision | null;
}

const reportsIn = (reports: ReadonlyMap<string, Plain>): readonly (readonly [string, Report])[] => [...reports] as unknown as [string, Report][];

/** Where one is prepared, two at least have come to a decision. */
const termination = judged("termination", (reports) => {
  const all = reportsIn(reports);
  const prepared = all.find(([, report]) => report.prepared)?.[0];
  const decided = all.filter(([, report]) => report.decision !== null).length;
  return prepared === undefined || decided >= 2 ? undefined : `${prepared} is prepared, and ${decided === 0 ? "nobody has" : "only one has"} decided`;
});

/** No two decide otherwise. */
const agreement = judged("agreement", (reports) => {
  const all = reportsIn(reports);
  const [commits, aborts] = (["commit", "abort"] as const).map((decision) => all.find(([, report]) => report.decision === decision)?.[0]);
  return commits === undefined || aborts === undefined ? undefined : `${commits} has committed, and ${aborts} has aborted`;
});

/** A decision, which is made once. */
class Decided {
  value: Decision | undefined;

  make(ctx: Context, value: Decision): void {
    if (this.value !== undefined) return;
    this.value = value;
    // What is looked for is a commit: an abort is what comes instead.
    if (value === "commit") ctx.effect(1, { subscription: ctx.self });
  }
}

/** Asks for votes in every round until all are there, and then tells the decision in every round. */
const coordinator = (): Behaviour => {
  const votes = new Set<string>();
  const decided = new Decided();
  let running = false;
  return {
    publish: () => void (running = true),
    receive(ctx, from, packet) {
      if (kindOf(packet) === "vote") votes.add(from);
      else if (kindOf(packet) === "request" && decided.value !== undefined) send(ctx, from, decided.value);
    },
    round(ctx) {
      if (decided.value !== undefined) AGENTS.forEach((agent) => send(ctx, agent, decided.value!));
      else if (votes.size === AGENTS.length) decided.make(ctx, "commit");
      else if (running) AGENTS.forEach((agent) => send(ctx, agent, "prepare"));
    },
    report: () => ({ prepared: false, decision: decided.value ?? null }),
  };
};

/** Votes yes, and waits for the decision; `asks`: after four rounds it asks the others what they know. */
const agent = (asks: boolean) => (): Behaviour => {
  const decided = new Decided();
  let prepared = false;
  let asking = false;
  return {
    receive(ctx, from, packet) {
      const kind = kindOf(packet);
      if (kind === "prepare") {
        if (!prepared && asks) ctx.timer("patience", 4 * ROUND, 1);
        prepared = true;
        send(ctx, from, "vote");
      } else if (kind === "commit" || kind === "abort") decided.make(ctx, kind);
      else if (kind === "request") {
        // Who has not voted yet may abort for all.
        if (decided.value === undefined && !prepared) decided.make(ctx, "abort");
        if (decided.value !== undefined) send(ctx, from, decided.value);
      }
    },
    wake: () => void (asking = true),
    round: (ctx) => void (asking && decided.value === undefined && NODES.filter((name) => name !== ctx.self).forEach((to) => send(ctx, to, "request"))),
    report: () => ({ prepared, decision: decided.value ?? null }),
  };
};

/** Three phases: all are told that all can commit before anyone does; who waits too long decides by what it knows. */
const coordinator3 = (): Behaviour => {
  const votes = new Set<string>();
  const acks = new Set<string>();
  const decided = new Decided();
  let begun = 0;
  return {
    publish: () => void (begun = 1),
    receive(_ctx, from, packet) {
      if (kindOf(packet) === "vote") votes.add(from);
      else if (kindOf(packet) === "ack") acks.add(from);
    },
    round(ctx, round) {
      if (begun === 1) {
        begun = 2;
        AGENTS.forEach((agent) => send(ctx, agent, "can"));
      }
      if (decided.value !== undefined) AGENTS.forEach((agent) => send(ctx, agent, decided.value!));
      else if (acks.size === AGENTS.length) decided.make(ctx, "commit");
      else if (round >= 6) decided.make(ctx, "abort");
      else if (votes.size === AGENTS.length) AGENTS.forEach((agent) => send(ctx, agent, "precommit"));
    },
    report: () => ({ prepared: false, decision: decided.value ?? null }),
  };
};

const agent3 = (): Behaviour => {
  const decided = new Decided();
  let prepared = false;
  let precommitted = false;
  return {
    receive(ctx, from, packet) {
      const kind = kindOf(packet);
      if (kind === "can") {
        prepared = true;
        ctx.timer("patience", 4 * ROUND, 1);
        send(ctx, from, "vote");
      } else if (kind === "precommit" && prepared && decided.value === undefined) {
        if (!precommitted) ctx.timer("patience", 4 * ROUND, 1);
        precommitted = true;
        send(ctx, from, "ack");
      } else if (kind === "commit" || kind === "abort") decided.make(ctx, kind);
    },
    wake: (ctx) => decided.make(ctx, precommitted ? "commit" : "abort"),
    report: () => ({ prepared, decision: decided.value ?? null }),
  };
};

function committing(name: string, title: string, extent: Extent, coordinate: () => Behaviour, agree: () => Behaviour, guarantee: typeof agreement): Program {
  const nodes = NODES.map((self) => ({ name: self, role: self === "C" ? ("producer" as const) : ("other" as const), run: node(extent.eot, self === "C" ? coordinate : agree) }));
  return program(name, title, extent, nodes, NODES, guarantee, "breaks");
}

export const twoPhase: Program = committing("2PC", "Two-phase commit: who is prepared waits for ever", { eot: 5, eff: 0, crashes: 1 }, coordinator, agent(false), termination);
export const cooperative: Program = committing("2PC-CTP", "Two-phase commit, asking the others: in vain when all are prepared", { eot: 8, eff: 0, crashes: 1 }, coordinator, agent(true), termination);
export const threePhase: Program = committing("3PC", "Three-phase commit over a network that loses", { eot: 9, eff: 7, crashes: 1 }, coordinator3, agent3, agreement);
