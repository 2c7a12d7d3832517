import { micros, showTime, writeDuration } from "../kernel/time.ts";
import type { Micros } from "../kernel/time.ts";
import { EFFECT } from "../delivery/states.ts";
import type { GuaranteeKind } from "./checker.ts";
import { named } from "./subject.ts";

/**
 * Effects happen within a given time of their publish (DESIGN 8). Limits: `within` (a duration) and `when`: "calm" (default)
 * lets the clock of a message start at the storm's end, "always" at its publish. Remembers what is outstanding only.
 */
export const deadline: GuaranteeKind = {
  name: "deadline",
  always: false,
  threats: ["loss", "delay"],
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
  checker: ({ subject, fail, doubt, limits }) => {
    const within = micros(limits["within"], "deadline.within");
    const always = limits["when"] === "always";
    const { obligations } = subject;
    const outstanding = new Map<number, Micros>();
    /** When the message's effect is due: never while the storm, which excuses it, lasts. */
    const due = (published: Micros): Micros => (always ? published : Math.max(published, subject.calm)) + within;
    return {
      publish: (message) => void outstanding.set(message, subject.now),
      effect: (message, subscription, node, first) => {
        const published = outstanding.get(message);
        if (published === undefined || !first) return;
        const { now } = subject;
        if (now > due(published)) fail(`${named(subject, message, subscription)} took effect on ${node} ${showTime(now - published)} after it was published, later than ${writeDuration(within)}${always ? "" : " after the storm"}`);
        for (let other = 0; other < obligations.subscriptions; other++) if ((obligations.state(message, other) & EFFECT) === 0) return;
        outstanding.delete(message);
      },
      end: ({ idle, watched }) => {
        let waiting: string | undefined;
        for (const [message, published] of outstanding) {
          const late = idle || watched >= due(published);
          for (let subscription = 0; subscription < obligations.subscriptions; subscription++) {
            if (!obligations.isUnmet(obligations.state(message, subscription))) continue;
            if (late) return fail(`${named(subject, message, subscription)} had no effect within ${writeDuration(within)}`);
            waiting ??= named(subject, message, subscription);
          }
        }
        if (waiting !== undefined) doubt(`${waiting} had no effect when the run ended, but was not late yet`);
      },
    };
  },
};
