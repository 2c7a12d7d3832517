import { judgeUnmet } from "./at-least-once.ts";
import { repeated } from "./at-most-once.ts";
import type { GuaranteeKind } from "./checker.ts";
import { noLimits } from "./checker.ts";

/** At least once and at most once (DESIGN 8): as if each confirmed message had been processed exactly once. */
export const effectivelyOnce: GuaranteeKind = {
  name: "effectively-once",
  always: true,
  threats: ["loss", "repeat"],
  accepts: noLimits,
  checker: (judged) => ({
    effect: (message, subscription, node, first) => {
      if (!first) judged.fail(repeated(judged.subject, message, subscription, node));
    },
    end: (ended) => judgeUnmet(judged, ended),
  }),
};
