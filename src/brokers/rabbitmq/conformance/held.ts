import type { Operation } from "./script.ts";

interface Channel {
  readonly unacknowledged: Set<number>;
  /** Consumers by tag: of which queue, whether they acknowledge, and whether they have prefetch of their own. */
  readonly consumers: Map<string, { readonly queue: string; readonly noAck: boolean; readonly prefetches: boolean }>;
  /** The one queue it consumes from, or has. */
  queue: string | undefined;
  /** It has, or had, prefetch of its own (global). */
  limited: boolean;
  /** Prefetch of consumers to come. */
  prefetch: number;
}

/** What channels hold, read from what a script did and observed. Good enough to write the next operation; wrong only towards boredom. */
export class Held {
  readonly #channels = new Map<string, Channel>();
  #tags = 0;

  after(operation: Operation, observed: readonly string[]): void {
    if (operation.do === "send") this.#sent(operation.on, operation.method);
    for (const line of observed) this.#observed(line, operation);
    if (operation.do === "cut") this.#gone(operation.connection);
    if (operation.do === "send" && operation.method.type === "channel.close") this.#channels.delete(operation.on);
    if (operation.do === "send" && operation.method.type === "connection.close") this.#gone(operation.on.slice(0, 1));
  }

  consumesFromOther(on: string, queue: string): boolean {
    const own = this.#channels.get(on)?.queue;
    return own !== undefined && own !== queue;
  }

  isLimited(on: string): boolean {
    return this.#channels.get(on)?.limited === true;
  }

  /** Limited, with a consumer that is besides by itself. */
  isLimitedTwice(on: string): boolean {
    return this.isLimited(on) && [...this.#channels.get(on)!.consumers.values()].some(({ prefetches }) => prefetches);
  }

  prefetches(on: string): boolean {
    return (this.#channels.get(on)?.prefetch ?? 0) > 0;
  }

  unacknowledged(on: string): number[] {
    return [...(this.#channels.get(on)?.unacknowledged ?? [])];
  }

  consumersOf(on: string): string[] {
    return [...(this.#channels.get(on)?.consumers.keys() ?? [])];
  }

  /** Channels of a connection that have something to return, or somebody who consumes. */
  holders(connection: string): number {
    return [...this.#channels].filter(([name, { unacknowledged, consumers }]) => name.startsWith(connection) && unacknowledged.size + consumers.size > 0).length;
  }

  freshTag(): string {
    return `c${++this.#tags}`;
  }

  #sent(on: string, method: Extract<Operation, { readonly do: "send" }>["method"]): void {
    const channel = this.#channel(on);
    if (method.type === "basic.consume") {
      channel.queue = method.queue;
      channel.consumers.set(method.consumerTag, { queue: method.queue, noAck: method.noAck === true, prefetches: channel.prefetch > 0 && method.noAck !== true });
    } else if (method.type === "basic.cancel") channel.consumers.delete(method.consumerTag);
    else if (method.type === "basic.qos" && method.global === true) channel.limited = true;
    else if (method.type === "basic.qos") channel.prefetch = method.prefetchCount;
    else if (method.type === "basic.recover") channel.unacknowledged.clear();
    else if (method.type === "basic.ack" || method.type === "basic.nack" || method.type === "basic.reject") {
      const multiple = method.type !== "basic.reject" && method.multiple === true;
      for (const tag of channel.unacknowledged) if (tag === method.deliveryTag || (multiple && (method.deliveryTag === 0 || tag < method.deliveryTag))) channel.unacknowledged.delete(tag);
    }
  }

  #observed(line: string, operation: Operation): void {
    const [, name = "", told = ""] = /^(\w+): (.*)$/.exec(line) ?? [];
    if (/^connection /.test(told)) return this.#gone(name);
    if (/^channel closed/.test(told)) return void this.#channels.delete(name);
    const channel = this.#channel(name);
    const cancelled = /^cancelled (\w+)/.exec(told)?.[1];
    if (cancelled !== undefined) channel.consumers.delete(cancelled);
    const [, by, tag] = /^(got |\w+)#(\d+) m/.exec(told) ?? [];
    if (tag === undefined) return;
    const noAck = by === "got " ? operation.do === "send" && operation.method.type === "basic.get" && operation.method.noAck === true : channel.consumers.get(by!)?.noAck === true;
    if (!noAck) channel.unacknowledged.add(Number(tag));
  }

  #channel(name: string): Channel {
    const known = this.#channels.get(name) ?? { unacknowledged: new Set(), consumers: new Map(), queue: undefined, limited: false, prefetch: 0 };
    this.#channels.set(name, known);
    return known;
  }

  #gone(connection: string): void {
    for (const name of [...this.#channels.keys()]) if (name.startsWith(connection)) this.#channels.delete(name);
  }
}
