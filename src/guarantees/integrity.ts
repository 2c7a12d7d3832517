import { CONFIRMED, EFFECT, PUBLISHED, REFUSED } from "../delivery/states.ts";
import type { GuaranteeKind } from "./checker.ts";
import { named, noLimits } from "./checker.ts";

/** Every effect is of a message published and not refused, with its content; nothing is both confirmed and refused (DESIGN 8). */
export const integrity: GuaranteeKind = {
  name: "integrity",
  always: true,
  accepts: noLimits,
  checker: ({ delivery, fail }) => ({
    effect: (message, subscription, node, _first, intact) => {
      const state = delivery.obligations.state(message, subscription);
      if ((state & (PUBLISHED | REFUSED)) === PUBLISHED && intact) return;
      const name = named(delivery, message, subscription);
      if ((state & PUBLISHED) === 0) fail(`${name} took effect on ${node.name}, but nobody published it`);
      else if ((state & REFUSED) !== 0) fail(`${name} took effect on ${node.name}, though its producer had been told that it was refused`);
      else fail(`${name} took effect on ${node.name} with another content than was published`);
    },
    say: (verb, message, _subscription, node) => {
      if (verb !== "confirm" && verb !== "refuse") return;
      let state = 0;
      for (let subscription = 0; subscription < delivery.obligations.subscriptions; subscription++) state |= delivery.obligations.state(message, subscription);
      if ((state & PUBLISHED) === 0) fail(`${node.name} was told that m${message} is ${verb === "confirm" ? "stored" : "refused"}, but nobody published it`);
      else if ((state & CONFIRMED) !== 0 && (state & REFUSED) !== 0) fail(`m${message} was both confirmed and refused`);
      else if (verb === "refuse" && (state & EFFECT) !== 0) fail(`m${message} was refused, but it had taken effect already`);
    },
  }),
};
