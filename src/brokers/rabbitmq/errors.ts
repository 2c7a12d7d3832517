/** Names and numbers of AMQP's reply codes (amqp0-9-1.xml, constants). */
const CODES = {
  CONNECTION_FORCED: 320, ACCESS_REFUSED: 403, NOT_FOUND: 404, RESOURCE_LOCKED: 405, PRECONDITION_FAILED: 406,
  FRAME_ERROR: 501, COMMAND_INVALID: 503, CHANNEL_ERROR: 504, UNEXPECTED_FRAME: 505, NOT_ALLOWED: 530, NOT_IMPLEMENTED: 540, INTERNAL_ERROR: 541,
} as const;

/** What the broker says in `channel.close` or `connection.close`, in RabbitMQ's words. */
export class AmqpError {
  readonly code: number;
  /** "NOT_FOUND - no queue 'q' in vhost '/'" */
  readonly text: string;

  constructor(name: keyof typeof CODES, explanation: string) {
    this.code = CODES[name];
    this.text = explanation === "" ? name : `${name} - ${explanation}`;
  }

  /** One that another node has put into words. */
  static from(text: string): AmqpError {
    const [name, ...explanation] = text.split(" - ");
    return new AmqpError(name as keyof typeof CODES, explanation.join(" - "));
  }

  /** Hard errors, 5xx, end the connection; the others the channel. */
  get hard(): boolean {
    return this.code >= 500;
  }
}

/** "queue 'q' in vhost '/'", as RabbitMQ names a resource. There is one virtual host. */
export const named = (kind: "queue" | "exchange", name: string): string => `${kind} '${name}' in vhost '/'`;

export const notFound = (kind: "queue" | "exchange", name: string): AmqpError => new AmqpError("NOT_FOUND", `no ${named(kind, name)}`);
export const preconditionFailed = (explanation: string): AmqpError => new AmqpError("PRECONDITION_FAILED", explanation);
