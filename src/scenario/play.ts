import type { HistoryEvent } from "../delivery/history.ts";
import { nothingLeft } from "../guarantees/checker.ts";
import type { Status } from "../guarantees/judge.ts";
import { nearest } from "../kernel/errors.ts";
import { showTime } from "../kernel/time.ts";
import type { Micros } from "../kernel/time.ts";
import { happened, lookout } from "./lookout.ts";
import { resolve } from "./resolve.ts";
import { Simulation } from "./simulation.ts";
import type { Beat, Scenario } from "./types.ts";

/** A beat, and how things stood at its moment. */
export interface PlayedBeat {
  readonly beat: Beat;
  /** Number of the last event before the run stopped for it, 0 before the first. Undefined when its moment never came. */
  readonly event: number | undefined;
  /** Virtual time then, µs. */
  readonly at: Micros | undefined;
  readonly seen: Seen;
  /** What is not as the beat says, a sentence each, naming the beat. Empty: all is. */
  readonly wrong: readonly string[];
}

/**
 * What was observed, by the names that `expect` knows: counters, guarantees, and gauges ("gauge depth", the highest value so
 * far). A guarantee passes as long as nothing has broken it; whether it is unknown shows at the end.
 */
export type Seen = { readonly [name: string]: number | Status };

type Sight = Pick<PlayedBeat, "event" | "at" | "seen">;

/**
 * Runs a scenario once and looks at it at the moment of each of its beats: under its own seed, with the first pinned plan of
 * its promises and rates off, or without a pinned plan as `run` would. A moment that never comes, one that comes before that
 * of an earlier beat, and an expectation that is not met are `wrong`.
 * `check` does not play beats: they are about this one run, promises are about all. A test asserts that nothing is wrong.
 */
export function playBeats(scenario: Scenario): readonly PlayedBeat[] {
  const resolved = resolve(scenario);
  const { beats, seed, promises } = resolved;
  const plan = promises.find((promise) => promise.plan !== undefined)?.plan;
  const simulation = new Simulation(resolved, { seed, plan: plan ?? [], rates: plan === undefined, trace: true, freezes: true });
  const sights: Sight[] = beats.map(() => ({ event: undefined, at: undefined, seen: {} }));
  const waiting = new Map(beats.map(({ until }, index) => [index, lookout(until, simulation)]));
  const look = (): void => {
    for (const [index, hasCome] of waiting) {
      if (!hasCome()) continue;
      waiting.delete(index);
      sights[index] = { event: simulation.world.kernel.events, at: simulation.world.kernel.now, seen: observe(simulation) };
    }
  };
  look();
  while (simulation.advance(1)) look();
  // Some promises break only when the books are closed.
  void simulation.findings;
  look();
  return beats.map(({ beat }, index) => {
    const earlier = Math.max(...sights.slice(0, index).map(({ event }) => event ?? 0));
    return { beat, ...sights[index]!, wrong: wrongs(beat, sights[index]!, earlier, simulation).map((what) => `beat ${index + 1}, until "${beat.until}": ${what}`) };
  });
}

function observe(simulation: Simulation): Seen {
  const { world, delivery, judge, resolved } = simulation;
  const { ending } = world;
  const all = (verb: string): readonly HistoryEvent[] => simulation.history!.events.filter((event) => happened(event, verb));
  const different = (verb: string): number => new Set(all(verb).map(({ message, subscription }) => `${message} ${subscription}`)).size;
  const effects = all("effect").length;
  const names = [...resolved.kinds.map(({ kind }) => kind), ...resolved.own].map(({ name }) => name);
  return {
    published: different("publish"), confirmed: different("confirm"), refused: different("refuse"), effects, duplicates: effects - different("effect"),
    ...(ending !== undefined && nothingLeft(ending, world) ? { lost: delivery.obligations.unmet } : {}),
    ...Object.fromEntries([...delivery.gauges].map(([name, value]) => [`gauge ${name}`, value])),
    ...Object.fromEntries(names.map((name) => [name, judge.hasFailed(name) ? "fail" as const : "pass" as const])),
    ...(ending === undefined ? {} : Object.fromEntries(simulation.findings.map(({ guarantee, status }) => [guarantee, status]))),
  };
}

function wrongs(beat: Beat, { event, seen }: Sight, earlier: number, simulation: Simulation): readonly string[] {
  if (event === undefined) return [`its moment never came; the run ended at ${showTime(simulation.world.kernel.now)}`];
  const wrong = event < earlier ? [`it comes after event ${event}, but a beat in front of it after event ${earlier}; beats stand in the order of the run`] : [];
  for (const [name, expected] of Object.entries(beat.expect ?? {})) {
    if (seen[name] === undefined) wrong.push(`${name} ${whyUnseen(name, simulation)}`);
    else if (seen[name] !== expected) wrong.push(`${name} is ${seen[name]}, not ${String(expected)}`);
  }
  return wrong;
}

function whyUnseen(name: string, { delivery }: Simulation): string {
  if (name === "lost") return "cannot be said then: what is owed may still come. Expect it at the end of a run in which nothing is left to deliver";
  const set = [...delivery.gauges.keys()].map((gauge) => `gauge ${gauge}`);
  const near = set.includes(name) ? undefined : nearest(name, set);
  return near === undefined ? "has no value then" : `is set by nobody; did you mean "${near}"?`;
}
