import { PUBLISHED } from "../delivery/states.ts";
import type { GuaranteeKind } from "./checker.ts";
import { named } from "./checker.ts";

/**
 * The publish ordinals of first effects increase per (subscription, producer, key); gaps are allowed (DESIGN 8).
 * Limits: `all` (default false) judges repeats too: a repeat of an earlier message is out of order. An effect of what nobody
 * has published has no place in the order: that is for `integrity`.
 */
export const order: GuaranteeKind = {
  name: "order",
  always: true,
  accepts: (limits) => {
    const stray = Object.keys(limits).find((name) => name !== "all");
    if (stray !== undefined) return `takes the limit "all", but got "${stray}"`;
    return limits["all"] === undefined || typeof limits["all"] === "boolean" ? undefined : `"all" is true or false`;
  },
  checker: ({ delivery, fail, limits }) => {
    const { workload } = delivery;
    const producers = workload.producers.length;
    const { keys } = workload.setup;
    const all = limits["all"] === true;
    const latest: number[] = [];
    return {
      effect: (message, subscription, _node, first) => {
        if ((!first && !all) || (delivery.obligations.state(message, subscription) & PUBLISHED) === 0) return;
        const lane = (subscription * producers + workload.producerOf(message)) * keys + workload.keyOf(message);
        const last = latest[lane] ?? 0;
        if (message < last) fail(`${named(delivery, message, subscription)} took effect after m${last}, though ${workload.producers[workload.producerOf(message)]} had published it before, for the same key`);
        else latest[lane] = message;
      },
    };
  },
};
