/**
 * Effectively once, by a consumer that remembers what it has done: id and effect are one transaction. Producer and broker are
 * those of retry-without-dedup: everything is sent again until it is acknowledged. What is remembered is bounded, by count and
 * by age, so it must outlast the repeats: no copy may come later than the window is long (the time in which anybody sends again,
 * plus the longest delay), and no more messages may come in that time than there are places. Its age is read off the
 * consumer's clock, so a clock that jumps ahead ages everything at once.
 */
import type { Message } from "../delivery/message.ts";
import { micros } from "../kernel/time.ts";
import type { Duration, Micros } from "../kernel/time.ts";
import type { Context, Factory } from "../world/process.ts";
import type { Wire } from "./retry-without-dedup.ts";

export { broker, producer } from "./retry-without-dedup.ts";

/** How many ids are remembered at most, and for how long after their effect. */
export interface Window {
  readonly ids: number;
  readonly age: Duration;
}

/** A consumer that remembers so much. Gauge `dedup`: ids it remembers. It keeps them on the disk that the sink is declared `at`. */
export const remembering = ({ ids, age }: Window): Factory<Wire> => () => {
  const longest = micros(age, "window.age");
  /** When each took effect, the oldest first. */
  const done = new Map<number, Micros>();
  /** Those that have to go for one more to have a place. */
  const outdated = (now: Micros): readonly number[] => [...done].filter(([, at], index) => now - at > longest || index <= done.size - ids).map(([id]) => id);
  const work = (ctx: Context<Wire>, message: Message): "committed" | "failed" => {
    const forgotten = outdated(ctx.now);
    const outcome = ctx.transaction((tx) => {
      for (const id of forgotten) tx.remove(`done ${id}`);
      tx.write(`done ${message.id}`, ctx.now);
      tx.effect(message);
    });
    if (outcome === "failed") return outcome;
    for (const id of forgotten) done.delete(id);
    done.set(message.id, ctx.now);
    ctx.gauge("dedup", done.size);
    return outcome;
  };
  return {
    start(ctx) {
      const kept = ctx.disk.keys("done ").map((key): [number, Micros] => [Number(key.slice(5)), ctx.disk.read(key) as Micros]);
      for (const [id, at] of kept.sort((a, b) => a[1] - b[1])) done.set(id, at);
      ctx.gauge("dedup", done.size);
      ctx.send("broker", { type: "subscribe" });
      ctx.timer("subscribe", "1s", 0, { background: true });
    },
    wake(ctx) {
      ctx.send("broker", { type: "subscribe" });
      ctx.timer("subscribe", "1s", 0, { background: true });
    },
    receive(ctx, from, packet) {
      if (packet.corrupt || packet.type !== "deliver") return;
      const { message } = packet;
      ctx.note("deliver", message);
      const at = done.get(message.id);
      const known = at !== undefined && ctx.now - at <= longest;
      ctx.sometimes("a redelivery was known", known);
      if (!known && work(ctx, message) === "failed") return;
      ctx.note("ack", message);
      ctx.send(from, { type: "ack", message: message.id });
    },
    state: () => ({ done: [...done.keys()] }),
  };
};

/** A thousand ids, each for a minute. */
export const consumer: Factory<Wire> = remembering({ ids: 1_000, age: "1m" });
