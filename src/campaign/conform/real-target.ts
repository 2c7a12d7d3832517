import type { ClientMethod } from "../../brokers/rabbitmq/methods.ts";
import type { Step } from "../../brokers/rabbitmq/conformance/play.ts";
import type { Transcript } from "../../brokers/rabbitmq/conformance/transcript.ts";
import type { Gate } from "./gate.ts";
import { within } from "./monitor.ts";
import type { Monitor } from "./monitor.ts";
import { RealConnection } from "./real-connection.ts";
import { sleep } from "./sleep.ts";
import { Stand } from "./stand.ts";

/** How patiently a script waits until nothing moves any more. */
export interface Pace {
  /** Looks that must find nothing new, one after another, and the time before each, ms. */
  readonly quiet: number;
  readonly pause: number;
  /** How long an answer or a confirm may be outstanding, ms. */
  readonly outstanding: number;
}

export const QUICK: Pace = { quiet: 1, pause: 0, outstanding: 1_000 };
export const PATIENT: Pace = { quiet: 3, pause: 25, outstanding: 2_000 };
/** The pause where a queue cannot be asked, ms. */
const UNSEEN = 20;

/** Plays a script's steps on a real broker, through amqplib. */
export class RealTarget {
  readonly #transcript: Transcript;
  readonly #pace: Pace;
  /** Names of everything that the program makes begin with this. */
  readonly #run: string;
  readonly #gate: Gate | undefined;
  #monitor: Monitor;
  #stand: Stand;
  readonly #connections = new Map<string, RealConnection>();
  readonly #queues = new Set<string>();
  readonly #exchanges = new Set<string>();
  #quorum = false;
  /** Some queue cannot be asked how it stands. */
  #unseen = false;

  constructor(monitor: Monitor, transcript: Transcript, run: string, pace: Pace, gate?: Gate) {
    this.#monitor = monitor;
    this.#stand = new Stand(monitor);
    this.#transcript = transcript;
    this.#run = run;
    this.#pace = pace;
    this.#gate = gate;
  }

  async do(step: Step): Promise<void> {
    this.#monitor.check();
    switch (step.do) {
      case "open":
        return this.#open(step.connection);
      case "send":
        return within(this.#send(step.connection, step.method), this.#monitor);
      case "cut":
        return this.#cut(step.connection);
      case "deafen": {
        const connection = this.#connections.get(step.connection);
        if (connection !== undefined) connection.deaf = true;
        return;
      }
      case "wait":
        return sleep(step.ms);
      case "settle":
        return this.#settle();
      case "restart":
      case "kill":
        return this.#through();
    }
  }

  /** Connections are there until the broker is not. */
  async #through(): Promise<void> {
    const connections = [...this.#connections.values()];
    this.#connections.clear();
    this.#monitor = await this.#gate!.through();
    this.#stand = new Stand(this.#monitor, this.#stand.queues);
    for (const connection of connections) await connection.cut();
  }

  /** Closes all connections and removes all that the script has made. */
  async end(): Promise<void> {
    for (const name of [...this.#connections.keys()]) await this.#cut(name);
    await this.#stand.close();
    await this.#monitor.remove([...this.#queues], [...this.#exchanges]);
  }

  async #open(name: string): Promise<void> {
    const connection = await RealConnection.open(this.#monitor.url, {
      received: (method) => void this.#transcript.received(name, method),
      dropped: () => {
        if (this.#connections.get(name) !== connection) return;
        this.#connections.delete(name);
        this.#transcript.dropped(name);
      },
    });
    this.#connections.set(name, connection);
  }

  async #send(name: string, method: ClientMethod): Promise<void> {
    const connection = this.#connections.get(name);
    if (connection === undefined) return;
    if (method.type === "channel.open") return connection.openChannel(method.channel);
    if (method.type !== "connection.close") {
      this.#note(method);
      return connection.send(method);
    }
    this.#connections.delete(name);
    return connection.close();
  }

  async #cut(name: string): Promise<void> {
    const connection = this.#connections.get(name);
    this.#connections.delete(name);
    await connection?.cut();
  }

  /** What is to be removed, and what can be asked how it stands. */
  #note(method: ClientMethod): void {
    if (method.type === "exchange.declare" && method.passive !== true && !method.exchange.startsWith("amq.")) this.#exchanges.add(method.exchange);
    if (method.type !== "queue.declare" || method.passive === true) return;
    this.#queues.add(method.queue);
    const table = method.arguments ?? {};
    if (table["x-queue-type"] === "quorum") this.#quorum = true;
    // To ask an exclusive queue is an error, and to ask one that expires keeps it from doing so. A single active consumer queue may crash
    // (row 40), and the connection of whoever asks it at that moment with it: 541.
    const classic = table["x-queue-type"] !== "quorum";
    if (method.exclusive === true || "x-expires" in table || (classic && "x-single-active-consumer" in table)) this.#unseen = true;
    else this.#stand.queues.add(method.queue);
  }

  async #settle(): Promise<void> {
    const began = performance.now();
    const pause = Math.max(this.#pace.pause, this.#unseen ? UNSEEN : 0);
    let last = "";
    for (let quiet = 0; quiet <= this.#pace.quiet; ) {
      if (pause > 0) await sleep(pause);
      await this.#barrier();
      if (this.#quorum) await this.#monitor.logWritten(this.#run);
      const stand = await this.#stand.read();
      await this.#barrier();
      const now = `${stand} ${this.#transcript.observed}`;
      quiet = now === last ? quiet + 1 : 0;
      last = now;
      if (!this.#transcript.outstanding || performance.now() - began > this.#pace.outstanding) continue;
      quiet = 0;
      await sleep(5);
    }
  }

  async #barrier(): Promise<void> {
    await within(Promise.all([...this.#connections.values()].map((connection) => connection.barrier())), this.#monitor);
  }
}
