import { observation } from "../../../src/brokers/rabbitmq/conformance/observation.ts";
import type { ClientMethod, ServerMethod } from "../../../src/brokers/rabbitmq/methods.ts";

type Channel = {
  /** Requests whose answer is outstanding. */
  readonly awaiting: string[];
  /** Confirms: by sequence number, the message. */
  readonly unconfirmed: Map<number, number>;
  published: number;
  confirming: boolean;
};

const SILENT = new Set(["channel.open-ok", "connection.open-ok", "confirm.select-ok", "basic.qos-ok", "basic.cancel-ok", "heartbeat"]);

/** What the clients of an episode see, step by step, in words. */
export class Witness {
  readonly #channels = new Map<string, Channel>();
  readonly #connected = new Set<string>();
  #lines: (readonly [on: string, line: string])[] = [];
  #settled: (readonly [on: string, verb: "acked" | "nacked", message: number])[] = [];
  /** Sent in this step. */
  #asked: (readonly [on: string, what: string])[] = [];
  #published: (readonly [on: string, sequence: number])[] = [];

  isOpen(name: string): boolean {
    return this.#channels.has(name) || this.#connected.has(name);
  }

  opened(connection: string): void {
    this.#connected.add(connection);
  }

  sending(connection: string, method: ClientMethod): void {
    const name = `${connection}${method.channel}`;
    if (method.type === "channel.open") return void this.#channels.set(name, { awaiting: [], unconfirmed: new Map(), published: 0, confirming: false });
    const channel = this.#channels.get(name);
    if (method.type === "channel.close") this.#channels.delete(name);
    if (channel === undefined || method.type === "channel.close") return;
    if (method.type === "basic.publish") {
      if (!channel.confirming) return;
      channel.unconfirmed.set(++channel.published, method.message.id);
      this.#published.push([name, channel.published]);
    } else if (method.type === "confirm.select") channel.confirming = true;
    else if (!/^basic\.(?:ack|nack|reject|qos|cancel)$/.test(method.type)) {
      const what = `${method.type}${"queue" in method ? ` ${method.queue}` : ""}`;
      channel.awaiting.push(what);
      this.#asked.push([name, what]);
    }
  }

  /** Returns what AMQP has a client answer at once. */
  received(connection: string, outside: ServerMethod): ClientMethod | undefined {
    const method = inside(outside);
    const name = `${connection}${method.channel}`;
    const channel = this.#channels.get(name);
    if (method.type === "connection.close") {
      if (this.#connected.has(connection)) this.#lines.push([connection, observation(method, [])]);
      this.lost(connection);
      return { type: "connection.close-ok", channel: 0 };
    }
    if (method.type === "channel.close") {
      if (channel !== undefined) this.#lines.push([name, observation(method, [])]);
      this.#channels.delete(name);
      return { type: "channel.close-ok", channel: method.channel };
    }
    if (channel === undefined || SILENT.has(method.type)) return undefined;
    if (method.type === "basic.ack" || method.type === "basic.nack") this.#confirmed(name, channel, method.type === "basic.ack" ? "acked" : "nacked", method.deliveryTag, method.multiple);
    else {
      const asked = /-(?:ok|empty)$/.test(method.type) ? channel.awaiting.shift() : undefined;
      const line = observation(method, []);
      this.#lines.push([name, line !== "" && line !== "got nothing" ? line : `${asked ?? ""} ${method.type.replace(/^.*-/, "")}`]);
    }
    return undefined;
  }

  /** The socket is gone, and the client did not do it. */
  dropped(connection: string): void {
    if (!this.#connected.has(connection)) return;
    this.#lines.push([connection, "connection lost"]);
    this.lost(connection);
  }

  /** It could not connect. */
  refused(connection: string): void {
    this.#lines.push([connection, "cannot connect"]);
    this.lost(connection);
  }

  lost(connection: string): void {
    this.#connected.delete(connection);
    for (const name of [...this.#channels.keys()]) if (name.replace(/\d+$/, "") === connection) this.#channels.delete(name);
  }

  #confirmed(name: string, channel: Channel, verb: "acked" | "nacked", tag: number, multiple: boolean): void {
    for (const sequence of multiple ? [...channel.unconfirmed.keys()].filter((one) => one <= tag) : [tag]) {
      const message = channel.unconfirmed.get(sequence);
      if (!channel.unconfirmed.delete(sequence)) this.#lines.push([name, `${verb} again: ${sequence}`]);
      else this.#settled.push([name, verb, message!]);
    }
  }

  /** All that was seen since the last time: channel by channel, confirms as sets, and what was asked since and has no answer. */
  take(): string[] {
    const lines = this.#lines;
    for (const verb of ["acked", "nacked"] as const) {
      const by = new Map<string, number[]>();
      for (const [name, what, message] of this.#settled) if (what === verb) by.set(name, [...(by.get(name) ?? []), message]);
      for (const [name, messages] of by) lines.push([name, `${verb} ${list(messages)}`]);
    }
    for (const [name, what] of this.#asked) if (this.#channels.get(name)?.awaiting.includes(what) === true) lines.push([name, `no answer yet to ${what}`]);
    const open = new Map<string, number[]>();
    for (const [name, sequence] of this.#published) {
      const message = this.#channels.get(name)?.unconfirmed.get(sequence);
      if (message !== undefined) open.set(name, [...(open.get(name) ?? []), message]);
    }
    for (const [name, messages] of open) lines.push([name, `no confirm yet of ${list(messages)}`]);
    [this.#lines, this.#settled, this.#asked, this.#published] = [[], [], [], []];
    return lines.map(([name, line], at) => ({ name, line, at })).sort((a, b) => order(a.name, b.name) || a.at - b.at).map(({ name, line }) => `${name}: ${line.trim()}`);
  }
}

const order = (a: string, b: string): number => (a === b ? 0 : a.replace(/\d+$/, (n) => n.padStart(3, "0")) < b.replace(/\d+$/, (n) => n.padStart(3, "0")) ? -1 : 1);
const list = (messages: readonly number[]): string => [...messages].sort((a, b) => a - b).map((id) => `m${id}`).join(" ");

/** A real node is called rabbit@rb1, and breaks the lines of a long term. */
function inside(method: ServerMethod): ServerMethod {
  return method.type === "channel.close" || method.type === "connection.close" ? { ...method, replyText: method.replyText.replaceAll("rabbit@", "").replaceAll(/,\s+/g, (comma) => (comma.includes("\n") ? "," : comma)) } : method;
}
