import { showTime } from "../kernel/time.ts";
import type { GuaranteeKind } from "./checker.ts";
import { noLimits } from "./checker.ts";
import type { Subject } from "./subject.ts";
import { named } from "./subject.ts";

/** No message has two effects in one subscription (DESIGN 8). */
export const atMostOnce: GuaranteeKind = {
  name: "at-most-once",
  always: true,
  threats: ["repeat"],
  accepts: noLimits,
  checker: ({ subject, fail }) => ({
    effect: (message, subscription, node, first) => {
      if (!first) fail(repeated(subject, message, subscription, node));
    },
  }),
};

export function repeated(subject: Subject, message: number, subscription: number, node: string): string {
  return `${named(subject, message, subscription)} took effect a second time, on ${node} at ${showTime(subject.now)}`;
}
