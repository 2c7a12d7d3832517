/** Three nodes and clients that do what a script says at set times; what they hear is noted down, with the time in ms. */
import type { ClusterNodeOptions } from "../../../../src/brokers/rabbitmq/cluster/server.ts";
import { rabbitmqCluster } from "../../../../src/brokers/rabbitmq/cluster/server.ts";
import type { ClientMethod, ServerMethod, Table } from "../../../../src/brokers/rabbitmq/methods.ts";
import type { Message } from "../../../../src/delivery/message.ts";
import type { Connection, Factory } from "../../../../src/world/process.ts";
import { play } from "../../../support/stage.ts";
import type { Cast, Say, Setting, Staged } from "../../../support/stage.ts";

export const NODES = ["rb1", "rb2", "rb3"] as const;

/** What a client does: methods without their channel, which is 1. */
type Sent = ClientMethod extends infer M ? (M extends { readonly channel: number } ? Omit<M, "channel"> : never) : never;
export type Script = { readonly [ms: number]: readonly (Sent & { readonly channel?: number })[] };

export const message = (id: number): Message => ({ id, key: "k1", producer: "p", body: id });
export const publish = (id: number, queue = "q", more: object = {}): Sent => ({ type: "basic.publish", message: message(id), exchange: "", routingKey: queue, properties: { deliveryMode: 2 }, ...more });
export const declare = (queue = "q", given: Table = {}): Sent => ({ type: "queue.declare", queue, durable: true, arguments: given });
export const quorum = (queue = "q"): Sent => declare(queue, { "x-queue-type": "quorum" });
export const consume = (queue = "q", consumerTag = "A", more: object = {}): Sent => ({ type: "basic.consume", queue, consumerTag, ...more });
export const get = (queue = "q"): Sent => ({ type: "basic.get", queue });
export const ack = (deliveryTag: number, multiple = false): Sent => ({ type: "basic.ack", deliveryTag, multiple });
export const confirms: Sent = { type: "confirm.select" };

/** Opens a connection and a channel at the start, and again for a script that says so. Steps of one time are sent together. */
export function client(say: Say, name: string, node: string, script: Script): Factory {
  return () => {
    let connection: Connection<any> | undefined;
    return {
      start(ctx) {
        connection = ctx.connect(node);
        for (const method of ["connection.open", "channel.open"] as const) connection.send({ type: method, channel: method === "channel.open" ? 1 : 0, ...(method === "connection.open" ? { heartbeat: 0 } : {}) });
        for (const ms of Object.keys(script)) ctx.timer("script", Number(ms) * 1_000, Number(ms));
      },
      wake(_ctx, _timer, ms) {
        for (const method of script[ms!]!) connection!.send({ channel: 1, ...method });
      },
      data: (_ctx, _connection, frame: ServerMethod) => {
        const text = told(frame);
        if (text !== "") say(`${name} ${text}`);
      },
      closed: (_ctx, _connection, reason) => say(`${name} heard ${reason}`),
    };
  };
}

function told(frame: ServerMethod): string {
  switch (frame.type) {
    case "connection.open-ok": case "channel.open-ok": case "confirm.select-ok": case "basic.qos-ok": case "basic.consume-ok": case "heartbeat":
      return "";
    case "basic.deliver":
      return `${frame.consumerTag}#${frame.deliveryTag} m${frame.message.id}${frame.redelivered ? "R" : ""}`;
    case "basic.get-ok":
      return `G#${frame.deliveryTag} m${frame.message.id}${frame.redelivered ? "R" : ""} left ${frame.messageCount}`;
    case "basic.ack":
    case "basic.nack":
      return `C${frame.type === "basic.ack" ? "+" : "-"}${frame.multiple ? "..." : ""}${frame.deliveryTag}`;
    case "basic.return":
      return `return m${frame.message.id} ${frame.replyCode}`;
    case "basic.cancel":
      return `cancelled ${frame.consumerTag}`;
    case "channel.close":
    case "connection.close":
      return `${frame.type} ${frame.replyCode} ${frame.replyText}`;
    case "queue.declare-ok":
      return `declared ${frame.queue} ${frame.messageCount}${frame.consumerCount > 0 ? ` for ${frame.consumerCount}` : ""}`;
    default:
      return frame.type;
  }
}

export interface Played extends Staged {
  /** What was said, without the time. */
  readonly heard: readonly string[];
}

/** `clients`: name to [node, script]. */
export function cluster(clients: { readonly [name: string]: readonly [node: string, script: Script] }, setting: Setting & { readonly options?: Partial<ClusterNodeOptions> } = {}): Played {
  const { options, ...more } = setting;
  const last = Math.max(...Object.values(clients).flatMap(([, script]) => Object.keys(script).map(Number)));
  const staged = play((say): Cast => ({
    ...Object.fromEntries(NODES.map((name) => [name, rabbitmqCluster({ nodes: NODES, ...options, settings: { quorumRegistryFlush: 0, ...options?.settings } })])),
    // Most of what nodes do of their own accord keeps no run alive.
    audience: { start: (ctx) => ctx.timer("end", `${last + 3_000}ms`) },
    ...Object.fromEntries(Object.entries(clients).map(([name, [node, script]]) => [name, client(say, name, node, script)])),
  }), { settle: "2m", ...more });
  return { ...staged, heard: staged.said.map((line) => line.slice(line.indexOf(" ") + 1)) };
}

/** What the clients of a node hear that stops. */
export const FORCED = "connection.close 320 CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'";

/** What one of them heard. */
export const heardBy = ({ heard }: Played, name: string): string[] => heard.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));

/** The sequence numbers that were confirmed, in order of the numbers; an error if one was rejected or confirmed twice. */
export function confirmed(heard: readonly string[]): number[] {
  const sequences: number[] = [];
  for (const line of heard) {
    const [, nack, multiple, tag] = /^C(\+|-)(\.\.\.)?(\d+)$/.exec(line) ?? [];
    if (tag === undefined) continue;
    if (nack === "-") throw new Error(`rejected: ${line}`);
    for (let sequence = multiple === undefined ? Number(tag) : 1; sequence <= Number(tag); sequence++) {
      if (!sequences.includes(sequence)) sequences.push(sequence);
      else if (multiple === undefined) throw new Error(`confirmed twice: ${sequence}`);
    }
  }
  return sequences.sort((a, b) => a - b);
}
