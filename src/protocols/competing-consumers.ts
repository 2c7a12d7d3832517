/**
 * Competing consumers, in order for each key. A key belongs to one of the living consumers, which gets its messages in a
 * window, numbered by their position in the key's log. When a consumer dies, or comes, keys change hands.
 * What makes the hand-over safe is in each delivery: how many of the key are done. A consumer takes a position only if it has
 * taken the one before, or knows it to be done. So whoever works, the dead one that is not dead included, works on a stretch
 * without gaps that begins where everything before is done, and first effects come in order. That a stretch is gone through
 * twice is harmless where the sink knows what was done: { dedup: true, at: ["consumer"] }, one database for all consumers.
 */
import type { Message } from "../delivery/message.ts";
import type { Context, Factory, Packet } from "../world/process.ts";

type Wire = Packet & (
  | { type: "publish"; message: Message } | { type: "confirm"; message: number }
  | { type: "alive" } | { type: "deliver"; message: Message; position: number; done: number }
  | { type: "ack"; message: number; key: string; done: number }
);
type Log = { readonly done: number; readonly waiting: readonly Message[] };

/** How long producer and broker wait for an answer; how often consumers say that they live, and when they count as dead; messages of a key under way. */
const RESEND = "100ms";
const ALIVE = "50ms";
const LEASE = "200ms";
const WINDOW = 4;

/** Stop and wait: the next message goes out when the one before is confirmed. In memory: a crash forgets what was not. */
export const producer: Factory<Wire> = () => {
  const waiting: Message[] = [];
  const send = (ctx: Context<Wire>): void => {
    const [message] = waiting;
    if (message === undefined) return ctx.cancel("resend");
    ctx.send("broker", { type: "publish", message });
    ctx.timer("resend", RESEND);
  };
  return {
    publish(ctx, message) {
      waiting.push(message);
      if (waiting.length === 1) send(ctx);
    },
    wake: send,
    receive(ctx, _from, packet) {
      if (packet.corrupt || packet.type !== "confirm" || packet.message !== waiting[0]?.id) return;
      ctx.confirm(waiting.shift()!);
      send(ctx);
    },
  };
};

/** Called "broker". Gauge `log`: messages of one key that it has ever stored. */
export const broker: Factory<Wire> = () => {
  /** By key: how many are done, and what comes behind them. */
  const logs = new Map<string, Log>();
  /** The last message stored of each producer; what comes from before it is a repeat, or was given up in a crash. */
  const stored = new Map<string, number>();
  const living: string[] = [];
  /** Sends what of the key is under way, from this place in the window on, to its owner. */
  const deliver = (ctx: Context<Wire>, key: string, from: number): void => {
    const { done, waiting } = logs.get(key)!;
    const owner = living[[...logs.keys()].indexOf(key) % living.length];
    if (owner === undefined) return;
    for (const [index, message] of waiting.slice(0, WINDOW).entries()) if (index >= from) ctx.send(owner, { type: "deliver", message, position: done + index, done });
  };
  const handOver = (ctx: Context<Wire>): void => logs.forEach((_, key) => deliver(ctx, key, 0));
  /** One timer a key, for the oldest message under way. */
  const watch = (ctx: Context<Wire>, key: string): void => {
    if (logs.get(key)!.waiting.length > 0) ctx.timer(`redeliver ${key}`, RESEND);
    else ctx.cancel(`redeliver ${key}`);
  };
  const store = (ctx: Context<Wire>, message: Message): "committed" | "failed" => {
    const { key } = message;
    const { done, waiting } = logs.get(key) ?? { done: 0, waiting: [] };
    const log = { done, waiting: [...waiting, message] };
    const outcome = ctx.transaction((tx) => {
      tx.write(`log ${key}`, log);
      tx.write(`stored ${message.producer}`, message.id);
    });
    if (outcome === "failed") return outcome;
    stored.set(message.producer, message.id);
    logs.set(key, log);
    ctx.gauge("log", done + log.waiting.length);
    deliver(ctx, key, waiting.length);
    if (waiting.length === 0) watch(ctx, key);
    return outcome;
  };
  return {
    start(ctx) {
      for (const name of ctx.disk.keys("stored ")) stored.set(name.slice(7), ctx.disk.read(name) as number);
      for (const name of ctx.disk.keys("log ")) logs.set(name.slice(4), ctx.disk.read(name) as Log);
      for (const key of logs.keys()) watch(ctx, key);
    },
    receive(ctx, from, packet) {
      if (packet.corrupt) return;
      if (packet.type === "alive") {
        ctx.timer(`lease ${from}`, LEASE, 0, { background: true });
        if (living.includes(from)) return;
        living.push(from);
        handOver(ctx);
      } else if (packet.type === "publish") {
        if (packet.message.id > (stored.get(from) ?? 0) && store(ctx, packet.message) === "failed") return;
        ctx.send(from, { type: "confirm", message: packet.message.id });
      } else if (packet.type === "ack") {
        const { key, done } = packet;
        const log = logs.get(key)!;
        if (done <= log.done) return;
        const rest = { done, waiting: log.waiting.slice(done - log.done) };
        if (ctx.transaction((tx) => tx.write(`log ${key}`, rest)) === "failed") return;
        logs.set(key, rest);
        deliver(ctx, key, Math.max(0, WINDOW - (done - log.done)));
        watch(ctx, key);
      }
    },
    wake(ctx, timer) {
      const [what, name] = timer.split(" ") as [string, string];
      if (what === "redeliver") {
        deliver(ctx, name, 0);
        return watch(ctx, name);
      }
      living.splice(living.indexOf(name), 1);
      ctx.sometimes("keys changed hands");
      handOver(ctx);
    },
    state: () => ({ living, logs: [...logs].map(([key, { done, waiting }]) => ({ key, done, waiting: waiting.map(({ id }) => id) })) }),
  };
};

/** Says again and again that it lives; works on what comes next in a key. */
export const consumer: Factory<Wire> = () => {
  /** How many of each key are done: by itself, or as a delivery said. */
  const known = new Map<string, number>();
  const alive = (ctx: Context<Wire>): void => {
    ctx.send("broker", { type: "alive" });
    ctx.timer("alive", ALIVE, 0, { background: true });
  };
  return {
    start: alive,
    wake: alive,
    receive(ctx, from, packet) {
      if (packet.corrupt || packet.type !== "deliver") return;
      const { message, position, message: { key } } = packet;
      let done = Math.max(known.get(key) ?? 0, packet.done);
      if (position === done) {
        ctx.note("deliver", message);
        if (ctx.transaction((tx) => tx.effect(message)) === "failed") return;
        done++;
      }
      known.set(key, done);
      ctx.send(from, { type: "ack", message: message.id, key, done });
    },
  };
};
