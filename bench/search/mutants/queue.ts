/**
 * A correct delivery protocol, and what becomes of it when one line is wrong. The producer sends until it hears a confirmation; the broker
 * writes down, confirms, delivers until it hears an acknowledgement; the consumer does its work and remembers it in one transaction.
 */
import { breaks, holds } from "../../../src/index.ts";
import type { Context, Factory, Message, Nemesis, Scenario } from "../../../src/index.ts";

/** The lines that can be wrong. What is left out is right. */
export interface Wrong {
  /** The producer gives up after so many tries. */
  readonly tries?: number;
  /** The broker gives up after so many deliveries. */
  readonly deliveries?: number;
  /** The broker confirms before it has synced. */
  readonly confirmsEarly?: boolean;
  /** The broker keeps messages in memory. */
  readonly inMemory?: boolean;
  /** The broker does not look at its disk when it starts. */
  readonly forgetsAtStart?: boolean;
  /** It looks, but arms no timer: it delivers once more, and no more. */
  readonly noTimerAtStart?: boolean;
  /** The broker removes a message when it has sent it. */
  readonly removesWhenSent?: boolean;
  /** The broker remembers that it has seen an id before the message is on disk. */
  readonly seenFirst?: boolean;
  /** The consumer acknowledges first. */
  readonly acksFirst?: boolean;
  /** The consumer remembers in one step, and works in the next. */
  readonly remembersFirst?: boolean;
  /** The consumer works in one step, and remembers in the next. */
  readonly worksFirst?: boolean;
  /** The consumer remembers without syncing. */
  readonly unsynced?: boolean;
  /** The consumer remembers nothing. */
  readonly noMemory?: boolean;
  /** The consumer remembers in memory alone. */
  readonly volatile?: boolean;
  /** The consumer remembers so many ids. */
  readonly window?: number;
  /** The consumer remembers for so long, ms. */
  readonly age?: number;
  /** The consumer knows deliveries by message and attempt. */
  readonly byAttempt?: boolean;
  /** The consumer forgets a message when another one of its sender has come. */
  readonly lastOnly?: boolean;
  /** The broker takes any acknowledgement for the oldest message it has. */
  readonly anyAck?: boolean;
  /** An acknowledgement stands for all messages before. */
  readonly cumulative?: boolean;
}

const RETRY = "50ms";
const REDELIVER = "50ms";

function producer({ tries = Infinity }: Wrong): Factory {
  return () => {
    const open = new Map<number, { readonly message: Message; tried: number }>();
    const send = (ctx: Context, id: number): void => {
      const entry = open.get(id)!;
      ctx.send("b", { type: "publish", message: entry.message });
      if (++entry.tried < tries) ctx.timer("retry", RETRY, id);
    };
    return {
      publish(ctx, message) {
        open.set(message.id, { message, tried: 0 });
        send(ctx, message.id);
      },
      receive(ctx, _from, packet) {
        const id = packet.message as number;
        if (!open.delete(id)) return;
        ctx.cancel("retry", id);
        ctx.confirm(id);
      },
      wake: (ctx, _timer, id) => send(ctx, id!),
    };
  };
}

function broker(wrong: Wrong): Factory {
  const { deliveries = Infinity } = wrong;
  return () => {
    const open = new Map<number, { readonly message: Message; delivered: number }>();
    const seen = new Set<number>();
    const deliver = (ctx: Context, id: number, again = true): void => {
      const entry = open.get(id);
      if (entry === undefined) return;
      entry.delivered++;
      ctx.send("c", { type: "deliver", message: entry.message, attempt: entry.delivered });
      if (wrong.removesWhenSent) settle(ctx, id);
      else if (again && entry.delivered < deliveries) ctx.timer("redeliver", REDELIVER, id);
    };
    const settle = (ctx: Context, id: number): void => {
      if (!open.delete(id)) return;
      ctx.cancel("redeliver", id);
      if (!wrong.inMemory) {
        ctx.disk.remove(`open ${id}`);
        ctx.disk.sync("settled");
      }
    };
    return {
      start(ctx) {
        for (const key of ctx.disk.keys("seen ")) seen.add(Number(key.slice(5)));
        if (wrong.forgetsAtStart || wrong.inMemory) return;
        for (const key of ctx.disk.keys("open ")) {
          const message = ctx.disk.read(key) as Message;
          open.set(message.id, { message, delivered: 0 });
          deliver(ctx, message.id, !wrong.noTimerAtStart);
        }
      },
      receive(ctx, _from, packet) {
        if (packet.type === "ack") {
          const id = wrong.anyAck ? Math.min(packet.message as number, ...open.keys()) : (packet.message as number);
          if (wrong.cumulative) [...open.keys()].filter((other) => other <= id).forEach((other) => settle(ctx, other));
          else settle(ctx, id);
          return;
        }
        const message = packet.message as Message;
        if (seen.has(message.id)) return ctx.send("p", { type: "confirm", message: message.id });
        if (wrong.inMemory) {
          seen.add(message.id);
          open.set(message.id, { message, delivered: 0 });
          ctx.send("p", { type: "confirm", message: message.id });
          return deliver(ctx, message.id);
        }
        if (wrong.seenFirst) {
          ctx.disk.write(`seen ${message.id}`, true);
          return ctx.disk.sync(`seen ${message.id}`);
        }
        store(ctx, message);
      },
      synced(ctx, tag) {
        const [what, number] = tag.split(" ");
        const id = Number(number);
        if (what === "seen") {
          seen.add(id);
          const message: Message = { id, key: "k1", producer: "p", body: id };
          ctx.disk.write(`open ${id}`, message);
          return ctx.disk.sync(`store ${id}`);
        }
        if (what !== "store") return;
        const message = ctx.disk.read(`open ${id}`) as Message | undefined;
        if (message === undefined) return;
        seen.add(id);
        open.set(id, { message, delivered: 0 });
        if (!wrong.confirmsEarly) ctx.send("p", { type: "confirm", message: id });
        deliver(ctx, id);
      },
      wake: (ctx, _timer, id) => deliver(ctx, id!),
    };
    function store(ctx: Context, message: Message): void {
      ctx.disk.write(`open ${message.id}`, message);
      if (!wrong.seenFirst) ctx.disk.write(`seen ${message.id}`, true);
      if (wrong.confirmsEarly) ctx.send("p", { type: "confirm", message: message.id });
      ctx.disk.sync(`store ${message.id}`);
    }
  };
}

