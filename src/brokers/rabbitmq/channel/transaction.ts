import { preconditionFailed } from "../errors.ts";
import type { Content } from "../content.ts";
import type { Outcome } from "../queue/queue.ts";
import type { AmqpChannel } from "./channel.ts";
import { route } from "./publish.ts";
import type { Delivery } from "./unacked.ts";

type Publication = { readonly content: Content; readonly mandatory: boolean };
type Settlement = { readonly deliveries: readonly Delivery[]; readonly outcome: Outcome };

/** `tx`: publications and settlements wait for the commit. Not atomic across queues (RABBITMQ.md, tx). */
export class Transaction {
  /** A commit waits for its queues. */
  committing = false;
  #publications: Publication[] = [];
  #settlements: Settlement[] = [];
  #rejected = false;

  publish(publication: Publication): void {
    this.#publications.push(publication);
  }

  settle(deliveries: readonly Delivery[], outcome: Outcome): void {
    this.#settlements.push({ deliveries, outcome });
  }

  commit(channel: AmqpChannel): void {
    const publications = this.#publications;
    const settlements = this.#settlements;
    this.#publications = [];
    this.#settlements = [];
    this.committing = true;
    for (const { content, mandatory } of publications) route(channel, content, mandatory, true);
    for (const { deliveries, outcome } of settlements) channel.settle(deliveries, outcome);
    channel.touch();
  }

  /** Once all queues have answered, the client hears how it went. */
  proceed(channel: AmqpChannel): void {
    this.#rejected ||= channel.confirms.anyRejected;
    channel.confirms.clear();
    if (channel.confirms.waiting > 0) return;
    this.committing = false;
    const rejected = this.#rejected;
    this.#rejected = false;
    if (rejected) channel.failed(preconditionFailed("partial tx completion"));
    else channel.send({ type: "tx.commit-ok", channel: channel.number });
  }

  /** What was settled is unacknowledged again; nothing is requeued. */
  rollback(channel: AmqpChannel): void {
    for (const { deliveries } of this.#settlements) channel.unacked.restore(deliveries);
    this.#publications = [];
    this.#settlements = [];
    channel.send({ type: "tx.rollback-ok", channel: channel.number });
  }
}
