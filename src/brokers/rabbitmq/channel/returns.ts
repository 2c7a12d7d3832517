import { isQuorum } from "../queue/definition.ts";
import type { Sleeper } from "../timers.ts";
import type { AmqpChannel } from "./channel.ts";
import type { Delivery } from "./unacked.ts";

/** How long a return waits for its turn. */
const TURN = 20_000;

/** What is to be given back to quorum queues and forgotten with its consumer: `requeueOutlivesCancel` is off. */
export class Returns implements Sleeper {
  readonly #channel: AmqpChannel;
  #waiting: Delivery[] = [];

  constructor(channel: AmqpChannel) {
    this.#channel = channel;
  }

  /** Keeps those that wait, and gives the others. */
  withhold(deliveries: readonly Delivery[]): readonly Delivery[] {
    const { node, id } = this.#channel;
    if (node.settings.requeueOutlivesCancel) return deliveries;
    const waits = ({ queue }: Delivery): boolean => isQuorum(node.topology.queues.get(queue.name)!);
    this.#waiting.push(...deliveries.filter(waits));
    if (this.#waiting.length > 0) node.timers.arm(`returns ${id}`, TURN, this, false);
    return deliveries.filter((delivery) => !waits(delivery));
  }

  /** Its consumer is cancelled. */
  forget(consumerTag: string): void {
    this.#waiting = this.#waiting.filter((delivery) => delivery.consumerTag !== consumerTag);
  }

  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (this.#channel.open && waiting.length > 0) this.#channel.settleNow(waiting, "requeue");
  }
}
