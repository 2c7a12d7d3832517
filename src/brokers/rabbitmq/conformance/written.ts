import type { Plain } from "../../../kernel/plain.ts";
import type { Line, Operation, Row, Sent } from "./script.ts";

/** An operation as it stands in a row: `publish("a1", "q", [1, 3])`. */
export function written(operation: Operation): string {
  switch (operation.do) {
    case "together":
      return call("together", ...operation.operations.map(written));
    case "cut":
    case "deafen":
      return call(operation.do, text(operation.connection));
    case "wait":
      return call("wait", text(operation.ms));
    case "restart":
    case "kill":
      return operation.do;
    case "publish": {
      const { exchange, routingKey, properties = {}, ...options } = operation.method;
      const { deliveryMode, ...others } = properties;
      const messages = operation.from === operation.to ? text(operation.from) : text([operation.from, operation.to]);
      const shown = deliveryMode === 1 && isEmpty(others) ? "TRANSIENT" : deliveryMode === 2 ? text(others as Plain) : text(properties as Plain);
      const target = exchange === "" ? [text(routingKey)] : [text(exchange), text(routingKey)];
      return call(exchange === "" ? "publish" : "publishTo", text(operation.on), ...target, messages, ...trimmed([shown, text(options)]));
    }
    case "send":
      return sent(operation.on, operation.method);
  }
}

function sent(on: string, method: Sent): string {
  const channel = text(on);
  switch (method.type) {
    case "queue.declare": {
      const { type: _, queue, passive, arguments: table = {}, durable, ...options } = method;
      if (passive === true) return call("count", channel, text(queue));
      const { "x-queue-type": kind, ...others } = table;
      if (kind === "quorum" && durable === true && isEmpty(options)) return call("quorum", channel, text(queue), ...trimmed([text(others)]));
      return call("declare", channel, text(queue), ...trimmed([text(table), text({ ...options, ...(durable === true ? {} : { durable: false }) })]));
    }
    case "exchange.declare": {
      const { type: _, exchange, kind, durable, arguments: table, ...options } = method;
      if (options.passive === true) break;
      return call("exchange", channel, text(exchange), text(kind), ...trimmed([text(table ?? {}), text({ ...options, ...(durable === true ? {} : { durable: false }) })]));
    }
    case "queue.bind":
    case "queue.unbind":
      return call(method.type.slice(6), channel, text(method.queue), text(method.exchange), ...trimmed([text(method.routingKey), text(method.arguments ?? {})]));
    case "exchange.bind":
      return call("bindExchange", channel, text(method.destination), text(method.source), ...trimmed([text(method.routingKey)]));
    case "queue.purge":
      return call("purge", channel, text(method.queue));
    case "queue.delete": {
      const { type: _, queue, ...options } = method;
      return call("remove", channel, text(queue), ...trimmed([text(options)]));
    }
    case "basic.consume": {
      const { type: _, queue, consumerTag, ...options } = method;
      return call("consume", channel, text(queue), text(consumerTag), ...trimmed([text(options as Plain)]));
    }
    case "basic.cancel":
      return call("cancel", channel, text(method.consumerTag));
    case "basic.get":
      return call("get", channel, text(method.queue), ...(method.noAck === true ? ["true"] : []));
    case "basic.ack":
      return call("ack", channel, text(method.deliveryTag), ...(method.multiple === true ? ["true"] : []));
    case "basic.nack": {
      const options = { ...(method.multiple === true ? { multiple: true } : {}), ...(method.requeue === false ? { requeue: false } : {}) };
      return call("nack", channel, text(method.deliveryTag), ...trimmed([text(options)]));
    }
    case "basic.reject":
      return call("reject", channel, text(method.deliveryTag), ...(method.requeue === false ? ["false"] : []));
    case "basic.recover":
      return call("recover", channel, ...(method.requeue ? [] : ["false"]));
    case "basic.qos":
      if (method.prefetchSize !== undefined) break;
      return call("qos", channel, text(method.prefetchCount), ...(method.global === true ? ["true"] : []));
    case "confirm.select":
      return call("confirm", channel);
    case "tx.select":
    case "tx.commit":
    case "tx.rollback":
      return call("tx", channel, text(method.type.slice(3)));
    case "channel.close":
      return call("close", channel);
    case "connection.close":
      return call("disconnect", text(on.slice(0, 1)));
  }
  return call("send", channel, text(method as Plain));
}

/** A row as it stands in `rows/`, to be pasted there. */
export function writtenRow({ id, title, rules, versions, note, own, show, lines }: Row): string {
  const about = [`id: ${id}`, `title: ${text(title)}`, `rules: ${text(rules)}`, ...(versions === undefined ? [] : [`versions: ${text(versions)}`]), ...(note === undefined ? [] : [`note: ${text(note)}`]), ...(own === true ? ["own: true"] : []), ...(show === undefined ? [] : [`show: ${text(show)}`])];
  return `  { ${about.join(", ")}, lines: [\n${packed(lines.map(writtenLine)).map((line) => `    ${line}\n`).join("")}  ] },`;
}

export function writtenLine([operation, ...observed]: Line): string {
  return `[${[written(operation), ...observed.map(text)].join(", ")}]`;
}

/** Several to a line, as long as it is no longer than so. */
function packed(parts: readonly string[], width = 150): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length < width) lines[lines.length - 1] = `${last} ${part},`;
    else lines.push(`${part},`);
  }
  return lines;
}

const call = (name: string, ...parts: string[]): string => `${name}(${parts.join(", ")})`;
const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

/** Without what is as if it were not there, at the end. */
function trimmed(parts: readonly string[]): string[] {
  const kept = [...parts];
  while (kept.at(-1) === "{}" || kept.at(-1) === '""') kept.pop();
  return kept;
}

function text(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map((one) => text(one as Plain)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).filter(([, one]) => one !== undefined).map(([name, one]) => `${/^[a-z]\w*$/i.test(name) ? name : JSON.stringify(name)}: ${text(one as Plain)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}
