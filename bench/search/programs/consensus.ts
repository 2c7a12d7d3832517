/** Two that agree whatever is lost: a small Paxos, and an election of the strongest. */
import type { Context, Plain } from "../../../src/index.ts";
import { judged, kindOf, node, program, send } from "./rounds.ts";
import type { Behaviour, Extent, Program } from "./rounds.ts";

const ACCEPTORS = ["a", "b", "c"];
const QUORUM = 2;

interface Ballot {
  readonly ballot: number;
  readonly value?: string;
  readonly accepted?: { readonly ballot: number; readonly value: string };
}

/** Asks for promises, then for acceptance of the value of the highest ballot it was told of, or its own; again in every round. */
const proposer = (ballot: number, own: string, begins: number) => (): Behaviour => {
  const promises = new Map<string, Ballot["accepted"]>();
  const accepted = new Set<string>();
  let value: string | undefined;
  let decided: string | undefined;
  return {
    receive(ctx, from, packet) {
      const told = packet as unknown as Ballot;
      if (told.ballot !== ballot) return;
      if (kindOf(packet) === "promise") promises.set(from, told.accepted);
      else if (kindOf(packet) === "accepted") accepted.add(from);
      if (accepted.size >= QUORUM && decided === undefined) {
        decided = value;
        ctx.effect(1, { subscription: ctx.self });
      }
    },
    round(ctx, round) {
      if (round < begins || decided !== undefined) return;
      if (promises.size >= QUORUM) {
        value ??= [...promises.values()].reduce((best, one) => (one !== undefined && one.ballot > (best?.ballot ?? 0) ? one : best), undefined)?.value ?? own;
        ask(ctx, "accept", { ballot, value });
      } else ask(ctx, "prepare", { ballot });
    },
    report: () => decided ?? null,
  };
};

const ask = (ctx: Context, what: string, more: { readonly [field: string]: Plain }): void => ACCEPTORS.forEach((to) => send(ctx, to, what, more));

/** Promises not to take part in lower ballots, and says what it has accepted. */
const acceptor = (): Behaviour => {
  let promised = 0;
  let accepted: { readonly ballot: number; readonly value: string } | undefined;
  return {
    receive(ctx, from, packet) {
      const { ballot, value } = packet as unknown as Ballot;
      if (ballot < promised) return;
      promised = ballot;
      if (kindOf(packet) === "accept") accepted = { ballot, value: value! };
      if (kindOf(packet) === "accept") send(ctx, from, "accepted", { ballot });
      else send(ctx, from, "promise", { ballot, ...(accepted === undefined ? {} : { accepted }) });
    },
    report: () => null,
  };
};

const agreement = judged("agreement", (reports) => {
  const [first, second] = new Set([...reports.values()].filter((value) => value !== null));
  return second === undefined ? undefined : `${String(first)} and ${String(second)} are both decided`;
});

const synod: Extent = { eot: 7, eff: 6, crashes: 1 };
export const paxos: Program = program("paxos-synod", "A small Paxos: two proposers, three acceptors", synod, [
  { name: "P", role: "producer", run: node(synod.eot, proposer(1, "x", 1)) },
  { name: "Q", role: "other", run: node(synod.eot, proposer(2, "y", 3)) },
  ...ACCEPTORS.map((name) => ({ name, role: "broker" as const, run: node(synod.eot, acceptor) })),
], ["P", "Q"], agreement, "holds");

/** In every round says that it is there; the strongest it has heard of in the round before is its leader. */
const candidate = (): Behaviour => {
  let heard: string[] = [];
  return {
    receive(ctx, from) {
      heard.push(from);
      // What is looked for: that the strongest makes itself heard.
      if (from === ACCEPTORS.at(-1)) ctx.effect(1, { subscription: ctx.self });
    },
    round(ctx) {
      heard = [];
      ACCEPTORS.filter((to) => to !== ctx.self).forEach((to) => send(ctx, to, "here"));
    },
    report: (ctx) => [...heard, ctx.self].sort().at(-1)!,
  };
};

const leadership = judged("leadership", (reports) => {
  const leaders = [...new Set(reports.values())] as string[];
  return leaders.length <= 1 ? undefined : `${leaders.join(" and ")} both lead`;
});

const election: Extent = { eot: 10, eff: 9, crashes: 1 };
export const bully: Program = program("bully-le", "The strongest that is left leads", election, ACCEPTORS.map((name) => ({ name, role: name === "a" ? ("producer" as const) : ("other" as const), run: node(election.eot, candidate) })), ACCEPTORS, leadership, "holds");
