import type { Message } from "../../../delivery/message.ts";
import type { Ctx } from "./wire.ts";

/** What the work on a message is, and whether it is known to be done. */
export interface Working {
  /**
   * What it knows of messages it has worked on: nothing (default); what its memory holds, until a crash; or an inbox in the database
   * it works on, written together with the work, for which that sink must be co-located with the node (`at`).
   */
  readonly remembers?: "nothing" | "memory" | "inbox";
  /** Where the effect happens. Default: the only sink. */
  readonly sink?: string;
}

/**
 * Does the work, unless it is known to be done. With an inbox, or where it is passed on through an outbox, that is one transaction, and may fail.
 * @param passesOn puts the message into the outbox as well.
 */
export class Worker {
  readonly #options: Working & { readonly subscription?: string };
  readonly #passesOn: boolean;
  readonly #memory = new Set<number>();

  constructor(options: Working & { readonly subscription?: string }, passesOn = false) {
    this.#options = options;
    this.#passesOn = passesOn;
  }

  work(ctx: Ctx, message: Message): "done" | "known" | "failed" {
    const { remembers = "nothing", subscription, sink } = this.#options;
    const options = { ...(subscription === undefined ? {} : { subscription }), ...(sink === undefined ? {} : { sink }) };
    const inbox = `inbox ${message.id}`;
    if (remembers === "memory" ? this.#memory.has(message.id) : remembers === "inbox" && ctx.disk.read(inbox) !== undefined) return "known";
    if (remembers !== "inbox" && !this.#passesOn) ctx.effect(message, options);
    else {
      const outcome = ctx.transaction((tx) => {
        if (remembers === "inbox") tx.write(inbox, message.id);
        if (this.#passesOn) tx.write(`outbox ${message.id}`, message);
        tx.effect(message, options);
      });
      if (outcome === "failed") return "failed";
    }
    this.#memory.add(message.id);
    return "done";
  }
}
