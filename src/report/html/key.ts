import type { SpaceTime } from "../../view/space-time.ts";
import type { Glyphs } from "../diagram/glyphs.ts";
import { shape } from "../svg/shapes.ts";

/** What the signs of a diagram mean: those that are in it. */
export function diagramKey({ moments, packets }: SpaceTime): string {
  const isThere = (kind: string): boolean => moments.some((moment) => moment.kind === kind);
  const shown = new Set(moments.flatMap((moment) => ("packet" in moment ? [packets[moment.packet]!] : [])));
  const has = (what: (packet: (typeof packets)[number]) => boolean): boolean => [...shown].some(what);
  const signs: (readonly [glyph: keyof Glyphs, style: string, meaning: string] | false)[] = [
    moments.some((moment) => moment.kind === "effect" && moment.times === 1) && ["effect", "effect", "effect on the world outside"],
    moments.some((moment) => moment.kind === "effect" && moment.result === "applied" && moment.times > 1) && ["again", "violation", "the same effect again"],
    isThere("timer") && ["timer", "odd", "timer"],
    has(({ fate }) => fate !== "arrived" && fate !== "in flight") && ["lost", "lost", "lost"],
    isThere("crash") && ["crash", "lost", "crash"],
    isThere("pause") && ["paused", "fault", "paused"],
  ];
  const lines: (readonly [style: string, meaning: string] | false)[] = [
    has(({ copy }) => copy !== "") && ["odd copy", "a copy"],
    has(({ copy, faults }) => copy === "" && faults.some(({ fault }) => ["delay", "corrupt", "forge"].includes(fault))) && ["odd", "delayed, corrupt or forged"],
  ];
  const items = [
    ...signs.flatMap((sign) => (sign === false ? [] : [[`<g class="mark ${sign[1]}">${shape(sign[0], 11, 9)}</g>`, sign[2]] as const])),
    ...lines.flatMap((line) => (line === false ? [] : [[`<g class="packet ${line[0]}"><line class="way" x1="0" y1="9" x2="22" y2="9"/></g>`, line[1]] as const])),
  ];
  return items.length === 0 ? "" : `<ul class="key">${items.map(([sign, meaning]) => `<li><svg class="diagram" viewBox="0 0 22 18" aria-hidden="true">${sign}</svg>${meaning}</li>`).join("")}</ul>`;
}
