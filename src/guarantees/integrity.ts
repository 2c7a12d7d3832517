import { CONFIRMED, EFFECT, PUBLISHED, REFUSED } from "../delivery/states.ts";
import type { GuaranteeKind } from "./checker.ts";
import { noLimits } from "./checker.ts";
import { named } from "./subject.ts";

/** Every effect is of a message published and not refused, with its content; nothing is both confirmed and refused (DESIGN 8). */
export const integrity: GuaranteeKind = {
  name: "integrity",
  always: true,
  threats: [],
  accepts: noLimits,
  checker: ({ subject, fail }) => ({
    effect: (message, subscription, node, _first, intact) => {
      const state = subject.obligations.state(message, subscription);
      if ((state & (PUBLISHED | REFUSED)) === PUBLISHED && intact) return;
      const name = named(subject, message, subscription);
      if ((state & PUBLISHED) === 0) fail(`${name} took effect on ${node}, but nobody published it`);
      else if ((state & REFUSED) !== 0) fail(`${name} took effect on ${node}, though its producer had been told that it was refused`);
      else fail(`${name} took effect on ${node} with another content than was published`);
    },
    say: (verb, message, _subscription, node) => {
      if (verb !== "confirm" && verb !== "refuse") return;
      let state = 0;
      for (let subscription = 0; subscription < subject.obligations.subscriptions; subscription++) state |= subject.obligations.state(message, subscription);
      if ((state & PUBLISHED) === 0) fail(`${node} was told that ${subject.nameOf(message)} is ${verb === "confirm" ? "stored" : "refused"}, but nobody published it`);
      else if ((state & CONFIRMED) !== 0 && (state & REFUSED) !== 0) fail(`${subject.nameOf(message)} was both confirmed and refused`);
      else if (verb === "refuse" && (state & EFFECT) !== 0) fail(`${subject.nameOf(message)} was refused, but it had taken effect already`);
    },
  }),
};
