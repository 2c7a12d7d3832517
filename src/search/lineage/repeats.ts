import type { Fault, Plan } from "../../world/fault.ts";
import type { Bounds, Permitted } from "../bounds.ts";
import type { Profile } from "../profile.ts";
import type { Lineage } from "./lineage.ts";

/** Of so many messages at most it is asked what would make them happen again: the first and the last, and some between. */
const MESSAGES = 4;
/** So many plans of the first message come before those of the others. */
const HEAD = 8;
/** How much later than everything else a late copy comes, µs. */
const LATE = 1_000_000;

/**
 * Lineage turned round (SEARCH.md 1.3, trap ii): an effect happened once because nothing came again, or because what came again was
 * recognised. So what makes a copy come: a lost packet on the way back, so that somebody tries again; a duplicate on its way here, at
 * once or when all else is over (past any window). And what makes the node forget: a crash between any two outputs of a step about the
 * message. Each alone, by turns; then one that makes a copy come with one that makes the node forget, then two losses. Without packets or crashes in the bounds, none of these.
 */
export function repeatsOf(permitted: Permitted, bounds: Pick<Bounds, "drops" | "crashes">, { goals }: Lineage, profile: Profile): readonly Plan[] {
  const effects = goals.filter(({ subscription }) => subscription >= 0);
  const messages = spread([...new Set(effects.map(({ message }) => message))], MESSAGES);
  const each = messages.map((message) => {
    const needed = new Set(effects.flatMap((goal) => (goal.message === message ? goal.supports.flat() : [])).map(({ packet }) => packet));
    const doers = new Set(effects.flatMap((goal) => (goal.message === message ? goal.supports.map(([effect]) => effect!.node) : [])));
    return plansFor(permitted, bounds, profile, message, needed, doers);
  });
  // What is plausible of one is first; then no message has to wait for another's unlikely plans.
  return [...(each[0] ?? []).slice(0, HEAD), ...byTurns([(each[0] ?? []).slice(HEAD), ...each.slice(1)])];
}

function plansFor(permitted: Permitted, { drops, crashes }: Pick<Bounds, "drops" | "crashes">, { packets, steps }: Profile, message: number, needed: ReadonlySet<string | undefined>, doers: ReadonlySet<string>): Plan[] {
  const about = drops === 0 ? [] : packets.filter((packet) => packet.message === message && !/['"]$/.test(packet.key));
  const there = about.filter(({ key }) => needed.has(key));
  const back = about.filter(({ key }) => !needed.has(key));
  const end = Math.max(0, ...packets.map(({ arrived }) => arrived ?? 0), ...steps.map(({ at }) => at)) + LATE;
  // A copy that comes to who does the work has passed all others who might know it.
  const copies = there.filter(({ from, to }) => permitted.onLink("duplicate", from, to)).sort((a, b) => Number(doers.has(b.to)) - Number(doers.has(a.to)));
  const late = copies.filter(({ from, to }) => permitted.onLink("delay", from, to)).map(({ key, arrived, sent }): Fault => ({ fault: "duplicate", packet: key, after: Math.min(end - (arrived ?? sent), permitted.latest) }));
  const again: Fault[] = copies.map(({ key }) => ({ fault: "duplicate", packet: key }));
  const lost: Fault[] = back.filter(({ from, to }) => permitted.onLink("drop", from, to)).map(({ key }) => ({ fault: "drop", packet: key }));
  // Who does the work has most to forget.
  const forgetful = crashes === 0 ? [] : steps.filter((step) => step.message === message && permitted.crashes(step.node)).sort((a, b) => Number(doers.has(b.node)) - Number(doers.has(a.node)));
  const cuts: Fault[] = forgetful.flatMap(({ node, key, outputs }) => Array.from({ length: outputs }, (_, after) => permitted.crash(node, key, after + 1, undefined)));
  const come = [...late, ...lost, ...again];
  return [
    ...byTurns([lost, late, cuts, again]),
    ...come.flatMap((first) => cuts.map((second) => [first, second])),
    ...lost.flatMap((first, index) => lost.slice(index + 1).map((second) => [first, second])),
  ].map((plan) => (Array.isArray(plan) ? plan : [plan]));
}

/** The first of each, then the second of each, and so on. */
function byTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const most = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: most }, (_, place) => lists.flatMap((list) => list.slice(place, place + 1))).flat();
}

/** So many of them at most: the first, the last, and what lies evenly between. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, index) => all[Math.round((index * (all.length - 1)) / (most - 1))]!);
}
