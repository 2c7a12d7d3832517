import type { Content } from "../content.ts";
import type { DeathReason, QueueHost } from "../queue/host.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { Channel, Queue } from "../queue/queue.ts";
import type { Sleeper } from "../timers.ts";

/** A dead letter is tried again after so long (SETTLE_TIMEOUT of rabbit_fifo_dlx_worker); so many are under way at once. */
const RETRY = 180_000_000;
const PREFETCH = 32;

type Letter = { readonly id: number; readonly content: Content; readonly reason: DeathReason; waiting: ReadonlySet<Queue> };

/**
 * Dead letters of a quorum queue with the strategy at-least-once (rabbit_fifo_dlx_worker): each is published with confirms, and the
 * queue forgets it when all its targets have taken it. Until then it is tried again and again, so a target may get it twice.
 */
export class DeadLetters implements Channel, Sleeper {
  readonly id: string;
  readonly #definition: QueueDefinition;
  readonly #host: QueueHost;
  readonly #settled: (id: number) => void;
  readonly #waiting: Letter[] = [];
  readonly #underWay = new Map<number, Letter>();

  constructor(definition: QueueDefinition, host: QueueHost, settled: (id: number) => void) {
    // Another one in each life: its targets know the publishes of a channel by their numbers, which begin at 1 again.
    this.id = `dead letters of ${definition.name} ${definition.uid} since ${host.now}`;
    this.#definition = definition;
    this.#host = host;
    this.#settled = settled;
  }

  add(id: number, content: Content, reason: DeathReason): void {
    this.#waiting.push({ id, content, reason, waiting: new Set() });
    this.#proceed();
  }

  #proceed(): void {
    while (this.#underWay.size < PREFETCH && this.#waiting.length > 0) {
      const letter = this.#waiting.shift()!;
      this.#underWay.set(letter.id, letter);
      this.#send(letter);
    }
  }

  /** Without a target it waits as well: an exchange or a binding may come. */
  #send(letter: Letter): void {
    const { queues, content } = this.#host.deadLetter(this.#definition, letter.content, letter.reason);
    letter.waiting = new Set(queues);
    this.#host.timers.arm(this.#timer(letter), RETRY, this, true);
    for (const queue of queues) queue.publish(content, this, letter.id);
  }

  confirmed(queue: Queue, id: number): void {
    const letter = this.#underWay.get(id);
    if (letter === undefined || !letter.waiting.has(queue)) return;
    letter.waiting = new Set([...letter.waiting].filter((one) => one !== queue));
    if (letter.waiting.size > 0) return;
    this.#underWay.delete(id);
    this.#host.timers.cancel(this.#timer(letter));
    this.#host.deadLettered(this.#definition, letter.content);
    this.#settled(id);
    this.#proceed();
  }

  /** Tried again when its time comes. */
  rejected(): void {}

  wake(timer: string): void {
    const letter = this.#underWay.get(Number(timer.slice(timer.lastIndexOf(" ") + 1)));
    if (letter !== undefined) this.#send(letter);
  }

  end(): void {
    for (const letter of this.#underWay.values()) this.#host.timers.cancel(this.#timer(letter));
    this.#underWay.clear();
    this.#waiting.length = 0;
  }

  #timer({ id }: Letter): string {
    return `dead letter ${this.#definition.name} ${id}`;
  }

  // It consumes nothing, and is never gone before its queue.
  met(): void {}
  answer(): void {}
  deliver(): void {}
  queueGone(): void {}
  admits(): boolean {
    return true;
  }
}
