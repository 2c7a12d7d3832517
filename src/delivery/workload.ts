import type { Purpose } from "../kernel/chance.ts";
import { LONGEST_DELAY } from "../kernel/distribution.ts";
import { mapped } from "../kernel/mapped.ts";
import { sampler } from "../kernel/sampler.ts";
import type { Sampler } from "../kernel/sampler.ts";
import { PUBLISH } from "../world/codes.ts";
import type { World } from "../world/world.ts";
import { watch } from "../world/watched.ts";
import type { Message } from "./message.ts";
import type { WorkloadSetup } from "./setup.ts";

/** How many messages are handed over. */
export function sizeOf({ messages, only }: WorkloadSetup): number {
  return only?.length ?? messages;
}

/**
 * What the application hands over: message 1 to N, dealt round-robin to the producers in name order, keys in turn within a
 * producer. Everything about a message follows from its ordinal, so nothing need be kept.
 */
export class Workload {
  readonly setup: WorkloadSetup;
  readonly producers: readonly string[];
  readonly #world: World;
  readonly #gap: Sampler;
  readonly #nodes: readonly number[];
  readonly #draws: Purpose;
  readonly #keys: readonly string[];
  /** Of `only`, how many. */
  #handedOver = 0;

  constructor(world: World, setup: WorkloadSetup, producers: readonly string[]) {
    this.#world = world;
    this.setup = setup;
    this.producers = producers;
    this.#gap = sampler(setup.every);
    this.#draws = world.kernel.chance.purpose("workload");
    this.#keys = Array.from({ length: setup.keys }, (_, index) => `k${index + 1}`);
    this.#nodes = mapped(producers, (name) => world.nodeNamed(name, "workload").index);
  }

  /** Schedules the next hand-over after this ordinal's turn, which is now: `every` later, or more where turns pass. Past the last there is nothing to do. */
  schedule(after: number): void {
    const ordinal = this.#next(after);
    if (ordinal > this.setup.messages) return;
    let gap = 0;
    for (let turn = after + 1; turn <= ordinal; turn++) gap += this.#gap.at(this.#draws.word(turn, turn));
    const { queue } = this.#world.kernel;
    const slot = queue.add(Math.min(gap, LONGEST_DELAY), this.#nodes[this.producerOf(ordinal)]!, false);
    queue.code[slot] = PUBLISH;
    queue.a[slot] = ordinal;
    queue.b[slot] = 0;
    queue.e[slot] = 0;
  }

  /** Index of the producer among the producers. */
  producerOf(ordinal: number): number {
    return (ordinal - 1) % this.producers.length;
  }

  /** Index of the key, from 0. */
  keyOf(ordinal: number): number {
    return Math.floor((ordinal - 1) / this.producers.length) % this.setup.keys;
  }

  message(ordinal: number): Message {
    const message: Message = { id: ordinal, key: this.#keys[this.keyOf(ordinal)]!, producer: this.producers[this.producerOf(ordinal)]!, body: this.#body(ordinal) };
    return this.#world.freezes ? watch(message, `m${ordinal}`) : message;
  }

  /** True when a message given whole is as it was published. */
  isIntact(message: Message): boolean {
    const { id, key, producer, body } = message;
    return body === this.#body(id) && key === this.#keys[this.keyOf(id)] && producer === this.producers[this.producerOf(id)];
  }

  #next(after: number): number {
    const { only } = this.setup;
    return only === undefined ? after + 1 : (only[this.#handedOver++] ?? Infinity);
  }

  #body(ordinal: number): number | string {
    const { bytes } = this.setup;
    return bytes === 0 ? ordinal : String(ordinal).padEnd(bytes, ".").slice(0, bytes);
  }
}
