import type { Moment } from "./moments.ts";
import type { SpaceTime } from "./space-time.ts";
import { stepsOf } from "./steps.ts";

/** How many names of what was left out an elision keeps. */
const NAMES = 4;

/** The kept moments, with an elision where some are missing. Events of which a part is shown are not counted as missing. */
export function elide(spaceTime: SpaceTime, kept: ReadonlySet<number>, messages: ReadonlySet<number>): readonly Moment[] {
  const { moments } = spaceTime;
  const told = new Set(moments.filter(({ index }) => kept.has(index)).map(({ event }) => event));
  const shown: Moment[] = [];
  let missing: Moment[] = [];
  const close = (): void => {
    const elision = elisionOf(missing, spaceTime, messages);
    if (elision !== undefined) shown.push(elision);
    missing = [];
  };
  for (const moment of moments) {
    if (kept.has(moment.index)) {
      close();
      shown.push(moment);
    } else if (!told.has(moment.event) && moment.kind !== "end") missing.push(moment);
  }
  close();
  return shown;
}

function elisionOf(missing: readonly Moment[], { packets }: SpaceTime, messages: ReadonlySet<number>): Moment | undefined {
  const [first] = missing;
  if (first === undefined) return undefined;
  const names = new Set<string>();
  const count = { same: 0, others: 0, none: 0 };
  for (const step of stepsOf(missing).values()) {
    const about = step.map((moment) => ("packet" in moment ? packets[moment.packet]!.message : "message" in moment ? moment.message : 0)).filter((message) => message > 0);
    const part = about.length === 0 ? "none" : about.some((message) => messages.size === 0 || messages.has(message)) ? "same" : "others";
    count[part]++;
    if (part === "none") for (const moment of step) if ("packet" in moment && names.size < NAMES) names.add(packets[moment.packet]!.type);
  }
  return { index: first.index, at: first.at, event: first.event, cause: 0, lane: -1, implied: false, kind: "elided", ...count, names: [...names] };
}
