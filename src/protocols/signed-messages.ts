/**
 * Signed messages, against an attacker on the link who sends old packets again (`replay`) and alters others (`forge`). He has no key.
 * 1. Each packet is signed over all it says: what was altered is refused. A signature says who wrote it, and what; not when.
 * 2. So each message has a nonce: one that was seen before has no second effect. That makes up for a lost confirm, too.
 * 3. Not all nonces can be remembered. Of each producer the last few are, a window as in IPsec (RFC 4303, 3.4.3), and what is older is
 *    refused. No order that is still open is that old: a producer is never further ahead of one than the window is wide.
 * 4. The window outlives a crash: it is written in one transaction with the effect. So are the producer's nonces, before they are used.
 * Consumers that lack one of these stand at the end. Order is not promised.
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

/** Both kinds bear the message, signed by producer and consumer with one key: whoever is between them cannot alter it. */
type Wire = Packet & { readonly type: "order" | "confirm"; readonly message: Message; readonly nonce: number; readonly signature: number };
type Order = Pick<Wire, "message" | "nonce">;

/** How many nonces a consumer remembers of each producer, and how long a producer waits for the confirm. */
const WINDOW = 8;
const RESEND = "200ms";
const KEY = "known to producer, broker and consumer";

/** Stands for HMAC-SHA-256 (RFC 2104) and is not secure itself: FNV-1a in 32-bit integers, the same on every machine. */
function sign({ type, message, nonce }: Omit<Wire, "signature">): number {
  const text = JSON.stringify([KEY, type, message, nonce]);
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

const signed = (type: Wire["type"], { message, nonce }: Order): Wire => ({ type, message, nonce, signature: sign({ type, message, nonce }) });
const isGenuine = (packet: Wire): boolean => packet.corrupt !== true && packet.signature === sign(packet);

/** Writes message and nonce to its outbox, and sends what fits in the window until the confirm comes. */
export const producer: Factory<Wire> = () => {
  /** By message, in the order of their nonces. */
  const outbox = new Map<number, Order>();
  let last = 0;
  const entry = (nonce: number): string => `out ${String(nonce).padStart(9, "0")}`;
  const send = (ctx: Context<Wire>, id: number): void => {
    const order = outbox.get(id)!;
    const [oldest] = outbox.values();
    if (order.nonce < oldest!.nonce + WINDOW) ctx.send("broker", signed("order", order));
    ctx.timer("resend", RESEND, id);
  };
  return {
    start(ctx) {
      last = (ctx.disk.read("last nonce") as number | undefined) ?? 0;
      for (const key of ctx.disk.keys("out ")) {
        const order = ctx.disk.read(key) as Order;
        outbox.set(order.message.id, order);
      }
      for (const id of outbox.keys()) send(ctx, id);
    },
    publish(ctx, message) {
      const order = { message, nonce: last + 1 };
      const stored = ctx.transaction((tx) => {
        tx.write(entry(order.nonce), order);
        tx.write("last nonce", order.nonce);
      });
      if (stored === "failed") return ctx.refuse(message, "the outbox's disk failed");
      last = order.nonce;
      outbox.set(message.id, order);
      send(ctx, message.id);
    },
    wake: (ctx, _timer, id) => send(ctx, id!),
    receive(ctx, _from, packet) {
      if (!isGenuine(packet) || packet.type !== "confirm" || !outbox.has(packet.message.id)) return;
      ctx.confirm(packet.message);
      // Durably, before the window moves on: it would not be heard any more if it came up again.
      if (ctx.transaction((tx) => tx.remove(entry(packet.nonce))) === "failed") return;
      outbox.delete(packet.message.id);
      ctx.cancel("resend", packet.message.id);
    },
    state: () => ({ outbox: [...outbox.keys()], last }),
  };
};

/** Called "broker". Passes orders on to the one consumer, c1, and confirms back; nobody need trust it with more. */
export const broker: Factory<Wire> = () => ({
  receive(ctx, _from, packet) {
    if (isGenuine(packet)) ctx.send(packet.type === "order" ? "c1" : packet.message.producer, packet);
  },
});

/** What a consumer takes care of. */
interface Care {
  readonly signatures: boolean;
  readonly nonces: boolean;
  readonly window: number;
  /** What becomes of a nonce older than the window. */
  readonly old: "refused" | "taken for new";
  readonly durable: boolean;
}

/** Needs a sink that is co-located with it: { at: ["consumer"] }. The sink remembers nothing; the window does. Gauges `window` (nonces of one producer). */
const consumerWith = ({ signatures, nonces, window, old, durable }: Care): Factory<Wire> => () => {
  const windows = new Map<string, readonly number[]>();
  return {
    start(ctx) {
      for (const key of ctx.disk.keys("window ")) windows.set(key.slice(7), ctx.disk.read(key) as readonly number[]);
    },
    receive(ctx, from, packet) {
      if (signatures && !isGenuine(packet)) return ctx.sometimes("a packet that was altered was refused");
      const { type, message, nonce } = packet;
      if (type !== "order") return;
      ctx.note("deliver", message);
      const seen = windows.get(message.producer) ?? [];
      const oldest = Math.max(0, ...seen) - window;
      if (nonces && nonce <= oldest && old === "refused") return ctx.sometimes("a nonce older than the window was refused");
      if (nonces && seen.includes(nonce)) ctx.sometimes("a nonce was seen before");
      else {
        const newest = Math.max(oldest + window, nonce);
        const next = [...seen, nonce].filter((each) => each > newest - window);
        const done = ctx.transaction((tx) => {
          tx.effect(message);
          if (durable) tx.write(`window ${message.producer}`, next);
        });
        if (done === "failed") return;
        windows.set(message.producer, next);
        ctx.gauge("window", next.length);
      }
      ctx.send(from, signed("confirm", packet));
    },
    state: () => Object.fromEntries(windows),
  };
};

const CAREFUL: Care = { signatures: true, nonces: true, window: WINDOW, old: "refused", durable: true };
export const consumer: Factory<Wire> = consumerWith(CAREFUL);

/** Wrong: leaves the signature to the broker. What is altered behind it takes effect. */
export const consumerWithoutSignatures: Factory<Wire> = consumerWith({ ...CAREFUL, signatures: false });
/** Wrong: whatever is genuine is new. A packet that comes again acts again. */
export const consumerWithoutNonces: Factory<Wire> = consumerWith({ ...CAREFUL, nonces: false });
/** Wrong: remembers in memory what it has seen. After a crash everything is new. */
export const consumerThatForgets: Factory<Wire> = consumerWith({ ...CAREFUL, durable: false });
/** Wrong: remembers one nonce where producers are up to eight ahead. What is overtaken is refused for ever. */
export const consumerWithNarrowWindow: Factory<Wire> = consumerWith({ ...CAREFUL, window: 1 });
/** Wrong: lets in what is older than its window, for fear of refusing what is honest. What is sent again late enough acts again. */
export const consumerWithOpenWindow: Factory<Wire> = consumerWith({ ...CAREFUL, old: "taken for new" });
