/**
 * A sliding window with cumulative acknowledgements, going back N: up to WINDOW messages are under way at a time. The consumer
 * takes only the next number and says which one it expects; that acknowledges everything below. One timer runs for the oldest
 * message under way; when it fires, the whole window is sent again.
 * The numbers are never used again, so copies and latecomers are known for what they are, and nothing is done twice or out of
 * order. It assumes that nobody crashes: both ends count in memory. (TCP begins each connection at a fresh number, RFC 9293,
 * 3.4.1, because a producer that counts from 1 again is understood wrongly.)
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

type Wire = Packet & ({ type: "data"; message: Message; number: number } | { type: "ack"; message: number; expected: number });

const WINDOW = 4;
/** How long the oldest message under way may go without an acknowledgement. */
const RESEND = "100ms";

/** Sends to c1; there is no broker. Gauges `window` (messages under way) and `waiting` (those that found it full). */
export const producer: Factory<Wire> = () => {
  /** Unacknowledged, numbered from `base`. The first WINDOW of them are under way. */
  const open: Message[] = [];
  let base = 1;
  /** Sends what is under way, from this place in the window on. */
  const send = (ctx: Context<Wire>, from: number): void => {
    for (let index = from; index < Math.min(WINDOW, open.length); index++) ctx.send("c1", { type: "data", message: open[index]!, number: base + index });
    ctx.gauge("window", Math.min(WINDOW, open.length));
    ctx.gauge("waiting", Math.max(0, open.length - WINDOW));
  };
  return {
    publish(ctx, message) {
      open.push(message);
      send(ctx, open.length - 1);
      // Only for the oldest: a timer that every message set anew would never fire under load.
      if (open.length === 1) ctx.timer("resend", RESEND);
    },
    receive(ctx, _from, packet) {
      if (packet.corrupt || packet.type !== "ack") return;
      const acknowledged = packet.expected - base;
      if (acknowledged < 1 || acknowledged > Math.min(WINDOW, open.length)) return;
      for (const message of open.splice(0, acknowledged)) ctx.confirm(message);
      base += acknowledged;
      send(ctx, WINDOW - acknowledged);
      if (open.length > 0) ctx.timer("resend", RESEND);
      else ctx.cancel("resend");
    },
    wake(ctx) {
      send(ctx, 0);
      ctx.timer("resend", RESEND);
    },
    state: () => ({ open: open.map(({ id }) => id), base }),
  };
};

/** Does the work of the number it expects, and answers everything with the number it expects then. */
export const consumer: Factory<Wire> = () => {
  let expected = 1;
  return {
    receive(ctx, from, packet) {
      if (packet.corrupt || packet.type !== "data") return;
      if (packet.number === expected) {
        ctx.effect(packet.message);
        expected++;
      }
      ctx.send(from, { type: "ack", message: packet.message.id, expected });
    },
    state: () => ({ expected }),
  };
};
