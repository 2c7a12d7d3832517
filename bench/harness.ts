import { performance } from "node:perf_hooks";

/** Something to measure. */
export interface Subject {
  readonly name: string;
  /** Does some work and returns how many units of it were done: events, runs, messages. The unit is the subject's own. */
  readonly run: () => number;
}

/** Least, median and greatest over the rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** What was measured of one subject, over all rounds after the warm-up. */
export interface Row {
  readonly name: string;
  /** Units per second of CPU (user and system, all threads of the process): what to compare on a machine that others use too. */
  readonly perSecond: Spread;
  /** Units per second of wall time: what counts when a subject uses several threads, or waits. */
  readonly perWallSecond: Spread;
  /** CPU seconds per turn. A turn is as many calls of `run` as fill LEAST_TURN, at least one. */
  readonly cpuSeconds: Spread;
  /** Wall seconds per turn. */
  readonly wallSeconds: Spread;
}

interface Turn {
  readonly units: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** Wall seconds at the beginning of a turn that do not count. */
const WARM_UP = 0.15;
/** Shortest turn, in wall seconds: long enough that clocks and a collection or two do not show. */
const LEAST_TURN = 0.25;

/**
 * Measures subjects by turns: one warm-up turn each, then A B C A B C..., so that a machine which slows down or is shared
 * slows all of them alike. A turn begins with a little work that does not count. No collection is forced between turns: it makes V8 drop optimised code, which cost a fifth.
 * Subjects in one process share what V8 learns of code they share; measure those that must not in processes of their own.
 * @param rounds turns of each subject that count; odd, so that the median is one of them
 */
export function byTurns(subjects: readonly Subject[], rounds: number = 7): Row[] {
  for (const subject of subjects) takeTurn(subject);
  const turns = subjects.map((): Turn[] => []);
  for (let round = 0; round < rounds; round++) {
    subjects.forEach((subject, index) => turns[index]!.push(takeTurn(subject)));
  }
  return subjects.map((subject, index) => rowOf(subject.name, turns[index]!));
}

/**
 * Prints rows as aligned text: name, units per CPU second (median, least, greatest), the ratio of its median
 * to the first row's, the median per wall second, and the median CPU milliseconds of a turn.
 */
export function table(rows: readonly Row[]): void {
  const first = rows[0]?.perSecond.median ?? Number.NaN;
  const lines = [
    ["", "per CPU second", "least", "greatest", "to first", "per wall second", "CPU ms a turn"],
    ...rows.map((row) => [
      row.name,
      showRate(row.perSecond.median),
      showRate(row.perSecond.min),
      showRate(row.perSecond.max),
      (row.perSecond.median / first).toFixed(3),
      showRate(row.perWallSecond.median),
      (row.cpuSeconds.median * 1_000).toFixed(1),
    ]),
  ];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  for (const line of lines) {
    console.log(line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  ").trimEnd());
  }
}

/**
 * Most memory this process has held so far, in bytes (resident set, so V8 and its code count too). It never falls:
 * give what you measure a process of its own. On Linux a child starts from its parent's size at the fork, so the parent must stay small.
 */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1_024;
}

function takeTurn(subject: Subject): Turn {
  // Code that subjects share was last compiled for another one: what it costs to compile it again is no property of this one.
  for (const began = performance.now(); performance.now() - began < WARM_UP * 1_000; ) subject.run();
  let units = 0;
  let wallSeconds = 0;
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  do {
    units += subject.run();
    wallSeconds = (performance.now() - wallBefore) / 1_000;
  } while (wallSeconds < LEAST_TURN);
  const cpu = process.cpuUsage(cpuBefore);
  return { units, wallSeconds, cpuSeconds: (cpu.user + cpu.system) / 1_000_000 };
}

function rowOf(name: string, turns: readonly Turn[]): Row {
  return {
    name,
    perSecond: spreadOf(turns.map((turn) => turn.units / turn.cpuSeconds)),
    perWallSecond: spreadOf(turns.map((turn) => turn.units / turn.wallSeconds)),
    cpuSeconds: spreadOf(turns.map((turn) => turn.cpuSeconds)),
    wallSeconds: spreadOf(turns.map((turn) => turn.wallSeconds)),
  };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { min: sorted[0]!, median, max: sorted[sorted.length - 1]! };
}

function showRate(value: number): string {
  if (value >= 1_000_000) return `${(value / 1_000_000).toFixed(2)} M`;
  if (value >= 10_000) return `${(value / 1_000).toFixed(1)} k`;
  return value.toFixed(value >= 100 ? 0 : 2);
}
