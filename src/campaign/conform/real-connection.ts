import type { ClientMethod, ServerMethod } from "../../brokers/rabbitmq/methods.ts";
import { fieldsOf, HEADER, idOf, methodOf } from "./frames.ts";
import type { Frame } from "./frames.ts";
import { connect } from "./server.ts";
import type { LibraryChannel, Model } from "./server.ts";

/** Who hears what comes over a connection. */
export interface Heard {
  received(method: ServerMethod): void;
  /** It is gone, and nobody here ended it. */
  dropped(): void;
}

const BARRIER = "faultline barrier ";
const CARRIES = new Set(["basic.deliver", "basic.get-ok", "basic.return"].map(idOf));

/** A connection of a script: frames of its own channel numbers over a connection of amqplib. */
export class RealConnection {
  /** The client reads no further. */
  deaf = false;
  readonly #model: Model;
  readonly #heard: Heard;
  readonly #channels = new Map<number, LibraryChannel>();
  /** By channel and by what is waited for: what its coming, or the end of the channel, resolves. */
  readonly #waiting = new Map<LibraryChannel, Map<string, () => void>>();
  /** Channels whose close-ok is outstanding. */
  #leaving: Promise<void>[] = [];
  #passed = 0;
  #over = false;

  private constructor(model: Model, heard: Heard) {
    this.#model = model;
    this.#heard = heard;
    const zero = model.connection.channels[0]!.channel;
    const accept = zero.accept;
    zero.accept = (frame) => {
      if (frame.id === idOf("connection.close") && !this.deaf && !this.#over) heard.received(methodOf(frame, undefined, "")!);
      accept(frame);
    };
    model.on("close", () => {
      const expected = this.#over;
      this.#end();
      if (!expected) heard.dropped();
    });
  }

  static async open(url: string, heard: Heard): Promise<RealConnection> {
    return new RealConnection(await connect(url), heard);
  }

  async openChannel(number: number): Promise<void> {
    let channel: LibraryChannel;
    try {
      channel = (await this.#model.createChannel()) as unknown as LibraryChannel;
    } catch (error) {
      // The connection ended meanwhile, which its own frames have told.
      if (this.#over) return;
      throw error;
    }
    this.#channels.set(number, channel);
    this.#heard.received({ type: "channel.open-ok", channel: number });
    let method: Frame = { channel: number };
    let header: Frame | undefined;
    let body = "";
    channel.accept = (frame) => {
      if (this.deaf) return;
      if (frame.content !== undefined) body += Buffer.from(frame.content).toString();
      else if (frame.id === HEADER) header = frame;
      else [method, header, body] = [frame, undefined, ""];
      const complete = !CARRIES.has(method.id!) || (header !== undefined && Buffer.byteLength(body) >= header.size!);
      if (complete) this.#received(number, channel, methodOf({ ...method, channel: number }, header, body));
    };
  }

  /** Sends any method but those that open or close a connection or open a channel. */
  async send(method: ClientMethod): Promise<void> {
    const channel = this.#channels.get(method.channel);
    if (channel === undefined) return;
    if (method.type === "channel.close") this.#leave(method.channel, channel);
    else if (method.type === "basic.publish") channel.sendMessage(method, method.properties ?? {}, Buffer.from(`m${method.message.id}`));
    else {
      channel.sendImmediately(idOf(method.type), fieldsOf(method));
      // Whatever comes on a channel while it commits ends the connection (504).
      if (method.type === "tx.commit") await this.#until(channel, "tx.commit-ok");
    }
  }

  /** Resolves with an answer from every channel, behind all it had to do and all it had to tell. */
  async barrier(): Promise<void> {
    if (this.deaf) return;
    const left = this.#leaving;
    this.#leaving = [];
    const answers = [...this.#channels.values()].map((channel) => {
      const consumerTag = `${BARRIER}${++this.#passed}`;
      const answered = this.#until(channel, consumerTag);
      channel.sendImmediately(idOf("basic.cancel"), { consumerTag, nowait: false });
      return answered;
    });
    await Promise.all([...left, ...answers]);
  }

  async close(): Promise<void> {
    this.#end();
    // When the broker has ended it first, that is as well.
    await this.#model.close().catch(() => undefined);
  }

  /** Without a word. */
  async cut(): Promise<void> {
    this.#end();
    const { stream } = this.#model.connection;
    stream.destroy();
    if (!stream.closed) await new Promise<void>((done) => stream.once("close", () => done()));
  }

  #received(number: number, channel: LibraryChannel, method: ServerMethod | undefined): void {
    if (method === undefined) return;
    const waiting = this.#waiting.get(channel);
    if (method.type === "basic.cancel-ok" && method.consumerTag.startsWith(BARRIER)) return waiting?.get(method.consumerTag)?.();
    if (this.#over || this.#channels.get(number) !== channel) return;
    this.#heard.received(method);
    waiting?.get(method.type)?.();
    if (method.type !== "channel.close") return;
    channel.sendImmediately(idOf("channel.close-ok"), {});
    this.#released(number, channel);
  }

  #leave(number: number, channel: LibraryChannel): void {
    this.#channels.delete(number);
    channel.sendImmediately(idOf("channel.close"), fieldsOf({ type: "channel.close", channel: number }));
    this.#leaving.push(this.#until(channel, "channel.close-ok"));
    channel.accept = ({ id }) => {
      if (id === idOf("channel.close")) channel.sendImmediately(idOf("channel.close-ok"), {});
      if (id === idOf("channel.close-ok")) this.#released(number, channel);
    };
  }

  #until(channel: LibraryChannel, what: string): Promise<void> {
    const waiting = this.#waiting.get(channel) ?? new Map<string, () => void>();
    this.#waiting.set(channel, waiting);
    return new Promise((done) => {
      waiting.set(what, () => {
        waiting.delete(what);
        done();
      });
    });
  }

  #released(number: number, channel: LibraryChannel): void {
    if (this.#channels.get(number) === channel) this.#channels.delete(number);
    this.#resolve(channel);
    channel.toClosed("");
  }

  #resolve(channel: LibraryChannel): void {
    for (const done of [...(this.#waiting.get(channel)?.values() ?? [])]) done();
    this.#waiting.delete(channel);
  }

  #end(): void {
    this.#over = true;
    for (const channel of [...this.#waiting.keys()]) this.#resolve(channel);
  }
}
