import { atLeastOnce } from "./at-least-once.ts";
import { atMostOnce } from "./at-most-once.ts";
import { bounded } from "./bounded.ts";
import type { GuaranteeKind } from "./checker.ts";
import { deadline } from "./deadline.ts";
import { effectivelyOnce } from "./effectively-once.ts";
import { fenced } from "./fenced.ts";
import { integrity } from "./integrity.ts";
import { order } from "./order.ts";
import { progress } from "./progress.ts";

/** The guarantees of DESIGN 8, in the order in which they are reported. */
export const GUARANTEES: readonly GuaranteeKind[] = [atLeastOnce, atMostOnce, effectivelyOnce, integrity, order, progress, bounded, deadline, fenced];
