import type { ClientMethod } from "../../brokers/rabbitmq/methods.ts";
import type { Step } from "../../brokers/rabbitmq/conformance/play.ts";
import type { Transcript } from "../../brokers/rabbitmq/conformance/transcript.ts";
import { fieldsOf, HEADER, idOf, methodOf } from "./frames.ts";
import type { Frame } from "./frames.ts";
import type { Gate } from "./gate.ts";
import { within } from "./monitor.ts";
import type { Monitor } from "./monitor.ts";
import { connect } from "./server.ts";
import type { LibraryChannel, Model } from "./server.ts";
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

interface Connection {
  readonly model: Model;
  readonly channels: Map<number, LibraryChannel>;
  deaf: boolean;
}

/** The pause where a queue cannot be asked, ms. */
const UNSEEN = 20;
const BARRIER = "faultline barrier ";

/** Plays a script's steps on a real broker, through amqplib. */
export class RealTarget {
  readonly #transcript: Transcript;
  readonly #pace: Pace;
  readonly #prefix: string;
  readonly #gate: Gate | undefined;
  #monitor: Monitor;
  #stand: Stand;
  readonly #connections = new Map<string, Connection>();
  readonly #queues = new Set<string>();
  readonly #exchanges = new Set<string>();
  readonly #barriers = new Map<LibraryChannel, Map<string, () => void>>();
  /** Channels whose close-ok is outstanding. */
  readonly #leaving = new Set<Promise<void>>();
  #passed = 0;
  #quorum = false;
  /** Some queue cannot be asked how it stands. */
  #unseen = false;

  constructor(monitor: Monitor, transcript: Transcript, prefix: string, pace: Pace, gate?: Gate) {
    this.#monitor = monitor;
    this.#stand = new Stand(monitor);
    this.#transcript = transcript;
    this.#prefix = prefix;
    this.#pace = pace;
    this.#gate = gate;
  }

