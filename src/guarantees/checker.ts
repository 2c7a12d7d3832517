import type { Delivery } from "../delivery/delivery.ts";
import type { Listener } from "../delivery/listener.ts";
import type { Plain } from "../kernel/plain.ts";
import type { Ending, World } from "../world/world.ts";

/**
 * Limits by guarantee; any other name is an error where the scenario is read.
 * `order`: `all` (true judges repeats too; default false). `deadline`: `within` (a duration, needed) and `when`: "calm" (default)
 * counts from the storm's end where that is later than the publish, "always" from the publish. `bounded`: `redeliveries` (of one
 * message in one subscription, 250 at most) and gauges by name (`depth: 100`); at least one.
 */
export type Limits = { readonly [parameter: string]: Plain };

/** What a checker may look at, and how it says what it found. */
export interface Subject {
  readonly delivery: Delivery;
  readonly world: World;
  readonly limits: Limits;
  /** The guarantee is broken here and now; one sentence a student understands. Only the first counts. */
  fail(sentence: string): void;
  /** The run ended too early to tell. */
  doubt(sentence: string): void;
}

/** An online checker: told what happens as it happens, with memory for what is outstanding and a byte a message. */
export interface Checker extends Listener {
  end?(ending: Ending): void;
}

/** A guarantee Faultline knows: its name in `promises`, and what makes its checker. */
export interface GuaranteeKind {
  readonly name: string;
  /** Judged in every run, promised or not. */
  readonly always: boolean;
  /** Checks limits when a scenario is read. Returns what is wrong, or undefined. */
  accepts(limits: Limits): string | undefined;
  checker(subject: Subject): Checker;
}

/** "m3", or "m3 in subscription audit" where there are several. */
export function named(delivery: Delivery, message: number, subscription: number): string {
  return delivery.setup.subscriptions.length > 1 && subscription >= 0 ? `m${message} (subscription ${delivery.setup.subscriptions[subscription]})` : `m${message}`;
}

/** Nothing but background was pending when the run ended: what is owed then stays owed. */
export function nothingLeft(ending: Ending, world: World): boolean {
  return ending === "quiet" || (ending === "settle" && world.kernel.foreground === 0);
}

/** For guarantees without limits. */
export function noLimits(limits: Limits): string | undefined {
  const [first] = Object.keys(limits);
  return first === undefined ? undefined : `takes no limits, but got "${first}"`;
}
