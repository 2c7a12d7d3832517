import type { Content } from "../content.ts";
import type { Answer, Channel, Queue } from "../queue/queue.ts";
import { plainOf } from "./answers.ts";
import type { ChannelCall, QueueCall } from "./frames.ts";

/** A channel of another node, as queues of this node see it. */
export class RemoteChannel implements Channel {
  readonly id: string;
  /** Those that know of it. */
  readonly queues = new Set<Queue>();
  readonly #tell: (call: ChannelCall) => void;

  constructor(id: string, tell: (call: ChannelCall) => void) {
    this.id = id;
    this.#tell = tell;
  }

  /** It calls a queue. */
  calls(queue: Queue, call: QueueCall): void {
    this.queues.add(queue);
    switch (call.type) {
      case "publish":
        return queue.publish(call.content, this, call.sequence, call.again);
      case "consume":
        return this.#asks(queue, () => queue.consume(this, call.subscription));
      case "cancel":
        return this.#asks(queue, () => queue.cancel(this, call.consumerTag));
      case "get":
        return this.#asks(queue, () => queue.get(this, call.noAck));
      case "delete":
        return this.#asks(queue, () => queue.delete(this, call.conditions));
      case "purge":
      case "inspect":
        return this.#asks(queue, () => queue[call.type](this));
      case "settle":
        return queue.settle(this, call.ids, call.outcome);
      case "gone":
        this.queues.delete(queue);
        return queue.gone(this);
      case "end":
        return queue.end();
    }
  }

  /** Its node is down. */
  gone(): void {
    for (const queue of this.queues) queue.gone(this);
    this.queues.clear();
  }

  #asked = "";

  #asks(queue: Queue, call: () => void): void {
    this.#asked = queue.name;
    call();
  }

  met(queue: Queue): void {
    this.queues.add(queue);
  }

  answer(answer: Answer): void {
    const call = { type: "answer", queue: this.#asked, channel: this.id, answer: plainOf(answer) } as const;
    this.#tell(answer.type === "got" ? { ...call, message: answer.content.message.id } : call);
  }

  confirmed(queue: Queue, sequence: number): void {
    this.#tell({ type: "confirmed", queue: queue.name, channel: this.id, sequence });
  }

  rejected(queue: Queue, sequence: number): void {
    this.#tell({ type: "rejected", queue: queue.name, channel: this.id, sequence });
  }

  deliver(queue: Queue, consumerTag: string, id: number, content: Content, redelivered: boolean, deliveryCount: number): void {
    this.#tell({ type: "deliver", queue: queue.name, channel: this.id, consumerTag, id, content, redelivered, deliveryCount, message: content.message.id });
  }

  /** The queue may always send: the channel's own node holds back what its shared prefetch has no room for. */
  admits(): boolean {
    return true;
  }

  /** Its node hears of it with the metadata. */
  queueGone(queue: Queue): void {
    this.queues.delete(queue);
  }
}
