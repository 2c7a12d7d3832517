import type { ClientMethod, ServerMethod } from "../methods.ts";
import type { Names } from "./names.ts";
import { observation } from "./observation.ts";
import type { Shown } from "./script.ts";

const PASSIVE = "queue.declare passive";

interface Channel {
  /** Methods whose answer is outstanding, in order. */
  readonly awaiting: string[];
  /** Confirms: how many were published since `confirm.select`, and which of them are outstanding. */
  confirming: boolean;
  published: number;
  readonly unconfirmed: Map<number, number>;
}

/** What a client sees, in its own words, from the frames that go and come. */
export class Transcript {
  readonly #names: Names;
  readonly #show: readonly Shown[];
  readonly #connections = new Set<string>();
  readonly #channels = new Map<string, Channel>();
  #lines: (readonly [on: string, line: string])[] = [];
  #confirmed: (readonly [on: string, verb: string, sequence: number])[] = [];

  constructor(names: Names, show: readonly Shown[] = []) {
    this.#names = names;
    this.#show = show;
  }

  isOpen(name: string): boolean {
    return this.#connections.has(name) || this.#channels.has(name);
  }

  opened(connection: string): void {
    this.#connections.add(connection);
  }

  /** A client whose socket is gone. */
  lost(connection: string): void {
    this.#connections.delete(connection);
    for (const name of [...this.#channels.keys()]) if (name.startsWith(connection)) this.#channels.delete(name);
  }

  allLost(): void {
    for (const connection of [...this.#connections]) this.lost(connection);
  }

  /** The socket is gone, and the client did not do it. */
  dropped(connection: string): void {
    if (!this.#connections.has(connection)) return;
    this.#lines.push([connection, "connection lost"]);
    this.lost(connection);
  }

  sending(connection: string, method: ClientMethod): void {
    const name = `${connection}${method.channel}`;
    if (method.type === "channel.open") this.#channels.set(name, { awaiting: ["channel.open"], confirming: false, published: 0, unconfirmed: new Map() });
    else if (method.type === "connection.close") this.lost(connection);
    else if (method.type === "channel.close") this.#channels.delete(name);
    else if (method.type === "basic.publish") this.#publishing(this.#channels.get(name), method.message.id);
    else {
      const channel = this.#channels.get(name);
      if (method.type === "confirm.select" && channel !== undefined) channel.confirming = true;
      if (!/^basic\.(?:ack|nack|reject)$/.test(method.type)) channel?.awaiting.push(method.type === "queue.declare" && method.passive === true ? PASSIVE : method.type);
    }
  }

  #publishing(channel: Channel | undefined, message: number): void {
    if (channel?.confirming === true) channel.unconfirmed.set(++channel.published, message);
  }

  /** A frame from the broker. Returns what AMQP has a client answer at once. */
  received(connection: string, outside: ServerMethod): ClientMethod | undefined {
    const method = this.#names.inside(outside);
    const name = `${connection}${method.channel}`;
    const channel = this.#channels.get(name);
    if (method.type === "connection.close") {
      if (this.#connections.has(connection)) this.#lines.push([connection, observation(method, this.#show)]);
      this.lost(connection);
      return { type: "connection.close-ok", channel: 0 };
    }
    if (method.type === "channel.close") {
      if (channel !== undefined) this.#lines.push([name, observation(method, this.#show)]);
      this.#channels.delete(name);
      return { type: "channel.close-ok", channel: method.channel };
    }
    // Of a channel that is closed: on its way when that happened.
    if (channel === undefined) return undefined;
    if (method.type === "basic.ack" || method.type === "basic.nack") this.#settled(name, channel, method.type === "basic.ack" ? "confirmed" : "refused", method.deliveryTag, method.multiple);
    else {
      const asked = /-(?:ok|empty)$/.test(method.type) ? (channel.awaiting.shift() ?? "nothing") : undefined;
      if (asked !== undefined && !method.type.startsWith(asked.split(" ")[0]!)) this.#lines.push([name, `an answer nobody asked for: ${method.type}`]);
      // A declaration that is not passive tells of a queue only what is no matter of course.
      const bare = method.type === "queue.declare-ok" && asked !== PASSIVE && method.messageCount === 0 && method.consumerCount === 0;
      const line = bare ? "" : observation(method, this.#show);
      const late = method.type === "basic.return" && channel.confirming && ![...channel.unconfirmed.values()].includes(method.message.id) ? " after its confirm" : "";
      if (line !== "") this.#lines.push([name, line + late]);
    }
    return undefined;
  }

  #settled(name: string, channel: Channel, verb: string, tag: number, multiple: boolean): void {
    const tags = multiple ? [...channel.unconfirmed.keys()].filter((one) => tag === 0 || one <= tag) : [tag];
    for (const one of tags) this.#confirmed.push([name, channel.unconfirmed.delete(one) ? verb : `${verb} again`, one]);
  }

  /** An answer or a confirm may still come. */
  get outstanding(): boolean {
    return [...this.#channels.values()].some(({ awaiting, unconfirmed }) => awaiting.length > 0 || unconfirmed.size > 0);
  }

  /** Something was observed since the last `take`, so much. */
  get observed(): number {
    return this.#lines.length + this.#confirmed.length;
  }

  /** All that was observed since the last time: channel by channel, confirms as sets at the end of each. */
  take(): string[] {
    for (const [name, channel] of this.#channels) {
      for (const type of channel.awaiting) this.#lines.push([name, `no answer to ${type}`]);
      channel.awaiting.length = 0;
    }
    for (const verb of ["confirmed", "refused", "confirmed again", "refused again"]) {
      const tags = new Map<string, number[]>();
      for (const [name, what, tag] of this.#confirmed) if (what === verb) tags.set(name, [...(tags.get(name) ?? []), tag]);
      for (const [name, all] of tags) this.#lines.push([name, `${verb} ${ranges(all.sort((a, b) => a - b))}`]);
    }
    const lines = this.#lines.map(([name, line], at) => ({ name, line, at })).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.at - b.at)).map(({ name, line }) => `${name}: ${line}`);
    this.#lines = [];
    this.#confirmed = [];
    return lines;
  }
}

/** 1, 2, 3, 7 as "1-3 7". */
function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < numbers.length; ) {
    let end = at;
    while (numbers[end + 1] === numbers[end]! + 1) end++;
    parts.push(end === at ? `${numbers[at]}` : `${numbers[at]}-${numbers[end]}`);
    at = end + 1;
  }
  return parts.join(" ");
}
