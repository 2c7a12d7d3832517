import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rig } from "./rig.ts";

/** Something a client, the disk or time does. Numbers choose among what there is. */
type Step =
  | { readonly do: "publish"; readonly persistent: boolean; readonly nowhere: boolean }
  | { readonly do: "get" | "consume" | "cancel" | "close" | "purge" | "sync" | "hold" | "let go" }
  | Settlement;
type Settlement = { readonly do: "ack" | "requeue" | "reject"; readonly which: number; readonly multiple: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("publish" as const), persistent: fc.boolean(), nowhere: fc.integer({ max: 9, min: 0 }).map((n) => n === 0) }) },
  { weight: 6, arbitrary: fc.constantFrom<Step>({ do: "get" }, { do: "consume" }, { do: "cancel" }, { do: "close" }, { do: "purge" }, { do: "sync" }, { do: "sync" }, { do: "hold" }, { do: "let go" }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("ack" as const, "requeue" as const, "reject" as const), which: fc.nat(20), multiple: fc.boolean() }) },
);

const queue = fc.record({
  type: fc.constantFrom("classic", "quorum"),
  maxLength: fc.option(fc.nat(4), { nil: undefined }),
  overflow: fc.constantFrom("drop-head", "reject-publish"),
  deadLetters: fc.boolean(),
  deliveryLimit: fc.option(fc.nat(2), { nil: undefined }),
});

/** Plays the steps on one queue "q" with its dead-letter queue "d", and keeps books as an outsider can. */
class Books {
  readonly rig = new Rig({ quorumRegistryFlush: 0 });
  readonly #publisher = this.rig.channel();
  #consumer = this.rig.channel();
  /** Tags the consuming side holds, with what they are of. */
  #held = new Map<number, number>();
  readonly confirmed: number[] = [];
  readonly rejected: number[] = [];
  readonly acked: number[] = [];
  readonly #sequences = new Map<number, { readonly id: number; readonly safe: boolean }>();
  #sequence = 0;
  #purged = 0;
  #id = 0;
  #routed = 0;

  constructor(given: { readonly type: string; readonly maxLength: number | undefined; readonly overflow: string; readonly deadLetters: boolean; readonly deliveryLimit: number | undefined }) {
    const setup = this.rig.channel();
    setup.queue("d");
    setup.queue("q", {
      arguments: {
        "x-queue-type": given.type,
        ...(given.maxLength === undefined ? {} : { "x-max-length": given.maxLength, "x-overflow": given.overflow }),
        ...(given.deadLetters ? { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "d" } : {}),
        ...(given.type === "quorum" && given.deliveryLimit !== undefined ? { "x-delivery-limit": given.deliveryLimit } : {}),
      },
    });
    this.#publisher.do({ type: "confirm.select" });
    this.#consumer.qos(3);
  }

  play(steps: readonly Step[]): void {
    for (const one of steps) {
      this.#play(one);
      this.#listen();
    }
    this.rig.held = false;
    this.rig.settle();
    this.#listen();
  }

