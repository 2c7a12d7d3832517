import type { Worker } from "node:worker_threads";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { startThread } from "./entry.ts";
import type { FromThread, ThreadData, ToThread } from "./messages.ts";

/** A thread of its own, which does jobs. */
export class Mate {
  /** It is gone: it ran out of memory, or what it ran has ended it. */
  lost = false;
  readonly #worker: Worker;
  readonly #port: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    // Read when there is time for it; until then it keeps nothing alive.
    port1.unref();
    const data: ThreadData = { port: port2 };
    this.#worker = startThread(data, [port2]);
    this.#worker.unref();
    this.#worker.on("error", () => (this.lost = true));
    this.#worker.on("exit", () => (this.lost = true));
  }

  tell(message: ToThread): void {
    this.#port.postMessage(message);
  }

  /** What it has said that was not heard yet. */
  heard(): FromThread | undefined {
    return receiveMessageOnPort(this.#port)?.message as FromThread | undefined;
  }

  async end(): Promise<void> {
    this.#port.close();
    await this.#worker.terminate();
  }
}

/** Threads beside this one. They are started when they are first wanted, and stay for further campaigns, until `end`. */
export class Crew {
  /** How many, beside this one. */
  readonly size: number;
  #mates: readonly Mate[] | undefined;
  #campaigns = 0;

  constructor(size: number) {
    this.size = size;
  }

  get isStarted(): boolean {
    return this.#mates !== undefined;
  }

  /** Those that are there; started now if they were not. */
  get mates(): readonly Mate[] {
    return (this.#mates ??= Array.from({ length: this.size }, () => new Mate())).filter(({ lost }) => !lost);
  }

  /** A number for a further campaign. */
  campaign(): number {
    return ++this.#campaigns;
  }

  async end(): Promise<void> {
    const mates = this.#mates ?? [];
    this.#mates = [];
    await Promise.all(mates.map((mate) => mate.end()));
  }
}
