import { writeDuration } from "../kernel/time.ts";
import type { GuaranteeKind } from "./checker.ts";
import { named, noLimits } from "./checker.ts";

/** The run settles: every obligation met or excused within `settle` of the last disturbance (DESIGN 8). */
export const progress: GuaranteeKind = {
  name: "progress",
  always: true,
  accepts: noLimits,
  checker: ({ delivery, world, fail, doubt }) => ({
    end: (ending) => {
      if (ending === "events" || ending === "time") return doubt(`the run was stopped at its limit of ${ending}`);
      const unmet = delivery.obligations.firstUnmet(delivery.setup.workload.messages);
      const owed = unmet === undefined ? undefined : `${named(delivery, ...unmet)} was ${delivery.setup.obligation} and still had no effect`;
      if (ending === "settle") fail(`${writeDuration(world.setup.settle)} after the last disturbance ${owed ?? "the run had not come to rest, though nothing was owed any more"}`);
      else if (owed !== undefined) fail(`the run came to rest, but ${owed}: nothing is left that could deliver it`);
    },
  }),
};
