import { InputError } from "../../kernel/errors.ts";
import { hashText } from "../../kernel/hash.ts";
import { printable } from "../../world/step-key.ts";
import { Column } from "./column.ts";
import type { EventLine } from "./line.ts";
import { Names } from "./names.ts";

const NOBODY = "nobody";

/** What is known of the messages of a recorded history: a name where it is a text, and some bytes for each. */
export class Messages {
  readonly names: Names = new Names();
  /** A lane for each producer and key. */
  readonly #lanes: { readonly producer: string; readonly key: string }[] = [];
  readonly #laneBy = new Map<string, Map<string, number>>();
  readonly #laneOf = new Column();
  readonly #contents = new Column();
  /** The latest message of each producer that numbers its messages. */
  readonly #latest = new Map<string, number>();

  /** @throws InputError when the numbers of a producer do not rise. */
  mayPublish({ node, producer = node, message: given }: EventLine): void {
    const latest = this.#latest.get(producer);
    if (typeof given === "number" && latest !== undefined && given < latest) throw new InputError(`message: ${printable(producer)} publishes ${given} after ${latest}; a number is the publish ordinal and rises: name messages by texts where it does not`);
  }

  publish({ node, producer = node, key = "", content, message: given }: EventLine, message: number): void {
    if (typeof given === "number") this.#latest.set(producer, given);
    if (content !== undefined) this.#contents.set(message, fingerprint(content));
    this.#put(message, producer, key);
  }

  /** The key of a message, said before anybody published it. */
  mention({ key }: EventLine, message: number): void {
    if (key !== undefined && this.laneOf(message) < 0) this.#put(message, NOBODY, key);
  }

  /** Nothing says that the content of this effect is not that of the publish. */
  isIntact({ content, altered }: EventLine, message: number): boolean {
    if (altered === true) return false;
    const published = content === undefined ? undefined : this.#contents.get(message);
    return published === undefined || published === fingerprint(content!);
  }

  /** -1 for a message of which nothing is known. */
  laneOf(message: number): number {
    return this.#laneOf.get(message) ?? -1;
  }

  producerOf(message: number): string {
    return this.#lanes[this.laneOf(message)]?.producer ?? NOBODY;
  }

  keyOf(message: number): string {
    return this.#lanes[this.laneOf(message)]?.key ?? "";
  }

  #put(message: number, producer: string, key: string): void {
    let lanes = this.#laneBy.get(producer);
    if (lanes === undefined) this.#laneBy.set(producer, (lanes = new Map()));
    let lane = lanes.get(key);
    if (lane === undefined) lanes.set(key, (lane = this.#lanes.push({ producer, key }) - 1));
    this.#laneOf.set(message, lane);
  }
}

/** 31 bits of a content's hash: one alteration in two thousand million goes unnoticed. */
function fingerprint(content: string): number {
  return hashText(content, 0) & 0x7fffffff;
}
