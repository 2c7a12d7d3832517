import { showTime } from "../kernel/time.ts";
import type { Node } from "../world/node.ts";
import type { GuaranteeKind, Subject } from "./checker.ts";
import { named, noLimits } from "./checker.ts";

/** No message has two effects in one subscription (DESIGN 8). */
export const atMostOnce: GuaranteeKind = {
  name: "at-most-once",
  always: true,
  accepts: noLimits,
  checker: (subject) => ({
    effect: (message, subscription, node, first) => {
      if (!first) subject.fail(repeated(subject, message, subscription, node));
    },
  }),
};

export function repeated({ delivery, world }: Subject, message: number, subscription: number, node: Node): string {
  return `${named(delivery, message, subscription)} took effect a second time, on ${node.name} at ${showTime(world.kernel.now)}`;
}
