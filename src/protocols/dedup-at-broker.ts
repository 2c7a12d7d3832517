/**
 * At least once, and stored once: the producer of retry-without-dedup sends the same id again until it hears a confirm, and the
 * broker knows every id it has stored. A repeated publish is confirmed again and stored no more. Message and id are one durable
 * transaction. That heals what happens between producer and broker, and nothing behind it: a delivery whose acknowledgement is
 * lost is still delivered again.
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory } from "../world/process.ts";
import type { Wire } from "./retry-without-dedup.ts";

export { consumer, producer } from "./retry-without-dedup.ts";

/** How long the broker waits for an acknowledgement. */
const REDELIVER = "200ms";

/** `answersAgain` false: a repeated publish is dropped without a word, and its producer never hears what it waits for. */
const remembering = (answersAgain: boolean): Factory<Wire> => () => {
  let length = 0;
  const undelivered = new Map<number, Message>();
  const stored = new Set<number>();
  const consumers: string[] = [];
  const deliver = (ctx: Context<Wire>, id: number): void => {
    const message = undelivered.get(id);
    if (message === undefined) return;
    if (consumers.length > 0) ctx.send(consumers[id % consumers.length]!, { type: "deliver", message });
    ctx.timer("redeliver", REDELIVER, id);
  };
  const store = (ctx: Context<Wire>, message: Message): "committed" | "failed" => {
    const outcome = ctx.transaction((tx) => {
      tx.write("length", length + 1);
      tx.write(`id ${message.id}`, message.id);
      tx.write(`message ${message.id}`, message);
    });
    if (outcome === "failed") return outcome;
    ctx.gauge("log", ++length);
    stored.add(message.id);
    undelivered.set(message.id, message);
    ctx.gauge("dedup", stored.size);
    return outcome;
  };
  return {
    start(ctx) {
      length = (ctx.disk.read("length") as number | undefined) ?? 0;
      for (const key of ctx.disk.keys("id ")) stored.add(ctx.disk.read(key) as number);
      for (const key of ctx.disk.keys("message ")) {
        const message = ctx.disk.read(key) as Message;
        undelivered.set(message.id, message);
        ctx.timer("redeliver", REDELIVER, message.id);
      }
    },
    receive(ctx, from, packet) {
      if (packet.corrupt) return;
      if (packet.type === "subscribe") {
        if (!consumers.includes(from)) consumers.push(from);
      } else if (packet.type === "publish") {
        const { message } = packet;
        const known = stored.has(message.id);
        ctx.sometimes("a repeated publish met its id", known);
        if (known && !answersAgain) return;
        if (!known && store(ctx, message) === "failed") return;
        ctx.send(from, { type: "confirm", message: message.id });
        if (!known) deliver(ctx, message.id);
      } else if (packet.type === "ack" && undelivered.has(packet.message)) {
        if (ctx.transaction((tx) => tx.remove(`message ${packet.message}`)) === "failed") return;
        undelivered.delete(packet.message);
        ctx.cancel("redeliver", packet.message);
      }
    },
    wake: (ctx, _timer, id) => deliver(ctx, id!),
    state: () => ({ undelivered: [...undelivered.keys()], stored: [...stored] }),
  };
};

/** Called "broker". Gauges `log` (messages it has ever stored) and `dedup` (ids it remembers, which are all there ever were). */
export const broker: Factory<Wire> = remembering(true);

/** The same with one line wrong: it takes a duplicate for something that needs no answer. */
export const silentBroker: Factory<Wire> = remembering(false);