  async do(step: Step): Promise<void> {
    this.#monitor.check();
    switch (step.do) {
      case "open":
        return this.#open(step.connection);
      case "send":
        return this.#send(step.connection, step.method);
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
        for (const name of [...this.#connections.keys()]) this.#forget(name);
        this.#monitor = await this.#gate!.through();
        this.#stand = new Stand(this.#monitor, this.#stand.queues);
    }
  }

  /** Closes all connections and removes all that the script has made. */
  async end(): Promise<void> {
    for (const name of [...this.#connections.keys()]) await this.#cut(name);
    await this.#stand.close();
    await this.#monitor.remove([...this.#queues], [...this.#exchanges]);
  }

  async #open(name: string): Promise<void> {
    const model = await connect(this.#monitor.url);
    const connection: Connection = { model, channels: new Map(), deaf: false };
    this.#connections.set(name, connection);
    const zero = model.connection.channels[0]!.channel;
    const accept = zero.accept;
    zero.accept = (frame) => {
      if (frame.id === idOf("connection.close") && !connection.deaf) this.#transcript.received(name, methodOf(frame, undefined, "")!);
      accept(frame);
    };
    model.on("close", () => {
      for (const channel of connection.channels.values()) this.#release(channel);
      if (this.#connections.get(name) !== connection) return;
      this.#connections.delete(name);
      this.#transcript.dropped(name);
    });
  }

  async #send(name: string, method: ClientMethod): Promise<void> {
    const connection = this.#connections.get(name);
    if (connection === undefined) return;
    if (method.type === "connection.close") {
      this.#connections.delete(name);
      return within(connection.model.close(), this.#monitor).catch(() => this.#monitor.check());
    }
    if (method.type === "channel.open") return this.#openChannel(name, connection, method.channel);
    this.#note(method);
    const channel = connection.channels.get(method.channel);
    if (channel === undefined) return;
    if (method.type === "channel.close") {
      connection.channels.delete(method.channel);
      this.#leave(channel);
    } else if (method.type === "basic.publish") channel.sendMessage(method, method.properties ?? {}, Buffer.from(`m${method.message.id}`));
    else {
      channel.sendImmediately(idOf(method.type), fieldsOf(method));
      // Whatever comes on a channel while it commits ends the connection (504).
      if (method.type === "tx.commit") await within(new Promise<void>((done) => this.#waiting(channel).set("tx.commit-ok", done)), this.#monitor);
    }
  }

  /** What an answer to a barrier resolves, by its tag, or the end of the channel. */
  #waiting(channel: LibraryChannel): Map<string, () => void> {
    const waiting = this.#barriers.get(channel) ?? new Map<string, () => void>();
    this.#barriers.set(channel, waiting);
    return waiting;
  }

  async #openChannel(name: string, connection: Connection, number: number): Promise<void> {
    let channel: LibraryChannel;
    try {
      channel = (await within(connection.model.createChannel(), this.#monitor)) as unknown as LibraryChannel;
    } catch (error) {
      // The connection ended meanwhile, which its own frames have told.
      if (this.#connections.get(name) !== connection) return;
      throw error;
    }
    connection.channels.set(number, channel);
    this.#transcript.received(name, { type: "channel.open-ok", channel: number });
    let method: Frame | undefined;
    let header: Frame | undefined;
    let body = "";
    channel.accept = (frame) => {
      if (connection.deaf) return;
      if (frame.content !== undefined) body += Buffer.from(frame.content).toString();
      else if (frame.id === HEADER) header = frame;
      else [method, header, body] = [frame, undefined, ""];
      const carries = method!.id === idOf("basic.deliver") || method!.id === idOf("basic.get-ok") || method!.id === idOf("basic.return");
      if (carries && (header === undefined || Buffer.byteLength(body) < header.size!)) return;
      this.#received(name, connection, number, channel, methodOf({ ...method!, channel: number }, header, body));
    };
  }

  #received(name: string, connection: Connection, number: number, channel: LibraryChannel, method: ReturnType<typeof methodOf>): void {
    if (method === undefined) return;
    if (method.type === "basic.cancel-ok" && method.consumerTag.startsWith(BARRIER)) return this.#barriers.get(channel)?.get(method.consumerTag)?.();
    if (connection.channels.get(number) !== channel) return;
    this.#transcript.received(name, method);
    if (method.type === "tx.commit-ok") this.#waiting(channel).get(method.type)?.();
    if (method.type !== "channel.close") return;
    connection.channels.delete(number);
    channel.sendImmediately(idOf("channel.close-ok"), {});
    this.#release(channel);
    channel.toClosed("");
  }

  #leave(channel: LibraryChannel): void {
    channel.sendImmediately(idOf("channel.close"), { replyCode: 200, replyText: "", classId: 0, methodId: 0 });
    const left = new Promise<void>((done) => {
      this.#barriers.set(channel, new Map([["", done]]));
      channel.accept = ({ id }) => {
        if (id === idOf("channel.close")) channel.sendImmediately(idOf("channel.close-ok"), {});
        if (id !== idOf("channel.close-ok")) return;
        this.#release(channel);
        channel.toClosed("");
      };
    });
    this.#leaving.add(left);
  }

  #release(channel: LibraryChannel): void {
    for (const done of this.#barriers.get(channel)?.values() ?? []) done();
    this.#barriers.delete(channel);
  }

  async #cut(name: string): Promise<void> {
    const stream = this.#connections.get(name)?.model.connection.stream;
    this.#forget(name);
    if (stream !== undefined && !stream.closed) await new Promise<void>((done) => stream.once("close", () => done()));
  }

  #forget(name: string): void {
    const connection = this.#connections.get(name);
    this.#connections.delete(name);
    for (const channel of connection?.channels.values() ?? []) this.#release(channel);
    connection?.model.connection.stream.destroy();
  }

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
    let last = "";
    for (let quiet = 0; quiet <= this.#pace.quiet; ) {
      const pause = Math.max(this.#pace.pause, this.#unseen ? UNSEEN : 0);
      if (pause > 0) await sleep(pause);
      await this.#barrier();
      if (this.#quorum) await this.#monitor.logWritten(this.#prefix.replace(/[^.]*\.$/, ""));
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

  /** An answer from every channel, behind all it had to do and all it had to tell. */
  async #barrier(): Promise<void> {
    const left = [...this.#leaving];
    this.#leaving.clear();
    const answers = [...this.#connections.values()].filter(({ deaf }) => !deaf).flatMap(({ channels }) => [...channels.values()]).map((channel) => {
      const consumerTag = `${BARRIER}${++this.#passed}`;
      const waiting = this.#waiting(channel);
      return new Promise<void>((done) => {
        waiting.set(consumerTag, () => {
          waiting.delete(consumerTag);
          done();
        });
        channel.sendImmediately(idOf("basic.cancel"), { consumerTag, nowait: false });
      });
    });
    await within(Promise.all([...left, ...answers]), this.#monitor);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
