import type { Verdict } from "../scenario/result.ts";
import type { SpaceTime } from "./space-time.ts";

/** How a node stands at a moment. */
export interface NodeScene {
  readonly lane: number;
  readonly state: "up" | "down" | "paused" | "hidden";
  /** Index of the moment it went down, was paused or hidden at; -1 while it is up. */
  readonly since: number;
}

/** A guarantee as far as the run has got. Whether it is unknown shows at the end. */
export interface Light {
  readonly guarantee: string;
  readonly promised: Verdict["promised"];
  readonly status: Verdict["status"];
  /** Number of the violating event. */
  readonly event: number | undefined;
}

/** How the nodes stand after the moment of an index. */
export function nodesAt({ lanes, spells }: SpaceTime, index: number): readonly NodeScene[] {
  return lanes.map((_, lane) => {
    const spell = spells.find((one) => one.lane === lane && one.from <= index && index < one.to);
    return { lane, state: spell?.state ?? "up", since: spell?.from ?? -1 };
  });
}

/** The promised guarantees as far as they have got by the moment of an index: what breaks later has not broken yet. */
export function lightsAt({ moments }: SpaceTime, verdicts: readonly Verdict[], index: number): readonly Light[] {
  const moment = moments[index];
  const over = index >= moments.length - 1;
  return verdicts
    .filter(({ promised }) => promised !== "nothing")
    .map(({ guarantee, promised, status, at }) => {
      const broken = status === "fail" && (at === undefined ? over : hasCome(moments, at, guarantee, index, moment?.event ?? 0));
      return { guarantee, promised, status: broken ? "fail" : over && status === "unknown" ? "unknown" : "pass", event: broken ? at : undefined };
    });
}

/** Its mark may stand behind other moments of the same event. */
function hasCome(moments: SpaceTime["moments"], at: number, guarantee: string, index: number, event: number): boolean {
  if (event !== at) return event > at;
  const mark = moments.findIndex((moment) => moment.kind === "violation" && moment.violation.event === at && moment.violation.guarantees.includes(guarantee));
  return mark < 0 || mark <= index;
}