function consumer(wrong: Wrong): Factory {
  return () => {
    const done: string[] = [];
    const when = new Map<string, number>();
    const keyOf = (packet: { readonly message: Message; readonly attempt: number }): string => (wrong.byAttempt ? `${packet.message.id}.${packet.attempt}` : `${packet.message.id}`);
    const remember = (key: string, now: number): void => {
      if (wrong.lastOnly) done.length = 0;
      done.push(key);
      when.set(key, now);
      if (wrong.window !== undefined && done.length > wrong.window) done.shift();
    };
    const knows = (key: string, now: number): boolean => !wrong.noMemory && done.includes(key) && (wrong.age === undefined || now - when.get(key)! < wrong.age * 1_000);
    return {
      start(ctx) {
        if (wrong.volatile) return;
        const kept = ctx.disk.keys("done ").map((key) => ({ key: key.slice(5), at: ctx.disk.read(key) as number }));
        for (const { key, at } of kept.sort((a, b) => a.at - b.at)) remember(key, at);
      },
      receive(ctx, from, packet) {
        const { message } = packet as unknown as { readonly message: Message };
        const key = keyOf(packet as never);
        const ack = (): void => ctx.send(from, { type: "ack", message: message.id });
        if (wrong.acksFirst) ack();
        if (!knows(key, ctx.now)) {
          if (wrong.worksFirst || wrong.unsynced) {
            ctx.effect(message);
            ctx.disk.write(`done ${key}`, ctx.now);
            if (!wrong.unsynced) ctx.disk.sync("done");
          } else if (wrong.remembersFirst) {
            ctx.transaction((tx) => tx.write(`done ${key}`, ctx.now));
            ctx.effect(message);
          } else {
            ctx.transaction((tx) => {
              if (!wrong.volatile) tx.write(`done ${key}`, ctx.now);
              tx.effect(message);
            });
          }
          remember(key, ctx.now);
        }
        if (!wrong.acksFirst) ack();
      },
    };
  };
}

const DROPS: Nemesis = { fault: "drop", rate: 0.02 };
const COPIES: Nemesis = { fault: "duplicate", rate: 0.02 };
const DELAYS: Nemesis = { fault: "delay", rate: 0.02, by: "exponential(50ms)" };
const CRASHES: Nemesis = { fault: "crash", rate: 0.005, in: "step", for: "30ms", nodes: ["b", "c"] };

/** Under what it runs. */
export interface Setting {
  /** Default 8. */
  readonly messages?: number;
  /** Whether broker and consumer crash. Default true. */
  readonly crashes?: boolean;
}

/** The protocol with some lines wrong, under loss, copies, delays and crashes of broker and consumer. */
export function queue(name: string, wrong: Wrong, promised: "holds" | "breaks", guarantee: "at-least-once" | "at-most-once" | "effectively-once", { messages = 8, crashes = true }: Setting = {}): Scenario {
  return {
    name, title: name,
    nodes: [
      { name: "p", role: "producer", run: producer(wrong) },
      { name: "b", role: "broker", run: broker(wrong), disk: { sync: "1ms" } },
      { name: "c", role: "consumer", run: consumer(wrong), disk: { sync: "1ms" } },
    ],
    workload: { messages, every: "10ms" },
    network: { latency: "exponential(3ms)" },
    nemesis: [DROPS, COPIES, DELAYS, ...(crashes ? [CRASHES] : [])],
    obligation: "published",
    sinks: [{ name: "world", at: ["c"] }],
    settle: "5s",
    promises: { [guarantee]: promised === "holds" ? holds() : breaks() },
  };
}