  #play(one: Step): void {
    if (one.do === "publish") {
      this.#sequences.set(++this.#sequence, { id: ++this.#id, safe: one.persistent && !one.nowhere });
      if (!one.nowhere) this.#routed++;
      this.#publisher.client.send({ type: "basic.publish", channel: 1, message: { id: this.#id, key: "k", producer: "p", body: 1 }, exchange: "", routingKey: one.nowhere ? "nowhere" : "q", properties: one.persistent ? { deliveryMode: 2 } : {} });
    } else if (one.do === "get") this.#ask({ type: "basic.get", queue: "q" });
    else if (one.do === "consume") {
      this.#ask({ type: "basic.cancel", consumerTag: "A" });
      this.#ask({ type: "basic.consume", queue: "q", consumerTag: "A" });
    } else if (one.do === "cancel") this.#ask({ type: "basic.cancel", consumerTag: "A" });
    else if (one.do === "close") {
      this.#listen();
      this.#consumer.client.lost();
      this.#held.clear();
      this.#consumer = this.rig.channel();
      this.#consumer.qos(3);
    } else if (one.do === "purge") this.#ask({ type: "queue.purge", queue: "q" });
    else if (one.do === "sync") {
      if (this.rig.waiting > 0) this.rig.synced();
    } else if (one.do === "hold") this.rig.held = true;
    else if (one.do === "let go") {
      this.rig.held = false;
      this.rig.settle();
    } else if ("which" in one) this.#settle(one);
  }

  #settle({ do: how, which, multiple }: Settlement): void {
    this.#listen();
    const tags = [...this.#held.keys()];
    const tag = tags[which % tags.length];
    if (tag === undefined) return;
    const settled = multiple ? tags.filter((one) => one <= tag) : [tag];
    if (how === "ack") this.acked.push(...settled.map((one) => this.#held.get(one)!));
    for (const one of settled) this.#held.delete(one);
    if (how === "ack") this.#send({ type: "basic.ack", deliveryTag: tag, multiple });
    else this.#send({ type: "basic.nack", deliveryTag: tag, multiple, requeue: how === "requeue" });
  }

  /** With its answer: a channel that waits for one does nothing else, and forgets what came meanwhile when its client hangs up. */
  #ask(method: object): void {
    const { held } = this.rig;
    this.rig.held = false;
    this.rig.settle();
    this.#send(method);
    this.rig.held = held;
  }

  #send(method: object): void {
    this.#consumer.client.send({ channel: 1, ...method } as never);
  }

  #listen(): void {
    for (const frame of this.#consumer.client.take(1)) {
      if (frame.type === "basic.deliver" || frame.type === "basic.get-ok") this.#held.set(frame.deliveryTag, frame.message.id);
      if (frame.type === "queue.purge-ok") this.#purged += frame.messageCount;
    }
    for (const frame of this.#publisher.client.take(1)) {
      if (frame.type !== "basic.ack" && frame.type !== "basic.nack") continue;
      const upTo = frame.multiple ? [...this.#sequences.keys()].filter((one) => one <= frame.deliveryTag && !this.confirmed.includes(one) && !this.rejected.includes(one)) : [frame.deliveryTag];
      (frame.type === "basic.ack" ? this.confirmed : this.rejected).push(...upTo);
    }
  }

  get sequences(): number[] {
    return [...this.#sequences.keys()];
  }

  /** What was confirmed and must not be lost. */
  get safe(): number[] {
    return this.confirmed.flatMap((sequence) => (this.#sequences.get(sequence)!.safe ? [this.#sequences.get(sequence)!.id] : []));
  }

  get counts(): { readonly routed: number; readonly rejected: number; readonly acked: number; readonly purged: number; readonly dead: number; readonly ready: number; readonly unacked: number } {
    const { ready, unacked } = this.rig.broker.node.queues.get("q")!.state() as { readonly ready: number; readonly unacked: number };
    const { ready: dead } = this.rig.broker.node.queues.get("d")!.state() as { readonly ready: number };
    return { routed: this.#routed, rejected: this.rejected.length, acked: this.acked.length, purged: this.#purged, dead, ready, unacked };
  }
}

function played(given: ConstructorParameters<typeof Books>[0], steps: readonly Step[]): Books {
  const books = new Books(given);
  books.play(steps);
  return books;
}
const RUNS = { numRuns: 150 };

describe("whatever happens", () => {
  it("each sequence number is confirmed or rejected exactly once", () => {
    fc.assert(fc.property(queue, fc.array(step, { maxLength: 60, size: "max" }), (given, steps) => {
      const { confirmed, rejected, sequences } = played(given, steps);
      expect([...confirmed, ...rejected].sort((a, b) => a - b)).toEqual(sequences);
    }), RUNS);
  });

  it("what was published is ready, unacknowledged, acked, rejected to the publisher, a dead letter, or purged", () => {
    // With dead letters, so that nothing is dropped for good.
    fc.assert(fc.property(queue, fc.array(step, { maxLength: 60, size: "max" }), (given, steps) => {
      const { routed, ready, unacked, acked, rejected, dead, purged } = played({ ...given, deadLetters: true }, steps).counts;
      expect(ready + unacked + acked + rejected + dead + purged).toBe(routed);
    }), RUNS);
  });

  it.each(["kill", "power", "stop"] as const)("after a crash by %s all that was confirmed, persistent and not settled is still there", (how) => {
    const withoutLoss = fc.array(step.filter((one) => one.do !== "purge" && one.do !== "reject"), { maxLength: 60, size: "max" });
    fc.assert(fc.property(fc.constantFrom("classic", "quorum"), withoutLoss, (type, steps) => {
      const books = played({ type, maxLength: undefined, overflow: "drop-head", deadLetters: false, deliveryLimit: undefined }, steps);
      books.rig.restart(how);
      const channel = books.rig.channel();
      const kept = new Set<number>();
      for (let frames = channel.get("q", true); frames[0] !== "empty"; frames = channel.get("q", true)) kept.add(Number(/ m(\d+)/.exec(frames[0]!)![1]));
      expect(books.safe.filter((id) => !kept.has(id) && !books.acked.includes(id))).toEqual([]);
    }), RUNS);
  });
});
