/** Scripts of what happens to a parliament, for fast-check to draw and to shrink. */
import fc from "fast-check";
import type { Parliament } from "./parliament.ts";

export type Act = { readonly act: "deliver" | "repeat" | "drop" | "flush" | "crash" | "start" | "election" | "tick" | "propose" | "part" | "heal" | "coup" | "compact" | "calm"; readonly which: number };

const weights: readonly (readonly [act: Act["act"], weight: number])[] = [
  ["deliver", 16], ["repeat", 1], ["drop", 1], ["flush", 10], ["crash", 2], ["start", 3], ["coup", 5], ["election", 2], ["tick", 1], ["propose", 3], ["part", 2], ["heal", 2], ["compact", 1], ["calm", 2],
];

export const scripts = (longest: number): fc.Arbitrary<Act[]> =>
  fc.array(fc.record({ act: fc.oneof(...weights.map(([act, weight]) => ({ arbitrary: fc.constant(act), weight }))), which: fc.nat(63) }), { maxLength: longest, size: "max" });

export function perform(parliament: Parliament, { act, which }: Act): void {
  const name = parliament.names[which % parliament.names.length]!;
  switch (act) {
    case "deliver":
    case "repeat":
      return parliament.deliver(which, act === "repeat");
    case "drop":
      return parliament.drop(which);
    case "flush":
    case "start":
    case "propose":
    case "compact":
      return parliament[act](name);
    case "crash":
      return parliament.crash(name, which >> 4);
    case "election":
    case "tick":
      return parliament.wake(name, act);
    case "part":
      parliament.apart = new Set(parliament.names.filter((_, index) => (which >> index) & 1));
      return;
    case "heal":
      parliament.apart = new Set();
      return;
    case "coup":
      return parliament.coup(name, which >> 4);
    case "calm":
      return parliament.calm(1 + (which % 4));
  }
}

/** The first law a script breaks. */
export function outcome(parliament: Parliament, script: readonly Act[]): string | undefined {
  for (const act of script) {
    perform(parliament, act);
    const broken = parliament.broken();
    if (broken !== undefined) return broken;
  }
  return undefined;
}
