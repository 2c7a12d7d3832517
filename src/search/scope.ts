import { count, thousands } from "../kernel/numbers.ts";
import type { Bounds, Permitted } from "./bounds.ts";

/** A kind of fault that a search by losses, copies and crashes has tried. */
export type TriedKind = "drop" | "duplicate" | "crash";

/**
 * What a certificate is about, in phrases: "2 lost packets on c1>p1", "1 crash of c1 (power, down for 500ms)". Only what was tried: where nothing may be
 * struck so, nothing is said of it. @param most how many faults a plan has.
 */
export function scopeOf(permitted: Permitted, { drops, crashes, down }: Pick<Bounds, "drops" | "crashes" | "down">, tried: ReadonlySet<TriedKind>, most: number = Infinity): readonly string[] {
  const packets = Math.min(drops, most);
  const fallen = Math.min(crashes, most);
  const [lost, repeated] = [permitted.linksOf("drop"), permitted.linksOf("duplicate")];
  return [
    ...(tried.has("drop") && tried.has("duplicate") ? [`${count(packets, "packet")} lost${lost === repeated ? "" : lost} or repeated${repeated}`]
      : tried.has("drop") ? [`${count(packets, "lost packet")}${lost}`] : tried.has("duplicate") ? [`${count(packets, "repeated packet")}${repeated}`] : []),
    ...(tried.has("crash") ? [`${thousands(fallen)} crash${fallen === 1 ? "" : "es"}${permitted.crashesOf(down)}`] : []),
  ];
}
