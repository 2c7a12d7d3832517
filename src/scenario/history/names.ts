import { InputError } from "../../kernel/errors.ts";

/** As many keys as a Map can hold. */
const MOST = 2 ** 24;

/** The messages of a recorded history as ordinals: a number is one, a text gets the next when it is first named. */
export class Names {
  /** The highest ordinal so far. */
  highest = 0;
  readonly #ordinals = new Map<string, number>();
  readonly #texts: string[] = [];

  /** @throws InputError when texts and numbers are mixed. */
  ordinalOf(message: string | number): number {
    if (typeof message === "string") return this.#ordinals.get(message) ?? this.#add(message);
    if (this.#texts.length > 0) throw new InputError(`message: ${message} is a number, where the messages so far were named by texts; name all of them in one way`);
    if (message > this.highest) this.highest = message;
    return message;
  }

  nameOf(ordinal: number): string {
    return this.#texts[ordinal - 1] ?? `m${ordinal}`;
  }

  #add(message: string): number {
    if (this.highest > this.#texts.length) throw new InputError(`message: ${JSON.stringify(message)} is a text, where the messages so far were numbers; name all of them in one way`);
    if (this.highest === MOST) throw new InputError(`message: more than ${MOST} messages are named by texts; numbers, their publish ordinals, take less memory`);
    this.#texts.push(message);
    this.#ordinals.set(message, ++this.highest);
    return this.highest;
  }
}
