import { AmqpChannel } from "./channel/channel.ts";
import type { ChannelConnection } from "./channel/channel.ts";
import { AmqpError } from "./errors.ts";
import type { BrokerNode } from "./node.ts";
import type { ClientMethod, ServerMethod } from "./methods.ts";
import type { Sleeper } from "./timers.ts";

const SECOND = 1_000_000;
/** How long the broker waits for `connection.close-ok` (CLOSING_TIMEOUT). */
const CLOSING = 30 * SECOND;

/** A connection from a client (rabbit_reader): its channels, heartbeats, hard errors. */
export class AmqpConnection implements ChannelConnection, Sleeper {
  readonly name: string;
  readonly #node: BrokerNode;
  readonly #channels = new Map<number, AmqpChannel>();
  #state: "open" | "closing" | "closed" = "open";
  #opened = 0;
  /** Seconds; 0: none. */
  #heartbeat = 0;
  #sent = false;
  #received = false;
  /** Intervals in which nothing came. */
  #silent = 0;

  constructor(name: string, node: BrokerNode) {
    this.name = name;
    this.#node = node;
  }

  readonly send = (method: ServerMethod): void => {
    this.#sent = true;
    this.#node.outputs.send(this.name, method);
  };

  /** A frame from the client. */
  received(method: ClientMethod): void {
    this.#received = true;
    if (this.#state === "closing") {
      if (method.type === "connection.close-ok" || method.type === "connection.close") this.#hangUp();
      return;
    }
    const channel = this.#channels.get(method.channel);
    if (channel !== undefined) this.#onChannel(channel, method);
    else if (method.channel === 0) this.#onConnection(method);
    else if (method.type === "channel.open") this.#open(method.channel);
    else if (method.type !== "channel.close-ok") this.fail(new AmqpError("CHANNEL_ERROR", "expected 'channel.open'"));
  }

  #onChannel(channel: AmqpChannel, method: ClientMethod): void {
    if (method.type === "channel.close") {
      channel.close("closed");
      this.#channels.delete(channel.number);
      this.send({ type: "channel.close-ok", channel: channel.number });
    } else if (method.type === "channel.close-ok") {
      if (!channel.open) this.#channels.delete(channel.number);
    } else if (method.type === "channel.open") {
      if (channel.open) this.fail(new AmqpError("CHANNEL_ERROR", "second 'channel.open' seen"));
    } else channel.received(method);
  }

  #onConnection(method: ClientMethod): void {
    if (method.type === "connection.open") {
      this.#heartbeat = method.heartbeat ?? this.#node.settings.heartbeat / SECOND;
      this.send({ type: "connection.open-ok", channel: 0, heartbeat: this.#heartbeat });
      this.#beat();
      this.#listen();
    } else if (method.type === "connection.close") {
      this.#end();
      this.send({ type: "connection.close-ok", channel: 0 });
      this.#hangUp();
    } else if (method.type !== "heartbeat") this.fail(new AmqpError("COMMAND_INVALID", "unimplemented method"));
  }

  #open(number: number): void {
    const { channelMax } = this.#node.settings;
    if (channelMax > 0 && this.#channels.size >= channelMax) return this.fail(new AmqpError("NOT_ALLOWED", `number of channels opened (${this.#channels.size}) has reached the negotiated channel_max (${channelMax})`));
    this.#channels.set(number, new AmqpChannel(`${this.name}/${number}.${++this.#opened}`, number, this.#node, this));
    this.send({ type: "channel.open-ok", channel: number });
  }

  fail(error: AmqpError): void {
    if (this.#state !== "open") return;
    this.#end();
    this.#state = "closing";
    this.send({ type: "connection.close", channel: 0, replyCode: error.code, replyText: error.text });
    this.#node.timers.arm(`closing ${this.name}`, CLOSING, this, true);
  }

  /** The connection is gone: what its channels held is requeued, what was exclusive to it is deleted. */
  closed(): void {
    this.#end();
    this.#state = "closed";
    this.#node.timers.cancel(`closing ${this.name}`);
  }

  wake(timer: string): void {
    if (timer.startsWith("beat ")) {
      if (!this.#sent) this.send({ type: "heartbeat", channel: 0 });
      this.#beat();
    } else if (timer.startsWith("listen ")) {
      this.#silent = this.#received ? 0 : this.#silent + 1;
      if (this.#silent > 1) this.#hangUp();
      else this.#listen();
    } else this.#hangUp();
  }

  /** A heartbeat each half interval in which nothing was sent (rabbit_heartbeat). */
  #beat(): void {
    this.#sent = false;
    if (this.#heartbeat > 0) this.#node.timers.arm(`beat ${this.name}`, (this.#heartbeat * SECOND) / 2, this, true);
  }

  /** Two intervals of silence and the connection is given up: 2 to 3 intervals after the last frame. */
  #listen(): void {
    this.#received = false;
    if (this.#heartbeat > 0) this.#node.timers.arm(`listen ${this.name}`, this.#heartbeat * SECOND, this, true);
  }

  #hangUp(): void {
    this.closed();
    this.#node.outputs.close(this.name);
    this.#node.hungUp(this.name);
  }

  #end(): void {
    if (this.#state !== "open") return;
    this.#state = "closed";
    for (const timer of ["beat", "listen"]) this.#node.timers.cancel(`${timer} ${this.name}`);
    for (const channel of this.#channels.values()) channel.close("closed");
    this.#channels.clear();
    for (const { name, owner } of [...this.#node.topology.queues.values()]) if (owner === this.name) this.#node.remove(name);
  }
}
