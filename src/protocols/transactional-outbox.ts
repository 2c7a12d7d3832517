/**
 * The transactional outbox: a service changes its own state and tells others of it, and no crash leaves one without the other.
 * State and message are written in one transaction of the service's database; a relay publishes what stands in the outbox until
 * the broker has confirmed it. What was committed is published at least once; what was rolled back never is.
 * (Richardson, "Microservices Patterns", 2018: transactional outbox, polling publisher.)
 * The service handles requests concurrently: a row gets its id when its transaction begins, and is there to be seen when the
 * transaction commits, a while later. So rows need not appear in the order of their ids.
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

type Wire = Packet & ({ type: "publish"; message: Message } | { type: "confirm"; message: number });
type Row = { readonly id: string; readonly message: Message };
/** Which of the rows in the outbox to publish now. The closure is the relay's memory. */
type Relay = () => (ctx: Context<Wire>, outbox: readonly Row[]) => readonly Row[];

/** How often the relay looks into the outbox, and how long a transaction takes, in µs: different for each. */
const POLL = "50ms";
const LONGEST = 30_000;

/** At least once from here to the consumer; the inbox there makes it effectively once. */
export { broker } from "./retry-without-dedup.ts";
export { consumer } from "./atomic-inbox.ts";

/** Publishes all that is in the outbox. A row leaves it when the broker has confirmed: the outbox itself says what is left to do. */
export const producer: Factory<Wire> = service(() => (_ctx, outbox) => outbox);

/**
 * Asks for `id > last` and stores how far it has got. Wrong twice: a row whose transaction began earlier and commits later is
 * skipped for ever; and what lies below `last` was read, but not yet published, when the crash came.
 */
export const pollingProducer: Factory<Wire> = service(() => {
  const read = new Set<string>();
  return (ctx, outbox) => {
    const last = (ctx.disk.read("last") as string | undefined) ?? "";
    const found = outbox.filter(({ id }) => id > last);
    if (found.length > 0) ctx.transaction((tx) => tx.write("last", found.at(-1)!.id));
    for (const { id } of found) read.add(id);
    return outbox.filter(({ id }) => read.has(id));
  };
});

/** No outbox at all: two writes, to the database and to the broker. Wrong: after a crash nobody knows that the second is missing. */
export const dualWriteProducer: Factory<Wire> = () => {
  const unconfirmed = new Map<number, Message>();
  return {
    publish(ctx, message) {
      if (ctx.transaction((tx) => tx.write(`order ${message.id}`, message.body)) === "failed") return ctx.refuse(message, "rolled back");
      ctx.confirm(message);
      unconfirmed.set(message.id, message);
      ctx.send("broker", { type: "publish", message });
      ctx.timer("resend", POLL, message.id);
    },
    wake(ctx, _timer, id) {
      ctx.send("broker", { type: "publish", message: unconfirmed.get(id!)! });
      ctx.timer("resend", POLL, id);
    },
    receive(ctx, _from, packet) {
      if (packet.corrupt || packet.type !== "confirm" || !unconfirmed.delete(packet.message)) return;
      ctx.cancel("resend", packet.message);
    },
  };
};

/** Takes orders, each in a transaction of its own, and lets the relay look into the outbox now and then. */
function service(relay: Relay): Factory<Wire> {
  return () => {
    const open = new Map<number, Row>();
    const choose = relay();
    let sequence = 0;
    return {
      start(ctx) {
        // A database's sequence: no crash turns it back, no rollback fills its gaps.
        sequence = ctx.incarnation * 1_000_000;
        ctx.timer("relay", POLL, 0, { background: true });
      },
      publish(ctx, message) {
        open.set(message.id, { id: String(++sequence).padStart(12, "0"), message });
        ctx.timer("commit", ctx.random("transaction", message.id).below(LONGEST), message.id);
      },
      wake(ctx, timer, id) {
        if (timer === "commit") {
          commit(ctx, open.get(id!)!);
          open.delete(id!);
          return;
        }
        for (const { message } of choose(ctx, outboxOf(ctx))) ctx.send("broker", { type: "publish", message });
        ctx.timer("relay", POLL, 0, { background: true });
      },
      receive(ctx, _from, packet) {
        if (packet.corrupt || packet.type !== "confirm") return;
        const row = outboxOf(ctx).find(({ message }) => message.id === packet.message);
        if (row !== undefined) ctx.transaction((tx) => tx.remove(`outbox ${row.id}`));
      },
      state: () => ({ open: [...open.keys()] }),
    };
  };
}

/** The state and the message that tells of it, both or neither. Only then does whoever ordered hear of it. */
function commit(ctx: Context<Wire>, { id, message }: Row): void {
  const done = ctx.transaction((tx) => {
    tx.write(`order ${message.id}`, message.body);
    tx.write(`outbox ${id}`, message);
  });
  if (done === "failed") ctx.refuse(message, "rolled back");
  else ctx.confirm(message);
}

function outboxOf(ctx: Context<Wire>): readonly Row[] {
  return ctx.disk.keys("outbox ").map((key) => ({ id: key.slice("outbox ".length), message: ctx.disk.read(key) as Message }));
}
