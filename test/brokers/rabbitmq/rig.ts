import { Broker } from "../../../src/brokers/rabbitmq/broker.ts";
import type { ClientMethod, Properties, ServerMethod } from "../../../src/brokers/rabbitmq/methods.ts";
import type { Outputs, Stored } from "../../../src/brokers/rabbitmq/outputs.ts";
import type { Settings } from "../../../src/brokers/rabbitmq/settings.ts";
import type { Message } from "../../../src/delivery/message.ts";
import type { Plain } from "../../../src/kernel/plain.ts";

type Without<M> = M extends unknown ? Omit<M, "channel"> : never;
type Method = Without<ClientMethod>;

export const message = (id: number): Message => ({ id, key: "k1", producer: "p1", body: id });

/** A node of the broker with a disk, a clock and clients, driven by hand. Syncs are over at once unless they are held. */
export class Rig implements Outputs {
  now = 0;
  broker: Broker;
  /** Syncs wait for `synced()`. */
  held = false;
  readonly noted: string[] = [];
  readonly gauges = new Map<string, number>();
  readonly settings: Partial<Settings>;
  #disk = new Map<string, Plain>();
  #durable = new Map<string, Plain>();
  #unsynced: string[] = [];
  #syncs: string[] = [];
  #timers = new Map<string, number>();
  #clients: Client[] = [];
  #connections = 0;

