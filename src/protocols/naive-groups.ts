/**
 * The naive queue for several groups of consumers: a list for each, so that each gets every message, and one set of processed ids
 * for all of them, since an id stands for a message and not for its delivery to somebody.
 */
import type { Message } from "../delivery/message.ts";
import type { Factory } from "../world/process.ts";
import type { Wire } from "./naive-brokers.ts";

/** Called "broker". Its producer is the textbook's, its consumers say their group: `naiveConsumers.polling({ group })`. */
export const broker = (groups: readonly string[]): Factory<Wire> => () => {
  const lists = new Map(groups.map((group) => [group, [] as Message[]]));
  const processed = new Set<number>();
  return {
    receive(ctx, from, packet) {
      if (packet.type === "publish") {
        for (const list of lists.values()) list.push(packet.message);
        ctx.send(from, { type: "confirm", message: packet.message.id });
      } else if (packet.type === "receive") {
        const message = lists.get(packet.group!)!.shift();
        if (message === undefined) return ctx.send(from, { type: "empty" });
        if (processed.has(message.id)) {
          ctx.log(`m${message.id} is known: nothing`);
          return ctx.send(from, { type: "nothing" });
        }
        processed.add(message.id);
        ctx.send(from, { type: "deliver", message });
      }
    },
    state: () => ({ processed: [...processed] }),
  };
};
