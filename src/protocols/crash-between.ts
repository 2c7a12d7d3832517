/**
 * Two orders of two steps, and the crash that falls between them. The work and its acknowledgement are two outputs: one of them
 * comes first. Producer and broker are those of retry-without-dedup; both consumers remember in memory what they have done, so
 * that repeats and lost acknowledgements do no harm. Only a crash does: after the effect it makes a second one, after the
 * acknowledgement none. No order of the two is right; one transaction for both is (see corrected-queue).
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory } from "../world/process.ts";
import type { Wire } from "./retry-without-dedup.ts";

export { broker, producer } from "./retry-without-dedup.ts";

type Output = (ctx: Context<Wire>, message: Message) => void;

const effect: Output = (ctx, message) => void ctx.effect(message);
const acknowledge: Output = (ctx, { id }) => ctx.send("broker", { type: "ack", message: id });

const consumer = (first: Output, second: Output): Factory<Wire> => () => {
  const done = new Set<number>();
  return {
    start(ctx) {
      ctx.send("broker", { type: "subscribe" });
      ctx.timer("subscribe", "1s", 0, { background: true });
    },
    wake(ctx) {
      ctx.send("broker", { type: "subscribe" });
      ctx.timer("subscribe", "1s", 0, { background: true });
    },
    receive(ctx, _from, packet) {
      if (packet.corrupt || packet.type !== "deliver") return;
      const { message } = packet;
      if (done.has(message.id)) return acknowledge(ctx, message);
      done.add(message.id);
      first(ctx, message);
      second(ctx, message);
    },
    state: () => ({ done: [...done] }),
  };
};

/** At least once: whoever crashes before the acknowledgement gets the message again, and may have done it already. */
export const effectThenAck: Factory<Wire> = consumer(effect, acknowledge);

/** What is acknowledged is never sent again, done or not. */
export const ackThenEffect: Factory<Wire> = consumer(acknowledge, effect);
