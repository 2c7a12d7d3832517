import type { Plain } from "../../../kernel/plain.ts";
import type { Properties, ServerMethod, Table } from "../methods.ts";
import type { Shown } from "./script.ts";

/** A frame from the broker in a script's words; "" for what says nothing new, such as `basic.qos-ok`. */
export function observation(method: ServerMethod, show: readonly Shown[]): string {
  switch (method.type) {
    case "basic.deliver":
      return `${method.consumerTag}#${method.deliveryTag} m${method.message.id}${method.redelivered ? " R" : ""}${carried(method, show)}`;
    case "basic.get-ok":
      return `got #${method.deliveryTag} m${method.message.id}${method.redelivered ? " R" : ""}${carried(method, show)}, ${method.messageCount} left`;
    case "basic.get-empty":
      return "got nothing";
    case "basic.return":
      return `returned m${method.message.id} ${method.replyCode} ${method.replyText}${carried(method, show)}`;
    case "basic.cancel":
      return `cancelled ${method.consumerTag}`;
    case "queue.declare-ok":
      return `${method.queue}: ${method.messageCount} ready, ${method.consumerCount} consuming`;
    case "queue.purge-ok":
      return `purged ${method.messageCount}`;
    case "queue.delete-ok":
      return `deleted with ${method.messageCount}`;
    case "channel.close":
      return `channel closed: ${method.replyCode} ${reason(method.replyText)}`;
    case "connection.close":
      return `connection closed: ${method.replyCode} ${reason(method.replyText)}`;
    default:
      return "";
  }
}

/** How wide an integer travels is the client library's business. */
function reason(replyText: string): string {
  return replyText.replace(/of type '(?:(?:un)?signed)?(?:byte|short|int|long)'/g, "of type 'integer'");
}

type Carried = { readonly exchange: string; readonly routingKey: string; readonly properties: Properties };

/** Counts and deaths always; the rest where it is asked for. */
function carried({ exchange, routingKey, properties }: Carried, show: readonly Shown[]): string {
  const headers = properties.headers ?? {};
  const parts: string[] = [];
  if ("x-delivery-count" in headers) parts.push(`count ${text(headers["x-delivery-count"])}`);
  const deaths = headers["x-death"];
  if (Array.isArray(deaths)) parts.push(`deaths ${deaths.map((death) => deathOf(death as Table)).join(", ")}`);
  if (show.includes("route")) parts.push(`by ${exchange === "" ? "default" : exchange}/${routingKey}`);
  if (show.includes("properties")) parts.push(...propertiesOf(properties));
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}

/** "2 rejected q by x/k": how often, why, where, and how it had come there. */
function deathOf(death: Table): string {
  const keys = death["routing-keys"];
  const by = `${death["exchange"] === "" ? "default" : text(death["exchange"])}/${Array.isArray(keys) ? keys.join("+") : text(keys)}`;
  const expiration = death["original-expiration"] === undefined ? "" : ` expiration ${text(death["original-expiration"])}`;
  return `${text(death["count"])} ${text(death["reason"])} ${text(death["queue"])} by ${by}${expiration}`;
}

function propertiesOf(properties: Properties): string[] {
  const { headers = {}, ...others } = properties;
  const own = Object.entries(headers).filter(([name]) => name !== "x-death" && name !== "x-delivery-count");
  return [...Object.entries(others), ...own].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name} ${text(value as Plain)}`);
}

function text(value: Plain | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
