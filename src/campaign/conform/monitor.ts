import { InputError } from "../../kernel/errors.ts";
import { idOf } from "./frames.ts";
import type { Frame } from "./frames.ts";
import { connect, PATIENCE, withoutPassword } from "./server.ts";
import type { LibraryChannel, Model } from "./server.ts";

/**
 * A connection of our own beside those of scripts: it asks queues how they stand, waits until a quorum queue's log has been written, and
 * removes what scripts leave. One for all scripts of a broker.
 */
export class Monitor {
  readonly url: string;
  readonly version: string;
  readonly product: string;
  readonly #model: Model;
  /** Why it is gone, when it is and nobody closed it. */
  gone: InputError | undefined;
  #closing = false;
  #barrier: Promise<Barrier> | undefined;

  private constructor(url: string, model: Model) {
    this.url = url;
    this.#model = model;
    ({ version: this.version, product: this.product } = model.connection.serverProperties);
    model.on("close", () => {
      if (!this.#closing) this.gone = new InputError(`${withoutPassword(url)}: the broker is gone; what scripts made there, named faultline.*, may be left`);
    });
  }

  static async open(url: string): Promise<Monitor> {
    return new Monitor(url, await connect(url));
  }

  /** @throws InputError when the broker is gone */
  check(): void {
    if (this.gone !== undefined) throw this.gone;
  }

  async channel(): Promise<LibraryChannel> {
    this.check();
    const channel = (await this.#within(this.#model.createChannel())) as unknown as LibraryChannel & { on(event: string, listener: () => void): void };
    channel.on("error", () => {});
    return channel;
  }

  /** Until what was given to any quorum queue before this call is in its log: they all share one, in order. */
  async logWritten(prefix: string): Promise<void> {
    this.#barrier ??= Barrier.open(this, `${prefix}barrier`);
    const barrier = await this.#barrier;
    await barrier.pass();
    await barrier.pass();
  }

  /** Removes queues and exchanges, whether they are there or not; over another connection when this one is gone. */
  async remove(queues: readonly string[], exchanges: readonly string[]): Promise<void> {
    if (this.gone !== undefined) {
      const other = await Monitor.open(this.url);
      await other.remove(queues, exchanges);
      return other.close();
    }
    const channel = (await this.channel()) as unknown as import("amqplib").Channel;
    for (const queue of queues) await this.#within(channel.deleteQueue(queue));
    for (const exchange of exchanges) await this.#within(channel.deleteExchange(exchange));
    await this.#within(channel.close());
  }

  async close(): Promise<void> {
    this.#closing = true;
    const barrier = await this.#barrier?.catch(() => undefined);
    try {
      if (barrier !== undefined && this.gone === undefined) await this.remove([barrier.queue], []);
      if (this.gone === undefined) await this.#within(this.#model.close());
    } catch {
      // It is gone already.
    }
    this.#model.connection.stream.destroy();
  }

  async #within<T>(answer: PromiseLike<T>): Promise<T> {
    return within(answer, this);
  }
}

/** What the broker answers, or one line why it does not. */
export async function within<T>(answer: PromiseLike<T>, monitor: Monitor): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new InputError(`${withoutPassword(monitor.url)}: the broker does not answer any more`)), PATIENCE);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    monitor.check();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** A quorum queue of our own, with a publisher that waits for its confirms. */
class Barrier {
  readonly queue: string;
  readonly #monitor: Monitor;
  readonly #channel: LibraryChannel;
  readonly #waiting: (() => void)[] = [];

  private constructor(monitor: Monitor, channel: LibraryChannel, queue: string) {
    this.#monitor = monitor;
    this.#channel = channel;
    this.queue = queue;
    let confirmed = 0;
    channel.accept = ({ id, fields }: Frame) => {
      if (id !== idOf("basic.ack")) return;
      const tag = fields!["deliveryTag"] as number;
      for (; confirmed < tag; confirmed++) this.#waiting.shift()?.();
    };
  }

  static async open(monitor: Monitor, queue: string): Promise<Barrier> {
    const channel = await monitor.channel();
    const library = channel as unknown as import("amqplib").Channel & { rpc(id: number, fields: object, expected: number): Promise<unknown> };
    await within(library.assertQueue(queue, { durable: true, arguments: { "x-queue-type": "quorum", "x-max-length": 1 } }), monitor);
    await within(library.rpc(idOf("confirm.select"), { nowait: false }, idOf("confirm.select-ok")), monitor);
    return new Barrier(monitor, channel, queue);
  }

  pass(): Promise<void> {
    const passed = new Promise<void>((done) => this.#waiting.push(done));
    this.#channel.sendMessage({ exchange: "", routingKey: this.queue }, {}, Buffer.from("barrier"));
    return within(passed, this.#monitor);
  }
}
