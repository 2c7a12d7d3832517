import { idOf } from "./frames.ts";
import type { Frame } from "./frames.ts";
import { within } from "./monitor.ts";
import type { Monitor } from "./monitor.ts";
import type { LibraryChannel } from "./server.ts";

/**
 * How the queues of a script stand: passive declarations over a channel beside those of the script. A queue answers them ahead of what it has
 * still to do, so only the second of two tells whether it has done it.
 */
export class Stand {
  /** Those there may be. */
  readonly queues: Set<string>;
  readonly #monitor: Monitor;
  #channel: LibraryChannel | undefined;

  constructor(monitor: Monitor, queues: Iterable<string> = []) {
    this.#monitor = monitor;
    this.queues = new Set(queues);
  }

  async read(): Promise<string> {
    const lines: string[] = [];
    for (const queue of [...this.queues]) lines.push(`${queue} ${await this.#ask(queue)}`);
    return lines.join("\n");
  }

  async #ask(queue: string): Promise<string> {
    const channel = (this.#channel ??= await this.#monitor.channel());
    const answered = new Promise<string>((done) => {
      channel.accept = ({ id, fields }: Frame) => {
        if (id === idOf("queue.declare-ok")) return done(`${String(fields!["messageCount"])} ${String(fields!["consumerCount"])}`);
        if (id !== idOf("channel.close")) return;
        channel.sendImmediately(idOf("channel.close-ok"), {});
        channel.toClosed("");
        this.#channel = undefined;
        // It is not there. A later declaration names it again.
        this.queues.delete(queue);
        done("gone");
      };
      channel.sendImmediately(idOf("queue.declare"), { queue, passive: true, nowait: false });
    });
    return within(answered, this.#monitor);
  }

  async close(): Promise<void> {
    const channel = this.#channel as unknown as import("amqplib").Channel | undefined;
    this.#channel = undefined;
    if (channel === undefined || this.#monitor.gone !== undefined) return;
    // The library waits for its own frames again.
    delete (channel as { accept?: unknown }).accept;
    await within(channel.close(), this.#monitor).catch(() => undefined);
  }
}
