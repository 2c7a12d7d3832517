/**
 * Other queues than the textbook's, each as naive: one whose memory, ids and locks are as scarce as in a real program, and one
 * that keeps its two structures on disk, or one of them. Without parameters, `inMemory` is the textbook's queue.
 */
import type { Message } from "../delivery/message.ts";
import type { Duration } from "../kernel/time.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

/** As in naive-queue.ts; but a copy may carry an id of its own instead of its message's, and a consumer may belong to a group. */
export type Wire = Packet & (
  | { type: "publish"; message: Message; id?: number } | { type: "confirm"; message: number }
  | { type: "receive"; group?: string } | { type: "deliver"; message: Message; id?: number } | { type: "nothing" } | { type: "empty" }
  | { type: "ack"; message: number }
);
/** A copy of a message, under the id it is known by. */
interface Copy { readonly message: Message; readonly id: number }

/** What is scarce in the queue's process. */
export interface Scarcity {
  /** The last so many ids are remembered. Default: all. */
  readonly ids?: number;
  /** So many entries, messages and ids together, fit into its memory; one more, and the process dies. Default: any number. */
  readonly memory?: number;
  /** A list that is empty raises, as `list.pop(0)` does, and nobody catches it. Default: the error is an answer, "empty". */
  readonly raises?: boolean;
  /** Threads share the ids without a lock: so much time lies between looking one up and adding it. Default: none. */
  readonly unlocked?: Duration;
}

/** The textbook's queue, called "broker", with the limits of a real process. */
export const inMemory = ({ ids = Infinity, memory = Infinity, raises = false, unlocked }: Scarcity = {}): Factory<Wire> => () => {
  const list: Copy[] = [];
  const processed = new Set<number>();
  const lookedUp: { readonly to: string; readonly copy: Copy }[] = [];
  const add = (ctx: Context<Wire>, to: string, { message, id }: Copy): void => {
    processed.add(id);
    if (processed.size > ids) processed.delete(processed.values().next().value!);
    ctx.gauge("dedup", processed.size);
    ctx.send(to, { type: "deliver", message, id });
  };
  return {
    receive(ctx, from, packet) {
      if (packet.type === "publish") {
        list.push({ message: packet.message, id: packet.id ?? packet.message.id });
        if (list.length + processed.size > memory) throw new Error("out of memory");
        ctx.gauge("depth", list.length);
        ctx.send(from, { type: "confirm", message: packet.message.id });
      } else if (packet.type === "receive") {
        const copy = list.shift();
        if (copy === undefined && raises) throw new Error("pop from empty list");
        if (copy === undefined) return ctx.send(from, { type: "empty" });
        if (processed.has(copy.id)) {
          ctx.log(`m${copy.message.id} is known: nothing`);
          return ctx.send(from, { type: "nothing" });
        }
        if (unlocked === undefined) return add(ctx, from, copy);
        ctx.log(`m${copy.message.id} is new`);
        lookedUp.push({ to: from, copy });
        ctx.timer("add", unlocked, copy.message.id);
      }
    },
    wake(ctx) {
      for (const { to, copy } of lookedUp.splice(0)) add(ctx, to, copy);
    },
    state: () => ({ list: list.map(({ id }) => id), processed: [...processed] }),
  };
};

/** What a queue keeps on disk, and in which order `receive` changes it. */
export interface Durability {
  /** The list and the ids, or the ids alone. */
  readonly keeps: "both" | "ids";
  /** Takes the message off the list and then adds its id, or the other way round. Default "pop". */
  readonly first?: "pop" | "add";
}

/** The textbook's queue, called "broker", with a disk: every change of a durable structure is written through at once, by itself. */
export const durable = ({ keeps, first = "pop" }: Durability): Factory<Wire> => () => {
  const list: Message[] = [];
  const key = (id: number): string => `message ${String(id).padStart(9, "0")}`;
  const pop = (ctx: Context<Wire>, { id }: Message): void => {
    if (keeps === "ids") return;
    ctx.transaction((tx) => tx.remove(key(id)));
    ctx.log(`m${id} is off the list`);
  };
  return {
    start(ctx) {
      for (const key of ctx.disk.keys("message ")) list.push(ctx.disk.read(key) as Message);
    },
    receive(ctx, from, packet) {
      if (packet.type === "publish") {
        const { message } = packet;
        list.push(message);
        if (keeps === "both") ctx.transaction((tx) => tx.write(key(message.id), message));
        ctx.send(from, { type: "confirm", message: message.id });
      } else if (packet.type === "receive") {
        const message = list.shift();
        if (message === undefined) return ctx.send(from, { type: "empty" });
        const known = ctx.disk.read(`id ${message.id}`) !== undefined;
        if (first === "pop") pop(ctx, message);
        if (!known) ctx.transaction((tx) => tx.write(`id ${message.id}`, true));
        ctx.log(known ? `m${message.id} is known: nothing` : `m${message.id} is marked`);
        if (first === "add") pop(ctx, message);
        ctx.send(from, known ? { type: "nothing" } : { type: "deliver", message });
      }
    },
    state: () => ({ list: list.map(({ id }) => id) }),
  };
};