  constructor(settings: Partial<Settings> = {}) {
    this.settings = settings;
    this.broker = new Broker(this, settings, this.#stored());
    this.settle();
  }

  client(heartbeat = 0): Client {
    const client = new Client(this, `c${++this.#connections}`);
    this.#clients.push(client);
    this.broker.opened(client.name);
    this.received(client, { type: "connection.open", channel: 0, heartbeat });
    return client;
  }

  /** A channel on a connection of its own. */
  channel(): Channel {
    return this.client().channel();
  }

  received(client: Client, method: ClientMethod): void {
    this.broker.received(client.name, method);
    this.settle();
  }

  /** How many syncs are under way. */
  get waiting(): number {
    return this.#syncs.length;
  }

  settle(): void {
    while (!this.held && this.#syncs.length > 0) this.synced();
  }

  /** The oldest sync is over. */
  synced(error?: "full" | "error"): void {
    const tag = this.#syncs.shift()!;
    if (error === undefined) this.#sync();
    this.broker.synced(tag, error);
  }

  /** Time passes. */
  advance(micros: number): void {
    const until = this.now + micros;
    for (;;) {
      const next = [...this.#timers].filter(([, due]) => due <= until).sort(([, a], [, b]) => a - b)[0];
      if (next === undefined) break;
      this.#timers.delete(next[0]);
      this.now = Math.max(this.now, next[1]);
      this.broker.wake(next[0]);
      this.settle();
    }
    this.now = until;
  }

  /** SIGKILL, loss of power, or a graceful stop; then a start. Connections are gone. */
  restart(how: "kill" | "power" | "stop"): void {
    if (how === "stop") {
      this.broker.stopping();
      this.#sync();
    }
    if (how === "power") this.#disk = new Map(this.#durable);
    else this.#sync();
    this.#unsynced = [];
    this.#syncs = [];
    this.#timers.clear();
    this.#clients = [];
    this.broker = new Broker(this, this.settings, this.#stored());
    this.settle();
  }

  keys(prefix: string): string[] {
    return [...this.#disk.keys()].filter((key) => key.startsWith(prefix));
  }

  #stored(): Stored {
    return { keys: (prefix = "") => this.keys(prefix).sort(), read: (key) => this.#disk.get(key) };
  }

  send(connection: string, method: ServerMethod): void {
    this.#clients.find(({ name }) => name === connection)?.frames.push(method);
  }

  close(connection: string): void {
    this.#clients.find(({ name }) => name === connection)!.closed = true;
  }

  #sync(): void {
    for (const key of this.#unsynced) {
      if (this.#disk.has(key)) this.#durable.set(key, this.#disk.get(key)!);
      else this.#durable.delete(key);
    }
    this.#unsynced = [];
  }

  write(key: string, value: Plain): void {
    this.#unsynced.push(key);
    this.#disk.set(key, value);
  }

  remove(key: string): void {
    this.#unsynced.push(key);
    this.#disk.delete(key);
  }

  sync(tag: string): void {
    this.#syncs.push(tag);
  }

  timer(name: string, after: number): void {
    this.#timers.set(name, this.now + after);
  }

  cancel(name: string): void {
    this.#timers.delete(name);
  }

  gauge(name: string, value: number): void {
    this.gauges.set(name, value);
  }

  note(verb: string, { id }: Message, queue: string): void {
    this.noted.push(`${verb} m${id} of ${queue}`);
  }
}

export class Client {
  readonly rig: Rig;
  readonly name: string;
  closed = false;
  frames: ServerMethod[] = [];
  #channels = 0;

  constructor(rig: Rig, name: string) {
    this.rig = rig;
    this.name = name;
  }

  channel(): Channel {
    const channel = new Channel(this, ++this.#channels);
    channel.do({ type: "channel.open" });
    return channel;
  }

  send(method: ClientMethod): void {
    this.rig.received(this, method);
  }

  /** The connection breaks. */
  lost(): void {
    this.rig.broker.closed(this.name);
    this.rig.settle();
  }

  /** What came since, on this channel. */
  take(channel: number): ServerMethod[] {
    const taken = this.frames.filter((frame) => frame.channel === channel);
    this.frames = this.frames.filter((frame) => frame.channel !== channel);
    return taken;
  }
}

export class Channel {
  readonly client: Client;
  readonly number: number;

  constructor(client: Client, number: number) {
    this.client = client;
    this.number = number;
  }

  /** Sends it; what came since on this channel, in the notation of the rules: D delivery, G get-ok, C+ and C- confirms. */
  do(method: Method): string[] {
    this.client.send({ channel: this.number, ...method } as ClientMethod);
    return this.came();
  }

  came(): string[] {
    return this.client.take(this.number).map(show);
  }

  /** A durable queue, unless it is said otherwise. */
  queue(queue: string, given: Partial<Extract<ClientMethod, { type: "queue.declare" }>> = {}): string[] {
    return this.do({ type: "queue.declare", queue, durable: true, ...given });
  }

  /** Persistent, to a queue by the default exchange. */
  publish(routingKey: string, id: number, given: Partial<Extract<ClientMethod, { type: "basic.publish" }>> & { readonly also?: Properties } = {}): string[] {
    const { also, ...rest } = given;
    return this.do({ type: "basic.publish", message: message(id), exchange: "", routingKey, properties: { deliveryMode: 2, ...also }, ...rest });
  }

  consume(queue: string, consumerTag = "A", given: Partial<Extract<ClientMethod, { type: "basic.consume" }>> = {}): string[] {
    return this.do({ type: "basic.consume", queue, consumerTag, ...given }).filter((frame) => frame !== "basic.consume-ok");
  }

  qos(prefetchCount: number, global = false): string[] {
    return this.do({ type: "basic.qos", prefetchCount, global });
  }

  get(queue: string, noAck = false): string[] {
    return this.do({ type: "basic.get", queue, noAck });
  }

  ack(deliveryTag: number, multiple = false): string[] {
    return this.do({ type: "basic.ack", deliveryTag, multiple });
  }

  nack(deliveryTag: number, multiple = false, requeue = true): string[] {
    return this.do({ type: "basic.nack", deliveryTag, multiple, requeue });
  }

  /** How many messages are ready, or what a passive declaration says instead. */
  ready(queue: string): number | string {
    const [answer] = this.do({ type: "queue.declare", queue, passive: true });
    return answer!.startsWith("queue.declare-ok") ? Number(answer!.split(" ")[2]) : answer!;
  }
}

/** A frame in the notation of the rules. */
export function show(frame: ServerMethod): string {
  const again = "redelivered" in frame && frame.redelivered ? "R" : "";
  switch (frame.type) {
    case "basic.deliver": return `D[${frame.consumerTag}]#${frame.deliveryTag} m${frame.message.id}${again}`;
    case "basic.get-ok": return `G#${frame.deliveryTag} m${frame.message.id}${again}`;
    case "basic.get-empty": return "empty";
    case "basic.ack": return `C+${frame.deliveryTag}${frame.multiple ? " and before" : ""}`;
    case "basic.nack": return `C-${frame.deliveryTag}${frame.multiple ? " and before" : ""}`;
    case "basic.return": return `return ${frame.replyCode} m${frame.message.id}`;
    case "basic.cancel": return `cancel ${frame.consumerTag}`;
    case "queue.declare-ok": return `queue.declare-ok ${frame.queue} ${frame.messageCount} ${frame.consumerCount}`;
    case "queue.delete-ok": case "queue.purge-ok": return `${frame.type} ${frame.messageCount}`;
    case "channel.close": case "connection.close": return `${frame.type} ${frame.replyCode} ${frame.replyText}`;
    default: return frame.type;
  }
}
