import { showTime } from "../kernel/time.ts";
import type { Case, GuaranteeKind } from "./checker.ts";
import { noLimits } from "./checker.ts";
import type { Ended } from "./subject.ts";
import { named } from "./subject.ts";

/** Every obligation has an effect or an excuse; unconfirmed messages may have none (DESIGN 8). */
export const atLeastOnce: GuaranteeKind = {
  name: "at-least-once",
  always: true,
  threats: ["loss"],
  accepts: noLimits,
  checker: (judged) => ({ end: (ended) => judgeUnmet(judged, ended) }),
};

/** Judges what is still owed at the end: lost when nothing is left that could deliver it, else nobody knows. */
export function judgeUnmet({ subject, fail, doubt }: Case, { idle }: Ended): void {
  const { obligations, obligation, messages, now } = subject;
  const unmet = obligations.unmet === 0 ? undefined : obligations.firstUnmet(messages);
  if (unmet === undefined) return;
  const owed = `${named(subject, ...unmet)} was ${obligation}`;
  if (idle) fail(`${owed} but never took effect`);
  else doubt(`${owed} and had no effect by ${showTime(now)}, but the run was still busy`);
}
