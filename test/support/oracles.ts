/**
 * Every guarantee once more, as DESIGN 8's table has it: quadratic, over the whole recorded history, after the run.
 * Shares no code with src/guarantees and keeps no state; what it needs it looks up in the history again.
 */
import type { HistoryEvent } from "../../src/delivery/history.ts";
import type { Status } from "../../src/guarantees/judge.ts";
import type { Played } from "./script.ts";
import { handedOver } from "./script.ts";

/** `at`: number of the simulation event in which the guarantee broke. */
export interface Ruling {
  readonly status: Status;
  readonly at?: number;
}

type Oracle = (played: Played) => Ruling;

export const ORACLES: { readonly [guarantee: string]: Oracle } = {
  "at-least-once": (played) => rule(played, [], lost(played)),
  "at-most-once": (played) => rule(played, second(played), "pass"),
  "effectively-once": (played) => rule(played, second(played), lost(played)),
  integrity: (played) => rule(played, played.events.filter((event) => isForged(played, event) || isContradiction(played, event)), "pass"),
  order: (played) => rule(played, judgedForOrder(played).filter((event, index, judged) => judged.slice(0, index).some((before) => sameLane(played, before, event) && before.message! > event.message!)), "pass"),
  progress: (played) => rule(played, [], played.run.ending === "settle" || unmet(played).length > 0 ? "fail" : "pass"),
  bounded: (played) => rule(played, played.events.filter((event, index) => isRedeliveredTooOften(played, event, index) || isTooHigh(played, event)), "pass"),
  deadline: (played) => rule(played, firsts(played).filter((event) => event.at > due(played, event)), overdue(played), true),
  fenced: (played) => rule(played, effects(played).filter((event) => isReplaced(played, event)), "pass"),
};

/** Fail beats unknown beats pass; a run that was cut short fails by what was seen only. `seen`: so is `end`. */
function rule({ run }: Played, violations: readonly HistoryEvent[], end: Status, seen = false): Ruling {
  const first = violations[0];
  if (first !== undefined) return { status: "fail", at: first.event };
  const short = run.ending === "events" || run.ending === "time";
  if (end === "fail" && (!short || seen)) return { status: "fail", at: run.events };
  return { status: short ? "unknown" : end };
}

// ---------------------------------------------------------------- effects
function effects({ events }: Played): readonly HistoryEvent[] {
  return events.filter(({ verb, detail }) => verb === "effect" && detail === undefined);
}

function sameEffect(a: HistoryEvent, b: HistoryEvent): boolean {
  return a.message === b.message && a.subscription === b.subscription;
}

function second(played: Played): readonly HistoryEvent[] {
  return effects(played).filter((event, index, all) => all.slice(0, index).some((before) => sameEffect(before, event)));
}

function firsts(played: Played): readonly HistoryEvent[] {
  return effects(played).filter((event, index, all) => !all.slice(0, index).some((before) => sameEffect(before, event)));
}

// ---------------------------------------------------------------- obligations
/** Was this said of the message, up to this event (exclusive)? */
function said({ events }: Played, verb: string, message: number, before = Infinity): boolean {
  return events.some((event) => event.index < before && event.verb === verb && event.message === message);
}

function unmet(played: Played): readonly { readonly message: number; readonly subscription: string }[] {
  const { script, events } = played;
  const owed = events
    .filter(({ verb }) => verb === "publish")
    .map(({ message }) => message!)
    .filter((message) => script.obligation === "published" ? !said(played, "refuse", message) : said(played, "confirm", message));
  const pairs = owed.flatMap((message) => script.subscriptions.map((subscription) => ({ message, subscription })));
  return pairs.filter(({ message, subscription }) => {
    const done = (event: HistoryEvent): boolean => (event.verb === "effect" && event.detail === undefined) || script.excuses.some((excuse) => excuse === event.verb);
    return !events.some((event) => event.message === message && event.subscription === subscription && done(event));
  });
}

/** Nothing but the ticks was left to happen. */
function nothingPending({ run, script }: Played): boolean {
  return run.ending === "quiet" || (run.ending === "settle" && script.steps.every(({ at }) => at <= run.time));
}

function lost(played: Played): Status {
  return unmet(played).length === 0 ? "pass" : nothingPending(played) ? "fail" : "unknown";
}

