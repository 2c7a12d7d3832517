/**
 * AMQP 0-9-1 between a client and RabbitMQ, as plain frames of a connection: a method with its fields, content included. Names are
 * those of the specification (https://www.rabbitmq.com/resources/specs/amqp0-9-1.extended.xml), in the language's own spelling.
 * What a client library does by itself and nobody can observe (headers, frame sizes, reserved fields, login) is left out.
 */
import type { Message } from "../../delivery/message.ts";
import type { Plain } from "../../kernel/plain.ts";

/** Arguments of a declaration, a binding or a subscription; headers of a message. */
export type Table = { readonly [name: string]: Plain };

/** Properties of a message. Absent: as the specification has it, transient and without priority. */
export type Properties = {
  /** 2: persistent. */
  readonly deliveryMode?: number;
  readonly priority?: number;
  /** Time to live: milliseconds as text, as AMQP has it. */
  readonly expiration?: string;
  readonly headers?: Table;
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly contentType?: string;
  readonly type?: string;
  readonly userId?: string;
  readonly appId?: string;
};

/** 0 is the connection itself. */
type OnChannel = { readonly channel: number };

/** What a client sends. The message of a `basic.publish` is its body. */
export type ClientMethod = OnChannel & (
  | { readonly type: "connection.open"; readonly heartbeat?: number }
  | { readonly type: "connection.close" }
  | { readonly type: "connection.close-ok" }
  | { readonly type: "heartbeat" }
  | { readonly type: "channel.open" }
  | { readonly type: "channel.close" }
  | { readonly type: "channel.close-ok" }
  | { readonly type: "exchange.declare"; readonly exchange: string; readonly kind: string; readonly passive?: boolean; readonly durable?: boolean; readonly autoDelete?: boolean; readonly internal?: boolean; readonly arguments?: Table }
  | { readonly type: "exchange.delete"; readonly exchange: string; readonly ifUnused?: boolean }
  | { readonly type: "exchange.bind" | "exchange.unbind"; readonly destination: string; readonly source: string; readonly routingKey: string; readonly arguments?: Table }
  | { readonly type: "queue.declare"; readonly queue: string; readonly passive?: boolean; readonly durable?: boolean; readonly exclusive?: boolean; readonly autoDelete?: boolean; readonly arguments?: Table }
  | { readonly type: "queue.bind" | "queue.unbind"; readonly queue: string; readonly exchange: string; readonly routingKey: string; readonly arguments?: Table }
  | { readonly type: "queue.purge"; readonly queue: string }
  | { readonly type: "queue.delete"; readonly queue: string; readonly ifUnused?: boolean; readonly ifEmpty?: boolean }
  | { readonly type: "basic.qos"; readonly prefetchCount: number; readonly prefetchSize?: number; readonly global?: boolean }
  | { readonly type: "basic.consume"; readonly queue: string; readonly consumerTag: string; readonly noLocal?: boolean; readonly noAck?: boolean; readonly exclusive?: boolean; readonly arguments?: Table }
  | { readonly type: "basic.cancel"; readonly consumerTag: string }
  /** The server's `basic.cancel` has no answer; `basic.cancel-ok` of a client is none of AMQP's business. */
  | { readonly type: "basic.publish"; readonly message: Message; readonly exchange: string; readonly routingKey: string; readonly mandatory?: boolean; readonly immediate?: boolean; readonly properties?: Properties }
  | { readonly type: "basic.get"; readonly queue: string; readonly noAck?: boolean }
  /** `message`: ordinal of the one it is about, for whoever reads a trace; the broker goes by the tag alone. */
  | { readonly type: "basic.ack"; readonly deliveryTag: number; readonly multiple?: boolean; readonly message?: number }
  | { readonly type: "basic.nack"; readonly deliveryTag: number; readonly multiple?: boolean; readonly requeue?: boolean; readonly message?: number }
  | { readonly type: "basic.reject"; readonly deliveryTag: number; readonly requeue?: boolean; readonly message?: number }
  | { readonly type: "basic.recover"; readonly requeue: boolean }
  | { readonly type: "confirm.select" }
  | { readonly type: "tx.select" | "tx.commit" | "tx.rollback" }
);

/** What the broker sends. `confirm.select` and the like are answered with their name and "-ok". */
export type ServerMethod = OnChannel & (
  | { readonly type: "connection.open-ok"; readonly heartbeat: number }
  | { readonly type: "connection.close"; readonly replyCode: number; readonly replyText: string }
  | { readonly type: "connection.close-ok" | "heartbeat" }
  | { readonly type: "channel.open-ok" | "channel.close-ok" }
  | { readonly type: "channel.close"; readonly replyCode: number; readonly replyText: string }
  | { readonly type: "exchange.declare-ok" | "exchange.delete-ok" | "exchange.bind-ok" | "exchange.unbind-ok" }
  | { readonly type: "queue.declare-ok"; readonly queue: string; readonly messageCount: number; readonly consumerCount: number }
  | { readonly type: "queue.bind-ok" | "queue.unbind-ok" }
  | { readonly type: "queue.purge-ok" | "queue.delete-ok"; readonly messageCount: number }
  | { readonly type: "basic.qos-ok" | "basic.recover-ok" }
  | { readonly type: "basic.consume-ok" | "basic.cancel-ok" | "basic.cancel"; readonly consumerTag: string }
  | { readonly type: "basic.deliver"; readonly message: Message; readonly consumerTag: string; readonly deliveryTag: number; readonly redelivered: boolean; readonly exchange: string; readonly routingKey: string; readonly properties: Properties }
  | { readonly type: "basic.get-ok"; readonly message: Message; readonly deliveryTag: number; readonly redelivered: boolean; readonly exchange: string; readonly routingKey: string; readonly properties: Properties; readonly messageCount: number }
  | { readonly type: "basic.get-empty" }
  | { readonly type: "basic.return"; readonly message: Message; readonly replyCode: number; readonly replyText: string; readonly exchange: string; readonly routingKey: string; readonly properties: Properties }
  /** Confirms. `message`: ordinal, where it is about one alone. */
  | { readonly type: "basic.ack" | "basic.nack"; readonly deliveryTag: number; readonly multiple: boolean; readonly message?: number }
  | { readonly type: "confirm.select-ok" | "tx.select-ok" | "tx.commit-ok" | "tx.rollback-ok" }
);
