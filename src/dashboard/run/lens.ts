import { behindCurtain } from "../../view/curtain.ts";
import { matching } from "../../view/matching.ts";
import { relevantTo } from "../../view/relevant.ts";
import type { SpaceTime } from "../../view/space-time.ts";

/** Through what a run is looked at. */
export interface Lens {
  /** Ordinal of the only message that is told of; undefined: all. */
  readonly message: number | undefined;
  /** What a moment must say; "!" in front turns it round. */
  readonly pattern: string;
  /** Lanes behind the curtain. */
  readonly hidden: ReadonlySet<number>;
}

export const CLEAR: Lens = { message: undefined, pattern: "", hidden: new Set() };

/** The run as it looks through a lens. */
export function through(spaceTime: SpaceTime, { message, pattern, hidden }: Lens): SpaceTime {
  const followed = message === undefined ? spaceTime : following(spaceTime, message);
  return behindCurtain(matching(followed, pattern), hidden);
}

/** Its story, without the packets of others that faults struck. */
function following(spaceTime: SpaceTime, message: number): SpaceTime {
  const story = relevantTo(spaceTime, [message], Infinity);
  return { ...story, moments: story.moments.filter((moment) => !("packet" in moment) || [0, message].includes(spaceTime.packets[moment.packet]!.message)) };
}

/** What the lens does, in words; empty when it does nothing. */
export function lensText({ message, pattern, hidden }: Lens, { lanes }: SpaceTime): string {
  return [
    ...(message === undefined ? [] : [`following m${message}`]),
    ...(pattern === "" ? [] : [pattern.startsWith("!") ? `without ${pattern.slice(1)}` : `only ${pattern}`]),
    ...(hidden.size === 0 ? [] : [`behind the curtain: ${[...hidden].map((lane) => lanes[lane]!.name).join(", ")}`]),
  ].join(" · ");
}
