import type { Plain } from "../../../kernel/plain.ts";
import type { Operation } from "./script.ts";

/**
 * Queues and exchanges of a script under names nobody else has. Every text in a method that equals one of the script's names is that name:
 * as a queue, as a routing key of the default exchange, as a dead-letter target, in CC. So no other text of a script may equal one.
 */
export class Names {
  readonly #names: ReadonlySet<string>;
  readonly #prefix: string;

  constructor(operations: readonly Operation[], prefix: string) {
    this.#names = new Set(operations.flatMap(namesIn).filter((name) => name !== "" && !name.startsWith("amq.")));
    this.#prefix = prefix;
  }

  /** As the broker knows it. */
  outside<T>(value: T): T {
    return this.#prefix === "" ? value : (this.#map(value as Plain, (text) => (this.#names.has(text) ? this.#prefix + text : text)) as T);
  }

  /** As the script knows it, in error texts as well. */
  inside<T>(value: T): T {
    return this.#prefix === "" ? value : (this.#map(value as Plain, (text) => text.replaceAll(this.#prefix, "")) as T);
  }

  #map(value: Plain | undefined, change: (text: string) => string): Plain | undefined {
    if (typeof value === "string") return change(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => this.#map(one as Plain, change) as Plain);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.#map(one as Plain, change) as Plain]));
  }
}

/** All names an operation uses. */
export function namesIn(operation: Operation): string[] {
  if (operation.do === "together") return operation.operations.flatMap(namesIn);
  if (operation.do !== "send" && operation.do !== "publish") return [];
  const { method } = operation;
  return (["queue", "exchange", "destination", "source"] as const).flatMap((field) => (field in method ? [(method as { readonly [name: string]: string })[field]!] : []));
}
