import type { Message } from "../../delivery/message.ts";
import type { Properties } from "./methods.ts";

/** A message as queues hold it: what was published where. Plain and immutable, so one object serves every queue, disk and node. */
export type Content = {
  readonly message: Message;
  readonly exchange: string;
  /** The routing key; then those of CC and BCC. */
  readonly routingKeys: readonly string[];
  readonly properties: Properties;
};

export const isPersistent = (content: Content): boolean => content.properties.deliveryMode === 2;

/** Bytes of the body, which `x-max-length-bytes` counts: of its text, or of its JSON. */
export function bytesOf({ message: { body } }: Content): number {
  return typeof body === "string" ? body.length : JSON.stringify(body).length;
}

/** Its properties with the header that says how often delivery was tried before. */
export function counted({ properties }: Content, deliveryCount: number): Properties {
  return { ...properties, headers: { ...properties.headers, "x-delivery-count": deliveryCount } };
}
