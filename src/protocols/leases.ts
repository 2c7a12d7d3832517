/**
 * Leases: a message belongs to one consumer at a time, and only for a while, so that a dead one does not keep it. The broker leases
 * its oldest message to whoever asks; when the lease runs out, the next who asks gets it. But its owner may not be dead. A process
 * that was paused wakes, does not know it, and goes on with its work: a zombie. Asking first whether the lease is still good
 * does not help, for the pause may come between the answer and the write.
 * What helps is a fencing token: each lease has a larger one than all before. It goes with every write, and the sink turns away a
 * token older than one it has seen. (Kleppmann, "How to do distributed locking", 2016.)
 * Fencing keeps owners apart; it does not keep an effect from happening twice, one owner after the other.
 */
import type { Message } from "../delivery/message.ts";
import type { Duration } from "../kernel/time.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

type Wire = Packet & (
  | { type: "publish"; message: Message } | { type: "confirm"; message: number }
  | { type: "receive" } | { type: "deliver"; message: Message; token: number } | { type: "ack"; message: number; token: number }
  | { type: "renew"; message: number; token: number }
  | { type: "check"; message: number; token: number } | { type: "valid"; message: number; token: number }
);
type Lease = { readonly message: Message; readonly token: number };
/** The last token given, and who has held the message that is leased now. */
type Book = { readonly token: number; readonly owners: readonly string[] };

/** How long a lease lasts, how long the work takes, and how often consumers ask for more. */
const LEASE = "100ms";
const WORK = "20ms";
const POLL = "50ms";
/** A task that is to be done later than any lease lasts, and how often its owner renews that. */
const LATER = "250ms";
const RENEW = "30ms";

/** Padded, so that the order of keys is that of ordinals. */
const key = (message: number): string => `message ${String(message).padStart(9, "0")}`;

/** Sends each message until its confirm comes. */
export { producer } from "./retry-without-dedup.ts";

/**
 * Called "broker". One lease at a time, on its oldest message; the token and who has held the message are on its disk before the
 * lease is given, so that no crash gives a token twice. An owner counts as replaced once its successor's write is acknowledged:
 * before, the sink has not seen the newer token, and nobody could turn the older away.
 */
export const broker: Factory<Wire> = () => {
  const messages = new Map<number, Message>();
  let book: Book = { token: 0, owners: [] };
  let lease: Lease | undefined;
  return {
    start(ctx) {
      for (const stored of ctx.disk.keys("message ")) {
        const message = ctx.disk.read(stored) as Message;
        messages.set(message.id, message);
      }
      book = (ctx.disk.read("book") as Book | undefined) ?? book;
    },
    receive(ctx, from, packet) {
      if (packet.corrupt) return;
      if (packet.type === "publish") {
        const { message } = packet;
        if (ctx.transaction((tx) => tx.write(key(message.id), message)) === "failed") return;
        messages.set(message.id, message);
        ctx.send(from, { type: "confirm", message: message.id });
      } else if (packet.type === "receive") {
        const [message] = messages.values();
        if (lease !== undefined || message === undefined) return;
        const next = { token: book.token + 1, owners: [...book.owners.filter((owner) => owner !== from), from] };
        if (ctx.transaction((tx) => tx.write("book", next)) === "failed") return;
        book = next;
        lease = { message, token: book.token };
        ctx.note("grant", message, { owner: from });
        ctx.timer("lease", LEASE, message.id);
        ctx.send(from, { type: "deliver", ...lease });
      } else if (packet.type === "renew") {
        if (lease?.token === packet.token) ctx.timer("lease", LEASE, packet.message);
      } else if (packet.type === "check") {
        if (lease?.token === packet.token) ctx.send(from, { ...packet, type: "valid" });
      } else if (packet.type === "ack" && lease?.token === packet.token) {
        const done = ctx.transaction((tx) => {
          tx.remove(key(packet.message));
          tx.write("book", { ...book, owners: [] });
        });
        if (done === "failed") return;
        for (const owner of book.owners) if (owner !== from) ctx.note("replace", packet.message, { owner });
        book = { ...book, owners: [] };
        messages.delete(packet.message);
        ctx.cancel("lease", packet.message);
        lease = undefined;
      }
    },
    wake() {
      lease = undefined;
    },
    state: () => ({ messages: [...messages.keys()], leased: lease === undefined ? 0 : lease.message.id, ...book }),
  };
};

/** Puts its token on every write. Needs a sink that looks at it: { fenced: true }. */
export const consumer: Factory<Wire> = worker({ fences: true });

/** Writes when its work is done, whoever owns the message by then. */
export const unfencedConsumer: Factory<Wire> = worker({});

/** Asks the broker whether its lease is still good, and writes when the answer comes. */
export const askingConsumer: Factory<Wire> = worker({ asks: true });

/** Takes tasks that are not due yet, and waits with them until they are: longer than the lease, of which it knows nothing. */
export const waitingConsumer: Factory<Wire> = worker({ takes: LATER });

/** The same, and renews the lease while it waits. */
export const renewingConsumer: Factory<Wire> = worker({ takes: LATER, renews: true });

/** Asks for a message, works on it, writes, acknowledges. */
function worker({ fences = false, asks = false, takes, renews = false }: { fences?: boolean; asks?: boolean; takes?: Duration; renews?: boolean }): Factory<Wire> {
  return () => {
    const work = new Map<number, Lease>();
    const write = (ctx: Context<Wire>, { message, token }: Lease): void => {
      work.delete(message.id);
      if (ctx.effect(message, fences ? { token } : {}) === "fenced") return ctx.sometimes("a zombie was turned away");
      ctx.note("ack", message);
      ctx.send("broker", { type: "ack", message: message.id, token });
    };
    return {
      start: (ctx) => ctx.timer("poll", POLL, 0, { background: true }),
      receive(ctx, _from, packet) {
        if (packet.corrupt) return;
        if (packet.type === "deliver") {
          const { message, token } = packet;
          ctx.note("deliver", message);
          // What waits here already goes on waiting, under the newer lease.
          const waits = takes !== undefined && work.has(message.id);
          work.set(message.id, { message, token });
          if (waits) return;
          ctx.timer("work", takes ?? WORK, message.id);
          if (renews) ctx.timer("renew", RENEW, message.id);
        } else if (packet.type === "valid") {
          const lease = work.get(packet.message);
          if (lease?.token === packet.token) write(ctx, lease);
        }
      },
      wake(ctx, timer, id) {
        if (timer === "poll") {
          ctx.send("broker", { type: "receive" });
          ctx.timer("poll", POLL, 0, { background: true });
        } else if (timer === "renew") {
          const lease = work.get(id!);
          if (lease === undefined) return;
          ctx.send("broker", { type: "renew", message: id!, token: lease.token });
          ctx.timer("renew", RENEW, id!);
        } else if (asks) {
          ctx.send("broker", { type: "check", message: id!, token: work.get(id!)!.token });
        } else {
          write(ctx, work.get(id!)!);
        }
      },
      state: () => ({ work: [...work.keys()] }),
    };
  };
}
