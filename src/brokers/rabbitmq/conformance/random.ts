import type { Plain } from "../../../kernel/plain.ts";
import { Held } from "./held.ts";
import { ModelPlay } from "./model-target.ts";
import { ack, bind, cancel, close, confirm, consume, count, cut, declare, disconnect, exchange, get, nack, publish, publishTo, purge, qos, recover, reject, remove, unbind } from "./operations.ts";
import type { Line, Operation } from "./script.ts";

/** A whole number from 0, below a bound: all chance there is in a script. */
export type Choose = (below: number) => number;

/** Operations of a script, at most. */
export const LONGEST = 40;
const CHANNELS = ["a1", "b1", "a2"] as const;
const KEYS = ["k", "k.l", "l"];

/**
 * A random script with what the model observes: a topology, then clients that publish, take, settle, return, change their minds and go. The
 * model is played along, so that tags are mostly ones that are outstanding. What a real broker does by chance is left out (`docs/brokers/rabbitmq-found.md`):
 * - a channel consumes from one queue only, and one queue dead-letters: queues do not wait for one another;
 * - a connection goes only when one channel of it at most holds or consumes anything: its channels end in any order;
 * - a channel with global prefetch requeues nothing: its limiter and its queue tell each other in any order; nor does it reject while a
 *   consumer of it has prefetch of its own as well;
 * - no consumer without acknowledgement of a quorum queue has prefetch: its credit comes back whenever its channel has sent the message on;
 * - a queue that was deleted comes back of the same type: a channel that used the other one crashes (541);
 * - global prefetch only with classic queues; single active consumers and late rejections (rows 40, 36) only in rows of their own.
 */
export function randomScript(choose: Choose): Line[] {
  return new Author(choose).script();
}

type Kind = "classic" | "quorum";

class Author {
  readonly #choose: Choose;
  readonly #model = new ModelPlay();
  readonly #held = new Held();
  readonly #lines: Line[] = [];
  readonly #channels: readonly string[];
  readonly #queues = new Map<string, Kind>();
  #exchange = false;
  #published = 0;

  constructor(choose: Choose) {
    this.#choose = choose;
    this.#channels = CHANNELS.slice(0, 1 + choose(3));
  }

  script(): Line[] {
    const length = 5 + this.#choose(LONGEST - 4);
    this.#topology();
    while (this.#lines.length < length) {
      const operation = this.#next(this.#one(this.#channels));
      if (operation !== undefined) this.#perform(operation);
    }
    return this.#lines;
  }

