import type { Plain } from "../../kernel/plain.ts";
import type { ClientMethod, Properties, ServerMethod } from "../../brokers/rabbitmq/methods.ts";

/** A frame as amqplib decodes it: of a method, of a message's header, or of its body. */
export interface Frame {
  readonly id?: number;
  readonly channel: number;
  readonly fields?: { readonly [name: string]: unknown };
  readonly size?: number;
  readonly content?: Uint8Array;
}

const number = (classId: number, methodId: number): number => classId * 65_536 + methodId;
/** The id of a content header: class `basic`. */
export const HEADER = 60;
const CLASSES: { readonly [name: string]: number } = { connection: 10, channel: 20, exchange: 40, queue: 50, basic: 60, confirm: 85, tx: 90 };
const METHODS: { readonly [type: string]: number } = {
  "connection.open": 40, "connection.open-ok": 41, "connection.close": 50, "connection.close-ok": 51,
  "channel.open": 10, "channel.open-ok": 11, "channel.close": 40, "channel.close-ok": 41,
  "exchange.declare": 10, "exchange.declare-ok": 11, "exchange.delete": 20, "exchange.delete-ok": 21, "exchange.bind": 30, "exchange.bind-ok": 31, "exchange.unbind": 40, "exchange.unbind-ok": 51,
  "queue.declare": 10, "queue.declare-ok": 11, "queue.bind": 20, "queue.bind-ok": 21, "queue.purge": 30, "queue.purge-ok": 31, "queue.delete": 40, "queue.delete-ok": 41, "queue.unbind": 50, "queue.unbind-ok": 51,
  "basic.qos": 10, "basic.qos-ok": 11, "basic.consume": 20, "basic.consume-ok": 21, "basic.cancel": 30, "basic.cancel-ok": 31, "basic.publish": 40, "basic.return": 50, "basic.deliver": 60, "basic.get": 70, "basic.get-ok": 71, "basic.get-empty": 72,
  "basic.ack": 80, "basic.reject": 90, "basic.recover": 110, "basic.recover-ok": 111, "basic.nack": 120,
  "confirm.select": 10, "confirm.select-ok": 11,
  "tx.select": 10, "tx.select-ok": 11, "tx.commit": 20, "tx.commit-ok": 21, "tx.rollback": 30, "tx.rollback-ok": 31,
};
const IDS = new Map(Object.entries(METHODS).map(([type, methodId]) => [type, number(CLASSES[type.slice(0, type.indexOf("."))]!, methodId)]));
const TYPES = new Map([...IDS].map(([type, id]) => [id, type]));

export function idOf(type: string): number {
  return IDS.get(type)!;
}

/** The fields of a method as amqplib encodes them. */
export function fieldsOf(method: ClientMethod): { readonly [name: string]: unknown } {
  const { type, channel: _channel, ...fields } = method;
  if (type === "exchange.declare") return { ...fields, type: (method as { readonly kind: string }).kind };
  if (type === "channel.close" || type === "connection.close") return { replyCode: 200, replyText: "", classId: 0, methodId: 0 };
  return fields;
}

/** A method frame, with header and body where it has them. Undefined: none a client of ours must know. */
export function methodOf({ id, channel, fields = {} }: Frame, header: Frame | undefined, body: string): ServerMethod | undefined {
  const type = TYPES.get(id ?? -1);
  if (type === undefined) return undefined;
  const message = header === undefined ? {} : { message: { id: Number(/^m(\d+)$/.exec(body)?.[1] ?? Number.NaN), key: "k1", producer: "p1", body }, properties: plain(header.fields) as Properties };
  return { ...(plain(fields) as object), type, channel, ...message } as ServerMethod;
}

/** What amqplib decodes, without what is absent, and with times and other rarities as text. */
function plain(value: unknown): Plain {
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object") return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined).map(([name, one]) => [name, plain(one)]));
}
