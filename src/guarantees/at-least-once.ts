import { showTime } from "../kernel/time.ts";
import type { Ending } from "../world/world.ts";
import type { GuaranteeKind, Subject } from "./checker.ts";
import { named, noLimits, nothingLeft } from "./checker.ts";

/** Every obligation has an effect or an excuse; unconfirmed messages may have none (DESIGN 8). */
export const atLeastOnce: GuaranteeKind = {
  name: "at-least-once",
  always: true,
  accepts: noLimits,
  checker: (subject) => ({ end: (ending) => judgeUnmet(subject, ending) }),
};

/** Judges what is still owed at the end of a run: lost when nothing is left that could deliver it, else nobody knows. */
export function judgeUnmet(subject: Subject, ending: Ending): void {
  const { delivery, world } = subject;
  if (delivery.obligations.unmet === 0) {
    if (ending === "events" || ending === "time") subject.doubt(`the run was stopped at its limit of ${ending} before it settled`);
    return;
  }
  const [message, subscription] = delivery.obligations.firstUnmet(delivery.setup.workload.messages) ?? [0, 0];
  const { obligation } = delivery.setup;
  const sentence = `${named(delivery, message, subscription)} was ${obligation} but never took effect`;
  if (nothingLeft(ending, world)) subject.fail(sentence);
  else subject.doubt(`${named(delivery, message, subscription)} was ${obligation} and had no effect by ${showTime(world.kernel.now)}, but the run was still busy`);
}