// ---------------------------------------------------------------- integrity
function isForged(played: Played, event: HistoryEvent): boolean {
  const { index, message } = event;
  if (!effects(played).includes(event)) return false;
  const before = played.events[index - 1];
  const altered = before !== undefined && before.verb === "abort" && before.event === event.event;
  return altered || !said(played, "publish", message!, index) || said(played, "refuse", message!, index);
}

function isContradiction(played: Played, { verb, message, index }: HistoryEvent): boolean {
  if (verb !== "confirm" && verb !== "refuse") return false;
  if (!said(played, "publish", message!, index)) return true;
  if (said(played, verb === "confirm" ? "refuse" : "confirm", message!, index)) return true;
  return verb === "refuse" && effects(played).some((effect) => effect.message === message && effect.index < index);
}

// ---------------------------------------------------------------- order
/** Effects of what was never published have no publish ordinal: they are integrity's affair. */
function judgedForOrder(played: Played): readonly HistoryEvent[] {
  return (played.script.all ? effects(played) : firsts(played)).filter(({ message, index }) => said(played, "publish", message!, index));
}

function sameLane({ script }: Played, a: HistoryEvent, b: HistoryEvent): boolean {
  const [one, other] = [handedOver(script, a.message!), handedOver(script, b.message!)];
  return a.subscription === b.subscription && one.producer === other.producer && one.key === other.key;
}

// ---------------------------------------------------------------- bounded
function isRedeliveredTooOften({ events, script }: Played, event: HistoryEvent, index: number): boolean {
  return event.verb === "deliver" && events.slice(0, index).filter((before) => before.verb === "deliver" && sameEffect(before, event)).length > script.redeliveries;
}

function isTooHigh({ script }: Played, { verb, detail }: HistoryEvent): boolean {
  const gauge = detail as { readonly gauge?: string; readonly value?: number } | undefined;
  return verb === "poll" && gauge?.gauge === "depth" && gauge.value! > script.depth;
}

// ---------------------------------------------------------------- deadline
function publishOf({ events }: Played, message: number): HistoryEvent | undefined {
  return events.find((event) => event.verb === "publish" && event.message === message);
}

/** When the storm ended: at its set time, else just after the last hand-over. */
function stormEnd(played: Played): number {
  const { script, events } = played;
  if (script.storm !== undefined) return script.storm;
  const handOvers = events.filter(({ verb }) => verb === "publish");
  return handOvers.length < script.messages ? Infinity : Math.max(...handOvers.map(({ at }) => at)) + 1;
}

/** The last time at which this message's effect is in time. What is not published yet has no deadline. */
function due(played: Played, { message, index }: Pick<HistoryEvent, "message" | "index">): number {
  const published = publishOf(played, message!);
  if (published === undefined || published.index > index) return Infinity;
  return (played.script.when === "always" ? published.at : Math.max(published.at, stormEnd(played))) + played.script.within;
}

function overdue(played: Played): Status {
  const { run, events, script } = played;
  const owed = unmet(played);
  if (owed.length === 0) return "pass";
  if (nothingPending(played)) return "fail";
  const lastPublish = Math.max(...events.filter(({ verb }) => verb === "publish").map(({ at }) => at));
  // A run whose settling ran out was watched to the last microsecond of it; one cut short, until its last event.
  const late = (time: number): boolean => (run.ending === "settle" ? Math.max(lastPublish, stormEnd(played)) + script.settle >= time : run.time > time);
  return owed.some(({ message }) => late(due(played, { message, index: Infinity }))) ? "fail" : "unknown";
}

// ---------------------------------------------------------------- fenced
/** The last word on this node's ownership, of the message, of its key or of everything, was that it is replaced. */
function isReplaced({ events, script }: Played, effect: HistoryEvent): boolean {
  const resources = [`m${effect.message}`, `key:${handedOver(script, effect.message!).key}`, "all"];
  return resources.some((resource) => {
    const words = events.filter(({ verb, index, detail, message }) => {
      const said = detail as { readonly owner?: string; readonly resource?: string } | undefined;
      return index < effect.index && (verb === "grant" || verb === "replace") && said?.owner === effect.node && (said.resource ?? `m${message}`) === resource;
    });
    return words.at(-1)?.verb === "replace";
  });
}
