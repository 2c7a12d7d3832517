import type { Plain } from "../kernel/plain.ts";
import type { Spoken } from "../world/outside.ts";
import type { Listener, Listeners } from "./listener.ts";
import { listenersOf } from "./listener.ts";
import { Obligations } from "./obligations.ts";
import type { Terms } from "./setup.ts";

/**
 * The books of a delivery: what is owed, what was done, and who is told of it. Kept in the same way of a run as it happens and
 * of a history that was recorded elsewhere.
 */
export class Books {
  readonly terms: Terms;
  readonly obligations: Obligations;
  /** Maximum of each gauge. */
  readonly gauges: Map<string, number> = new Map();
  #listeners: Listeners = listenersOf([]);

  constructor(terms: Terms) {
    this.terms = terms;
    this.obligations = new Obligations(terms.subscriptions.length, terms.obligation);
  }

  /** Who is told from now on. */
  listen(listeners: readonly Listener[]): void {
    this.#listeners = listenersOf(listeners);
  }

  /** Those who want every event as an object. */
  get followers(): readonly Listener[] {
    return this.#listeners.history;
  }

  publish(message: number): void {
    this.obligations.publish(message);
    for (const listener of this.#listeners.publish) listener.publish!(message);
  }

  /** An effect that was applied. */
  effect(message: number, subscription: number, node: string, intact: boolean): void {
    const first = this.obligations.effect(message, subscription);
    for (const listener of this.#listeners.effect) listener.effect!(message, subscription, node, first, intact);
  }

  /** `subscription` is -1 when there are several and none was named; what `excuses` must name one. */
  say(verb: Spoken, message: number, subscription: number, node: string, detail: Plain | undefined): void {
    if (verb === "confirm") this.obligations.confirm(message);
    else if (verb === "refuse") this.obligations.refuse(message);
    else if (verb === "give-up") this.obligations.giveUp(message);
    else if (this.excuses(verb)) this.obligations.excuse(message, subscription);
    for (const listener of this.#listeners.say) listener.say!(verb, message, subscription, node, detail);
  }

  gauge(name: string, value: number, node: string): void {
    const most = this.gauges.get(name);
    if (most === undefined || value > most) this.gauges.set(name, value);
    for (const listener of this.#listeners.gauge) listener.gauge!(name, value, node);
  }

  /** Whether this verb excuses an obligation. */
  excuses(verb: Spoken): boolean {
    return (verb === "expire" || verb === "dead-letter") && this.terms.excuses.includes(verb);
  }
}
