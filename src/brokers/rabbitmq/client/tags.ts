/** Mistakes of client libraries with delivery tags. */
export type TagMistake =
  /** Tags of a channel that is gone are sent as they are on the one that took its place: bunny#142, aio-pika#98. */
  | "sent as they are"
  /** The last tag of a channel that is gone becomes 0, which is sent where it is `multiple`, and acknowledges everything: rabbitmq-java-client#395. */
  | "sent as 0"
  /** Messages that were fetched are not counted, so that tags of the next channel come out too small: rabbitmq-dotnet-client#203. */
  | "fetched not counted";

/**
 * Delivery tags as an application sees them when its library recovers channels by itself: they go on rising, and those of a channel
 * that is gone are known by being too small. So do the Java and .NET clients.
 */
export class Tags {
  readonly #mistake: TagMistake | undefined;
  #offset = 0;
  #counted = 0;

  constructor(mistake?: TagMistake) {
    this.#mistake = mistake;
  }

  /** The application's tag for a delivery that has this one on its channel. */
  given(tag: number, fetched: boolean): number {
    if (!fetched || this.#mistake !== "fetched not counted") this.#counted = Math.max(this.#counted, this.#offset + tag);
    return this.#mistake === "sent as they are" ? tag : this.#offset + tag;
  }

  /** The tag to send for it; undefined: the channel it came over is gone, and nothing is to be sent. */
  sent(given: number, multiple: boolean): number | undefined {
    if (this.#mistake === "sent as they are") return given;
    const tag = given - this.#offset;
    if (tag > 0) return tag;
    return this.#mistake === "sent as 0" && tag === 0 && multiple ? 0 : undefined;
  }

  /** The channel is gone. */
  lost(): void {
    this.#offset = this.#counted;
  }
}
