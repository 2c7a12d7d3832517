/**
 * A queue kept in a log. The broker appends a record for each message it takes, and another when the message is acknowledged; what
 * lacks the second is delivered, again and again. A log only grows: so whenever the broker starts, it compacts it. It writes the
 * messages that are still open to the end of the log, and removes all that stood there before. Both in one transaction, or a
 * crash finds neither the old log nor the new. (Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014, has such bugs in
 * the recovery of databases in use.)
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

type Wire = Packet & (
  | { type: "publish"; message: Message } | { type: "confirm"; message: number }
  | { type: "deliver"; message: Message } | { type: "ack"; message: number }
);
type Entry = { readonly taken: Message } | { readonly done: number };
/** Removes the old keys, writes the new entries. */
type Compaction = (ctx: Context<Wire>, old: readonly string[], fresh: readonly (readonly [key: string, entry: Entry])[]) => void;

/** How long the broker waits for an ack. */
const RETRY = "100ms";

/** Sends each message until its confirm comes. */
export { producer } from "./retry-without-dedup.ts";

/** Called "broker". Delivers to "c1" until the ack comes; confirms what stands in its log. Gauge `log`: records in it when it has been compacted. */
export const broker: Factory<Wire> = log((ctx, old, fresh) => {
  ctx.transaction((tx) => {
    for (const key of old) tx.remove(key);
    for (const [key, entry] of fresh) tx.write(key, entry);
  });
});

/** Compacts one write after the other. Wrong: who dies while it tidies up has thrown away what it has not yet put back. */
export const hastyBroker: Factory<Wire> = log((ctx, old, fresh) => {
  for (const key of old) ctx.disk.remove(key);
  for (const [key, entry] of fresh) ctx.disk.write(key, entry);
  ctx.disk.sync("compacted");
});

function log(compact: Compaction): Factory<Wire> {
  return () => {
    const open = new Map<number, Message>();
    let position = 0;
    const nextKey = (): string => `log ${String(++position).padStart(9, "0")}`;
    const append = (ctx: Context<Wire>, entry: Entry): boolean => ctx.transaction((tx) => tx.write(nextKey(), entry)) === "committed";
    const deliver = (ctx: Context<Wire>, message: Message): void => {
      ctx.send("c1", { type: "deliver", message });
      ctx.timer("redeliver", RETRY, message.id);
    };
    return {
      start(ctx) {
        const old = ctx.disk.keys("log ");
        for (const key of old) {
          const entry = ctx.disk.read(key) as Entry;
          if ("taken" in entry) open.set(entry.taken.id, entry.taken);
          else open.delete(entry.done);
        }
        position = Number(old.at(-1)?.slice("log ".length) ?? 0);
        compact(ctx, old, [...open.values()].map((taken) => [nextKey(), { taken }] as const));
        ctx.gauge("log", ctx.disk.keys("log ").length);
        for (const message of open.values()) deliver(ctx, message);
      },
      receive(ctx, from, packet) {
        if (packet.corrupt) return;
        if (packet.type === "publish") {
          const { message } = packet;
          if (!open.has(message.id)) {
            if (!append(ctx, { taken: message })) return;
            open.set(message.id, message);
            deliver(ctx, message);
          }
          ctx.send(from, { type: "confirm", message: message.id });
        } else if (packet.type === "ack" && open.has(packet.message) && append(ctx, { done: packet.message })) {
          open.delete(packet.message);
          ctx.cancel("redeliver", packet.message);
        }
      },
      wake(ctx, _timer, id) {
        deliver(ctx, open.get(id!)!);
      },
      state: () => ({ open: [...open.keys()], position }),
    };
  };
}

/** Does the work of whatever comes, and acknowledges it. */
export const consumer: Factory<Wire> = () => ({
  receive(ctx, from, packet) {
    if (packet.corrupt || packet.type !== "deliver") return;
    ctx.note("deliver", packet.message);
    ctx.effect(packet.message);
    ctx.note("ack", packet.message);
    ctx.send(from, { type: "ack", message: packet.message.id });
  },
});