  #perform(operation: Operation): void {
    const observed = this.#model.perform(operation);
    this.#lines.push([operation, ...observed]);
    this.#held.after(operation, observed);
  }

  #topology(): void {
    const deadLetters = this.#choose(3) === 0;
    if (deadLetters) this.#declare("dlq", {});
    for (const queue of ["q", "q2"].slice(0, 1 + this.#choose(2))) {
      this.#declare(queue, deadLetters && queue === "q" ? { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" } : {});
    }
    if (this.#choose(3) !== 0) return;
    this.#exchange = true;
    this.#perform(exchange("a1", "x", this.#one(["fanout", "direct", "topic"])));
    for (const queue of this.#publishable()) this.#perform(bind("a1", queue, "x", this.#one([...KEYS, "k.#", "*"])));
  }

  #declare(queue: string, table: { readonly [name: string]: Plain }): void {
    const kind: Kind = this.#choose(4) === 0 ? "quorum" : "classic";
    this.#queues.set(queue, kind);
    this.#perform(declare("a1", queue, { ...table, ...(kind === "quorum" ? this.#quorumArguments() : this.#classicArguments()) }));
  }

  #classicArguments(): { readonly [name: string]: Plain } {
    return {
      ...(this.#choose(4) === 0 ? { "x-max-length": this.#choose(4), ...(this.#choose(2) === 0 ? { "x-overflow": this.#one(["drop-head", "reject-publish", "reject-publish-dlx"]) } : {}) } : {}),
      ...(this.#choose(6) === 0 ? { "x-max-priority": 1 + this.#choose(4) } : {}),
      ...(this.#choose(8) === 0 ? { "x-message-ttl": this.#one([0, 60_000]) } : {}),
      ...(this.#choose(10) === 0 ? { "x-queue-mode": "lazy" } : {}),
    };
  }

  #quorumArguments(): { readonly [name: string]: Plain } {
    return {
      "x-queue-type": "quorum",
      ...(this.#choose(2) === 0 ? { "x-delivery-limit": this.#choose(3) } : {}),
      ...(this.#choose(5) === 0 ? { "x-max-length": 1 + this.#choose(3) } : {}),
    };
  }

  /** What a client does next, if it can. */
  #next(on: string): Operation | undefined {
    const queue = this.#one([...this.#queues.keys()]);
    const chance = this.#choose(100);
    if (chance < 28) return this.#publish(on);
    if (chance < 38) return get(on, queue, this.#choose(5) === 0);
    if (chance < 49) return this.#consume(on, queue);
    if (chance < 74) return this.#settle(on, chance);
    if (chance < 78) return this.#cancel(on);
    if (chance < 82) return this.#qos(on);
    if (chance < 84) return purge(on, queue);
    if (chance < 87) return this.#held.isLimited(on) ? undefined : recover(on);
    if (chance < 90) return close(on);
    if (chance < 91) return this.#leave(on, disconnect);
    if (chance < 92) return this.#leave(on, cut);
    if (chance < 95) return count(on, queue);
    if (chance < 97) return confirm(on);
    if (chance < 98) return this.#exchange ? this.#one([bind, unbind])(on, this.#one(this.#publishable()), "x", this.#one(KEYS)) : undefined;
    return chance < 99 ? remove(on, queue) : this.#redeclare(on, queue);
  }

  #publish(on: string): Operation {
    const from = this.#published + 1;
    this.#published += 1 + this.#choose(3);
    const properties = {
      ...(this.#choose(5) === 0 ? { deliveryMode: 1 } : {}),
      ...(this.#choose(4) === 0 ? { priority: this.#choose(6) } : {}),
      ...(this.#choose(12) === 0 ? { expiration: this.#one(["0", "60000"]) } : {}),
    };
    const options = this.#choose(6) === 0 ? { mandatory: true } : {};
    const messages = [from, this.#published] as const;
    if (this.#exchange && this.#choose(3) === 0) return publishTo(on, "x", this.#one(KEYS), messages, properties, options);
    return publish(on, this.#one(this.#publishable()), messages, properties, options);
  }

  #consume(on: string, queue: string): Operation | undefined {
    if (this.#held.consumesFromOther(on, queue)) return undefined;
    const isQuorum = this.#queues.get(queue) === "quorum";
    if (isQuorum && this.#held.isLimited(on)) return undefined;
    const tag = this.#held.freshTag();
    const noAck = this.#choose(4) === 0 && !(isQuorum && this.#held.prefetches(on));
    return consume(on, queue, tag, { ...(noAck ? { noAck } : {}), ...(this.#choose(12) === 0 ? { exclusive: true } : {}), ...(this.#choose(8) === 0 ? { arguments: { "x-priority": this.#choose(3) } } : {}) });
  }

  #cancel(on: string): Operation {
    const tags = this.#held.consumersOf(on);
    return cancel(on, tags.length === 0 ? "nobody" : this.#one(tags));
  }

  #qos(on: string): Operation | undefined {
    const global = this.#choose(4) === 0;
    return global && [...this.#queues.values()].includes("quorum") ? undefined : qos(on, this.#choose(4), global);
  }

  #leave(on: string, how: (connection: string) => Operation): Operation | undefined {
    return this.#held.holders(on.slice(0, 1)) > 1 ? undefined : how(on.slice(0, 1));
  }

  /** As it was, or otherwise. */
  #redeclare(on: string, queue: string): Operation {
    const first = this.#lines.map(([operation]) => operation).find((one) => one.do === "send" && one.method.type === "queue.declare" && one.method.queue === queue && one.method.passive !== true);
    const again = this.#choose(2) === 0 || this.#queues.get(queue) === "quorum";
    return again && first?.do === "send" ? { ...first, on } : declare(on, queue, { "x-max-length": 7 });
  }

  /** Mostly what is outstanding. */
  #settle(on: string, chance: number): Operation | undefined {
    const tags = this.#held.unacknowledged(on);
    const wrong = this.#choose(24) === 0;
    if (tags.length === 0 && !wrong) return undefined;
    const tag = wrong ? this.#choose(6) : this.#one(tags);
    const multiple = this.#choose(3) === 0;
    if (chance < 61) return ack(on, tag, multiple);
    const requeue = this.#choose(3) !== 0 && !this.#held.isLimited(on);
    if (!requeue && this.#held.isLimitedTwice(on)) return undefined;
    return chance < 69 ? nack(on, tag, { multiple, requeue }) : reject(on, tag, requeue);
  }

  #publishable(): string[] {
    return [...this.#queues.keys()].filter((queue) => queue !== "dlq");
  }

  #one<T>(of: readonly T[]): T {
    return of[this.#choose(of.length)]!;
  }
}
