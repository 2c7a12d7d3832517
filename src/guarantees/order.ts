import { PUBLISHED } from "../delivery/states.ts";
import type { GuaranteeKind } from "./checker.ts";
import { named } from "./subject.ts";

/**
 * The publish ordinals of first effects increase per (subscription, producer, key); gaps are allowed (DESIGN 8).
 * Limits: `all` (default false) judges repeats too: a repeat of an earlier message is out of order. An effect of what nobody
 * has published has no place in the order: that is for `integrity`.
 */
export const order: GuaranteeKind = {
  name: "order",
  always: true,
  threats: ["loss", "repeat"],
  accepts: (limits) => {
    const stray = Object.keys(limits).find((name) => name !== "all");
    if (stray !== undefined) return `takes the limit "all", but got "${stray}"`;
    return limits["all"] === undefined || typeof limits["all"] === "boolean" ? undefined : `"all" is true or false`;
  },
  checker: ({ subject, fail, limits }) => {
    const { obligations } = subject;
    const all = limits["all"] === true;
    /** The latest message that took effect, by lane and subscription. */
    const latest: number[] = [];
    return {
      effect: (message, subscription, _node, first) => {
        if ((!first && !all) || (obligations.state(message, subscription) & PUBLISHED) === 0) return;
        const lane = subject.laneOf(message) * obligations.subscriptions + subscription;
        const last = latest[lane] ?? 0;
        if (message < last) fail(`${named(subject, message, subscription)} took effect after ${subject.nameOf(last)}, though ${subject.producerOf(message)} had published it before, for the same key`);
        else latest[lane] = message;
      },
    };
  },
};
