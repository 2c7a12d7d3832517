import { LATEST, micros, showTime, writeDuration } from "../kernel/time.ts";
import type { Micros } from "../kernel/time.ts";
import { EFFECT } from "../delivery/states.ts";
import type { GuaranteeKind } from "./checker.ts";
import { named, nothingLeft } from "./checker.ts";

/**
 * Effects happen within a given time of their publish (DESIGN 8). Limits: `within` (a duration) and `when`: "calm" (default)
 * lets the clock of a message start at the storm's end, "always" at its publish. Remembers what is outstanding only.
 */
export const deadline: GuaranteeKind = {
  name: "deadline",
  always: false,
  accepts: (limits) => {
    const stray = Object.keys(limits).find((name) => name !== "within" && name !== "when");
    if (stray !== undefined) return `takes the limits "within" and "when", but got "${stray}"`;
    if (limits["when"] !== undefined && limits["when"] !== "calm" && limits["when"] !== "always") return `"when" is "calm" or "always"`;
    try {
      return micros(limits["within"] ?? Number.NaN, "within") > 0 ? undefined : `"within" must be above 0`;
    } catch {
      return `needs the limit "within", a duration: deadline: holds({ within: "5s" })`;
    }
  },
  checker: ({ delivery, world, fail, doubt, limits }) => {
    const within = micros(limits["within"], "deadline.within");
    const always = limits["when"] === "always";
    const { obligations } = delivery;
    const outstanding = new Map<number, Micros>();
    /** When the message's effect is due: Infinity while the storm, which excuses it, lasts. */
    const due = (published: Micros): Micros => (always ? published : world.storm.over ? Math.max(published, world.storm.endedAt) : LATEST) + within;
    return {
      publish: (message) => void outstanding.set(message, world.kernel.now),
      effect: (message, subscription, node, first) => {
        const published = outstanding.get(message);
        if (published === undefined || !first) return;
        if (world.kernel.now > due(published)) fail(`${named(delivery, message, subscription)} took effect on ${node.name} ${showTime(world.kernel.now - published)} after it was published, later than ${writeDuration(within)}${always ? "" : " after the storm"}`);
        for (let other = 0; other < obligations.subscriptions; other++) if ((obligations.state(message, other) & EFFECT) === 0) return;
        outstanding.delete(message);
      },
      end: (ending) => {
        const dead = nothingLeft(ending, world);
        let waiting: string | undefined;
        for (const [message, published] of outstanding) {
          // Settling that ran out was watched to its last microsecond, whenever the last event was.
          const late = dead || (ending === "settle" ? world.storm.deadline >= due(published) : world.kernel.now > due(published));
          for (let subscription = 0; subscription < obligations.subscriptions; subscription++) {
            if (!obligations.isUnmet(obligations.state(message, subscription))) continue;
            if (late) return fail(`${named(delivery, message, subscription)} had no effect within ${writeDuration(within)}`);
            waiting ??= named(delivery, message, subscription);
          }
        }
        if (waiting !== undefined) doubt(`${waiting} had no effect when the run ended, but was not late yet`);
      },
    };
  },
};
