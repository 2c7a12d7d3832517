import { States } from "../delivery/states.ts";
import { misuse } from "../world/watched.ts";
import type { GuaranteeKind } from "./checker.ts";
import { named } from "./subject.ts";

/** Redeliveries are counted in a byte a message. */
const MOST_REDELIVERIES = 250;

/**
 * Redeliveries, queue depth, dedup memory stay under the given limits (DESIGN 8). Limits: `redeliveries` (a message's
 * `deliver` events after its first, per subscription, 250 at most) or the name of a gauge (`ctx.gauge`), such as `depth`.
 */
export const bounded: GuaranteeKind = {
  name: "bounded",
  always: false,
  threats: ["loss", "delay"],
  accepts: (limits) => {
    const entries = Object.entries(limits);
    if (entries.length === 0) return "needs a limit: bounded: holds({ depth: 100 })";
    const wrong = entries.find(([, value]) => typeof value !== "number" || !(value >= 0));
    if (wrong !== undefined) return `the limit "${wrong[0]}" is not a number of 0 or more`;
    const redeliveries = limits["redeliveries"];
    return redeliveries !== undefined && Number(redeliveries) > MOST_REDELIVERIES ? `redeliveries can be judged up to ${MOST_REDELIVERIES}` : undefined;
  },
  checker: ({ subject, fail, limits }) => {
    const most = limits["redeliveries"] as number | undefined;
    const deliveries = subject.subscriptions.map(() => new States());
    return {
      gauge: (name, value, node) => {
        const limit = limits[name];
        if (typeof limit === "number" && name !== "redeliveries" && value > limit) fail(`${name} on ${node} grew to ${value}, over its limit of ${limit}`);
      },
      say: (verb, message, subscription, node) => {
        if (verb !== "deliver" || most === undefined) return;
        // Taken together, one delivery to each subscription would look like redeliveries.
        if (subscription < 0) misuse(`${node}: where redeliveries are bounded, a "deliver" of ${subject.nameOf(message)} must say its subscription, one of ${subject.subscriptions.join(", ")}`);
        const before = deliveries[subscription]!.get(message);
        if (before > most) fail(`${named(subject, message, subscription)} was redelivered ${before} ${before === 1 ? "time" : "times"}, over the limit of ${most}`);
        if (before < 255) deliveries[subscription]!.set(message, before + 1);
      },
    };
  },
};
