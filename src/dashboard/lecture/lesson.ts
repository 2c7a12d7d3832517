import { LECTURE } from "../../campaign/lecture.ts";
import { playBeats } from "../../scenario/play.ts";
import type { PlayedBeat } from "../../scenario/play.ts";
import type { Subject } from "../run/commands.ts";
import { RunScreen } from "../run/screen.ts";
import type { Outlet } from "../screen.ts";
import type { Look } from "../text.ts";

/** A lesson, ready to be given. */
export interface Lesson {
  readonly name: string;
  readonly title: string;
  /** Of which part of the lecture, and of how many, from 1; undefined for a scenario that is in none. */
  readonly part: readonly [number, number] | undefined;
  readonly run: RunScreen;
  readonly beats: readonly PlayedBeat[];
}

/** The lesson that a scenario with beats gives: of the run its beats are about, with the panels that leave room for words. */
export function lessonOf(subject: Subject, look: Look, outlet: Outlet): Lesson {
  const { target, scenario, resolved } = subject;
  const plan = resolved.promises.find((promise) => promise.plan !== undefined)?.plan;
  const run = new RunScreen(subject, { seed: resolved.seed, plan: plan ?? [], rates: plan === undefined }, look, outlet);
  run.shown.faults = false;
  run.shown.gauges = run.player.branches.current.gauges.length > 0;
  run.narrated = true;
  const part = LECTURE.findIndex(({ lessons }) => lessons.includes(target));
  return { name: target, title: scenario.title, part: part < 0 ? undefined : [part + 1, LECTURE.length], run, beats: playBeats(scenario) };
}
