import type { Micros } from "../../../kernel/time.ts";
import type { Connection } from "../../../world/process.ts";
import type { Ctx, Wire } from "./wire.ts";

/** Heartbeats of a connection: half a period without a word of ours sends one; two periods without a word of theirs, and the connection is given up. */
export class Heart {
  #period: Micros = 0;
  #spoke = false;
  #silent = 0;

  /** `period`: what both sides agreed on; 0: none. */
  begin(ctx: Ctx, period: Micros): void {
    this.#period = period;
    this.#silent = 0;
    if (period > 0) this.#next(ctx);
  }

  stop(ctx: Ctx): void {
    ctx.cancel("heartbeat");
  }

  /** Something was sent. */
  spoke(): void {
    this.#spoke = true;
  }

  /** Something was heard. */
  heard(): void {
    this.#silent = 0;
  }

  /** False: nobody is there any more. */
  beat(ctx: Ctx, connection: Connection<Wire>): boolean {
    if (++this.#silent > 4) return false;
    if (!this.#spoke) connection.send({ type: "heartbeat", channel: 0 });
    this.#spoke = false;
    this.#next(ctx);
    return true;
  }

  #next(ctx: Ctx): void {
    ctx.timer("heartbeat", Math.floor(this.#period / 2), 0, { background: true });
  }
}
