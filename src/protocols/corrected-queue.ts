/**
 * The acknowledge-and-remember queue, corrected. What was wrong, and what replaces it:
 * 1. The producer forgot messages in a crash: it writes each to an outbox, with a sequence number of its own, before sending.
 * 2. The queue confirmed what only memory held: message and dedup entry are one durable transaction, then it confirms.
 * 3. `receive` deleted: now it leases. An unacknowledged lease runs out, and the message is ready again at its old place.
 * 4. The consumer remembered before it worked: effect and inbox entry are one transaction, and only then it acknowledges.
 * 5. An ack deletes durably, and only with the token of the current lease.
 * 6. Ids were remembered for ever: now per producer a watermark, and the few sequence numbers above it.
 * 7. The list grew without end: a full queue neither stores nor confirms, and the producer's resend asks again.
 * Order is not promised. Corrupt packets are dropped: a checksum, in effect.
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

type Wire = Packet & (
  | { type: "publish"; message: Message; sequence: number } | { type: "confirm"; message: number }
  | { type: "receive" } | { type: "deliver"; message: Message; token: number } | { type: "empty" }
  | { type: "ack"; message: number; token: number }
);
type Outgoing = { readonly message: Message; readonly sequence: number };
type Seen = { readonly mark: number; readonly above: readonly number[] };

/** How many messages the queue holds; how long the producer waits for a confirm, the queue for an ack, a consumer between two requests. */
const CAPACITY = 100;
const RESEND = "200ms";
const LEASE = "500ms";
const POLL = "20ms";

/** Writes each message to its outbox, and sends it until the confirm comes; refuses when the outbox's disk fails. */
export const producer: Factory<Wire> = () => {
  const outbox = new Map<number, Outgoing>();
  let sequence = 0;
  const send = (ctx: Context<Wire>, id: number): void => {
    const entry = outbox.get(id);
    if (entry === undefined) return;
    ctx.send("broker", { type: "publish", ...entry });
    ctx.timer("resend", RESEND, id);
  };
  return {
    start(ctx) {
      sequence = (ctx.disk.read("sequence") as number | undefined) ?? 0;
      for (const key of ctx.disk.keys("out ")) {
        const entry = ctx.disk.read(key) as Outgoing | undefined;
        // Torn: what tore was its removal, for it was written whole.
        if (entry !== undefined) outbox.set(entry.message.id, entry);
      }
      for (const id of outbox.keys()) send(ctx, id);
    },
    publish(ctx, message) {
      const entry = { message, sequence: sequence + 1 };
      const stored = ctx.transaction((tx) => (tx.write(`out ${message.id}`, entry), tx.write("sequence", entry.sequence)));
      // Not stored here, so never sent: the application hears at once that nobody has it.
      if (stored === "failed") return ctx.refuse(message, "the outbox's disk failed");
      sequence++;
      outbox.set(message.id, entry);
      send(ctx, message.id);
    },
    receive(ctx, _from, packet) {
      if (packet.corrupt || packet.type !== "confirm" || !outbox.has(packet.message)) return;
      ctx.confirm(packet.message);
      outbox.delete(packet.message);
      ctx.disk.remove(`out ${packet.message}`);
      ctx.cancel("resend", packet.message);
    },
    wake: (ctx, _timer, id) => send(ctx, id!),
    state: () => ({ outbox: [...outbox.keys()], sequence }),
  };
};

/** Called "broker". Leases the oldest message that is not leased; gauges `depth` (messages) and `dedup` (sequence numbers above the watermark). */
export const broker: Factory<Wire> = () => {
  const messages = new Map<number, Message>();
  const leases = new Map<number, number>();
  const seen = new Map<string, Seen>();
  let token = 0;
  return {
    start(ctx) {
      const stored = ctx.disk.keys("message ").map((at) => ctx.disk.read(at) as Message);
      for (const message of stored) messages.set(message.id, message);
      for (const at of ctx.disk.keys("seen ")) seen.set(at.slice(5), ctx.disk.read(at) as Seen);
      token = ctx.incarnation * 1_000_000;
    },
    receive(ctx, from, packet) {
      if (packet.corrupt) return;
      if (packet.type === "publish") {
        const { message, sequence } = packet;
        const known = seen.get(from) ?? { mark: 0, above: [] };
        if (sequence > known.mark && !known.above.includes(sequence)) {
          if (messages.size >= CAPACITY) return ctx.log(`full: m${message.id} must come again`);
          const next = remember(known, sequence);
          const stored = ctx.transaction((tx) => (tx.write(key(message.id), message), tx.write(`seen ${from}`, next)));
          if (stored === "failed") return;
          seen.set(from, next);
          messages.set(message.id, message);
          ctx.gauge("depth", messages.size);
          ctx.gauge("dedup", next.above.length);
        }
        ctx.send(from, { type: "confirm", message: message.id });
      } else if (packet.type === "receive") {
        for (const [id, message] of messages) {
          if (leases.has(id)) continue;
          leases.set(id, ++token);
          ctx.timer("lease", LEASE, id);
          return ctx.send(from, { type: "deliver", message, token });
        }
        ctx.send(from, { type: "empty" });
      } else if (packet.type === "ack" && leases.get(packet.message) === packet.token) {
        const removed = ctx.transaction((tx) => tx.remove(key(packet.message)));
        if (removed === "failed") return;
        messages.delete(packet.message);
        leases.delete(packet.message);
        ctx.cancel("lease", packet.message);
      }
    },
    wake: (_ctx, _timer, id) => void leases.delete(id!),
    state: () => ({ messages: [...messages.keys()], leases: [...leases.keys()] }),
  };
};

/** Where a message is on disk: padded, so that the order of keys is that of ordinals. */
const key = (id: number): string => `message ${String(id).padStart(9, "0")}`;

/** Raises the watermark as far as it goes without a gap. */
function remember({ mark, above }: Seen, sequence: number): Seen {
  const rest = new Set([...above, sequence]);
  let next = mark;
  while (rest.delete(next + 1)) next++;
  return { mark: next, above: [...rest] };
}

/** Needs a sink that is co-located with it and remembers: { dedup: true, at: ["consumer"] }. The sink's own memory of ids is the inbox: it shares the transaction with the effect, and all consumers share it. */
export const consumer: Factory<Wire> = () => ({
  start: (ctx) => ctx.timer("poll", POLL, 0, { background: true }),
  wake(ctx) {
    ctx.send("broker", { type: "receive" });
    ctx.timer("poll", POLL, 0, { background: true });
  },
  receive(ctx, from, packet) {
    if (packet.corrupt || packet.type !== "deliver") return;
    const { message, token } = packet;
    ctx.note("deliver", message);
    const done = ctx.transaction((tx) => {
      if (tx.effect(message) === "already") ctx.sometimes("a redelivery met the inbox");
    });
    if (done === "failed") return;
    ctx.note("ack", message);
    ctx.send(from, { type: "ack", message: message.id, token });
  },
});
