import type { EffectOptions, Message } from "../../../delivery/message.ts";
import type { Ctx } from "./wire.ts";

/** What the work on a message is, and whether it is known to be done. */
export interface Working {
  /**
   * What it knows of messages it has worked on: nothing (default); what its memory holds, until a crash; or an inbox in the database
   * it works on: the sink's own memory of ids, which whoever works there shares. The sink must be `{ dedup: true, at: [its nodes] }`.
   */
  readonly remembers?: "nothing" | "memory" | "inbox";
  /** Where the effect happens. Default: the only sink. */
  readonly sink?: string;
}

/** Does the work on messages, unless it is known to be done. */
export class Worker {
  readonly #remembers: Working["remembers"];
  readonly #effect: EffectOptions;
  readonly #passesOn: boolean;
  readonly #memory = new Set<number>();

  /** `passesOn`: puts each message into the outbox of its node, in one transaction with the work. */
  constructor(options: Working & { readonly subscription?: string }, passesOn = false) {
    const { remembers = "nothing", subscription, sink } = options;
    this.#remembers = remembers;
    this.#effect = { ...(subscription === undefined ? {} : { subscription }), ...(sink === undefined ? {} : { sink }) };
    this.#passesOn = passesOn;
  }

  /** "failed": nothing was done, for the disk is full or in error. */
  work(ctx: Ctx, message: Message): "done" | "known" | "failed" {
    let known = this.#remembers === "memory" && this.#memory.has(message.id);
    if (known) return "known";
    if (this.#remembers !== "inbox" && !this.#passesOn) ctx.effect(message, this.#effect);
    else {
      const outcome = ctx.transaction((tx) => {
        known = tx.effect(message, this.#effect) === "already";
        if (this.#passesOn && !known) tx.write(`outbox ${message.id}`, message);
      });
      if (outcome === "failed") return "failed";
    }
    if (this.#remembers === "memory") this.#memory.add(message.id);
    return known ? "known" : "done";
  }
}
