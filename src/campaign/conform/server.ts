import { InputError, messageOf } from "../../kernel/errors.ts";
import { printable } from "../../world/step-key.ts";

/** What we use of amqplib below its public types: frames as they are, in order. Pinned: 2.3.1. */
export interface LibraryChannel {
  readonly ch: number;
  accept(frame: import("./frames.ts").Frame): void;
  sendImmediately(id: number, fields: object): boolean;
  sendMessage(fields: object, properties: object, content: Buffer): boolean;
  toClosed(stack: string): void;
}

export interface LibraryConnection {
  readonly serverProperties: { readonly product: string; readonly version: string };
  readonly stream: import("node:net").Socket;
  readonly channels: ({ readonly channel: { accept(frame: import("./frames.ts").Frame): void } } | null)[];
}

export type Model = import("amqplib").ChannelModel & { readonly connection: LibraryConnection };

/** How long a broker may take to answer anything, ms. */
export const PATIENCE = 15_000;

/** Where a broker is looked for when nobody says where. */
export const DEFAULT_URL = "amqp://guest:guest@127.0.0.1:5672/?heartbeat=0";

/** Opens a connection. @throws InputError with the broker's own words where it has some */
export async function connect(url: string): Promise<Model> {
  const shown = withoutPassword(url);
  // Loaded when a broker is asked, and not with every command.
  const { default: amqp } = await import("amqplib");
  let model: Model;
  try {
    model = (await amqp.connect(url, { noDelay: true, timeout: PATIENCE })) as unknown as Model;
  } catch (error) {
    throw new InputError(`${shown}: ${whyNot(error)}`);
  }
  // What happens to it is read from its frames; nobody else may be told.
  model.on("error", () => {});
  model.on("handler-error", () => {});
  return model;
}

/** Reads what a person typed. Heartbeats off: scripts say themselves when time passes. @throws InputError */
export function addressOf(written: string): string {
  let url: URL;
  try {
    url = new URL(written);
  } catch {
    throw new InputError(`--url: ${printable(written)} is not a URL; write amqp://guest:guest@127.0.0.1:5672`);
  }
  if (url.protocol !== "amqp:" && url.protocol !== "amqps:") throw new InputError(`--url: ${printable(url.protocol)} is not spoken here; write amqp://guest:guest@127.0.0.1:5672`);
  if (url.hostname === "") throw new InputError(`--url: ${printable(written)} names no host; write amqp://guest:guest@127.0.0.1:5672`);
  url.searchParams.set("heartbeat", "0");
  return url.toString();
}

export function withoutPassword(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}

function whyNot(error: unknown): string {
  const { code, errors } = error as { readonly code?: string; readonly errors?: readonly { readonly code?: string }[] };
  switch (code ?? errors?.[0]?.code) {
    case "ECONNREFUSED":
      return "nothing listens there";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "there is no such host";
    default: {
      const said = /^Handshake terminated by server: (\d+) \([\w-]+\) with message "(.*)"$/s.exec(messageOf(error));
      if (said !== null) return `the broker refuses: ${said[1]} ${said[2]}`;
      if (/Expected ConnectionOpenOk; got <ConnectionClose/.test(messageOf(error))) return "the broker refuses the virtual host: there is none of this name, or it is not for this user";
      if (/Socket closed abruptly|ECONNRESET|Invalid frame|exceeds maxFrameSize|Unknown frame/.test(messageOf(error))) return "what listens there does not speak AMQP 0-9-1, or ended the connection during the handshake";
      return /ETIMEDOUT/.test(messageOf(error)) ? "it does not answer" : messageOf(error);
    }
  }
}
