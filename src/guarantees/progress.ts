import { writeDuration } from "../kernel/time.ts";
import type { GuaranteeKind } from "./checker.ts";
import { noLimits } from "./checker.ts";
import { named } from "./subject.ts";

/** The run settles: every obligation met or excused within `settle` of the last disturbance (DESIGN 8). */
export const progress: GuaranteeKind = {
  name: "progress",
  always: true,
  threats: ["loss", "delay"],
  accepts: noLimits,
  checker: ({ subject, fail }) => ({
    end: ({ cut, settle }) => {
      if (cut !== undefined) return;
      const unmet = subject.obligations.firstUnmet(subject.messages);
      const owed = unmet === undefined ? undefined : `${named(subject, ...unmet)} was ${subject.obligation} and still had no effect`;
      if (settle !== undefined) fail(`${writeDuration(settle)} after the last disturbance ${owed ?? "the run had not come to rest, though nothing was owed any more"}`);
      else if (owed !== undefined) fail(`the run came to rest, but ${owed}: nothing is left that could deliver it`);
    },
  }),
};
