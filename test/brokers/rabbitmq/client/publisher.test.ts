import { describe, expect, it } from "vitest";
import { rabbitmq } from "../../../../src/protocols/index.ts";
import type { OutgoingOptions } from "../../../../src/brokers/rabbitmq/client/outgoing-options.ts";
import { count, play, status } from "./play.ts";

const consumer = rabbitmq.consumer({ queue: "q" });
const publisher = (options: OutgoingOptions = {}) => rabbitmq.publisher({ routingKey: "q", reconnect: "100ms", ...options });
/** The message arrives at the broker, its confirm does not arrive. */
const CONFIRM_LOST = "reset p1-rabbitmq at 53ms";

describe("without confirms", () => {
  it("what was sent counts as stored", () => {
    const played = play({ publisher: publisher({ confirms: false }), consumer, plan: "crash rabbitmq in p1>rabbitmq basic.publish m1 #1 after 0 for 20ms" });
    expect(played.run.history["confirm"]).toBe(1);
    expect(status(played, "at-least-once")).toBe("fail");
  });
});

describe("what is not confirmed when the channel is lost", () => {
  it.each([["republished", [1, 1], { confirm: 1 }], ["refused", [1], { refuse: 1 }], ["given up", [1], { "give-up": 1 }], ["believed", [1], { confirm: 1 }]] as const)("%s", (unconfirmed, effects, history) => {
    const played = play({ publisher: publisher({ unconfirmed }), consumer, plan: CONFIRM_LOST });
    expect(played.effects).toEqual(effects);
    expect(played.run.history).toMatchObject(history);
  });

  it("forgotten: nobody hears of it again", () => {
    const played = play({ publisher: publisher({ unconfirmed: "forgotten" }), consumer, plan: CONFIRM_LOST });
    expect(played.run.history["confirm"] ?? 0).toBe(0);
  });
});

describe("what is published without a connection", () => {
  const plan = "reset p1-rabbitmq at 30ms";

  it("goes out when there is one again", () => {
    const played = play({ publisher: publisher(), consumer, plan });
    expect(played.effects).toEqual([1]);
    expect(count(played, "p1 basic.publish")).toBe(1);
  });

  it("is lost where it is believed to be sent", () => {
    const played = play({ publisher: publisher({ offline: "believed" }), consumer, plan });
    expect(status(played, "at-least-once")).toBe("fail");
  });
});

describe("what comes back unroutable", () => {
  it("is published again until a queue is there", () => {
    const played = play({ broker: rabbitmq.broker(), publisher: publisher(), consumer: rabbitmq.consumer({ declare: [rabbitmq.queue("q")], queue: "q", connectAfter: "200ms" }) });
    expect(count(played, "p1 basic.publish")).toBe(3);
    expect(played.effects).toEqual([1]);
  });

  it("is confirmed where the confirm behind the return is believed, and where nothing is returned", () => {
    for (const options of [{ returned: "believed" }, { mandatory: false }] as const) {
      const played = play({ broker: rabbitmq.broker(), publisher: publisher(options) });
      expect(played.run.history["confirm"]).toBe(1);
    }
  });

  it("is refused where that is the application's choice", () => {
    expect(play({ broker: rabbitmq.broker(), publisher: publisher({ returned: "refused" }) }).run.history).toMatchObject({ refuse: 1 });
  });
});

describe("what the broker refuses", () => {
  const full = rabbitmq.broker({ definitions: { queues: [{ name: "q", arguments: { "x-max-length": 0, "x-overflow": "reject-publish" } }] } });

  it("is published again after a while", () => {
    const played = play({ broker: full, publisher: publisher({ retryAfter: "1s" }), more: { settle: "10s" } });
    expect(count(played, "p1 basic.publish m1")).toBeGreaterThan(8);
  });

  it("is refused where that is the application's choice", () => {
    expect(play({ broker: full, publisher: publisher({ nacked: "refused" }) }).run.history).toMatchObject({ refuse: 1 });
  });
});

describe("a publisher", () => {
  it("publishes again when a confirm takes too long, and hears one of two", () => {
    const played = play({ publisher: publisher({ confirmTimeout: "20ms" }), consumer, plan: "delay rabbitmq>p1 basic.ack m1 #1 by 100ms" });
    expect(count(played, "p1 basic.publish")).toBeGreaterThan(1);
    expect(played.run.history["confirm"]).toBe(1);
  });

  it("understands a confirm of many", () => {
    const played = play({ publisher: publisher(), consumer, messages: 20, more: { workload: { messages: 20, every: "10us" }, settle: "5s" } });
    expect(played.run.history["confirm"]).toBe(20);
  });

  it("forgets in a crash what it had not sent, and not with an outbox", () => {
    const crashed = (outbox: boolean, after: number) => play({ publisher: publisher({ outbox }), consumer, plan: `crash p1 in p1 publish m1 after ${after} for 20ms` }).effects;
    expect(crashed(false, 0)).toEqual([]);
    // Written to the outbox, and not sent.
    expect(crashed(true, 1)).toEqual([1]);
    expect(crashed(true, 0)).toEqual([]);
  });

  it("waits for ever for confirms that it counts from where it was: the broker begins at 1", () => {
    const cast = { consumer, messages: 2, plan: "reset p1-rabbitmq at 60ms" };
    expect(play({ ...cast, publisher: publisher() }).run.history["confirm"]).toBe(2);
    expect(play({ ...cast, publisher: publisher({ staleSequence: true }) }).run.history["confirm"]).toBe(1);
  });

  it("routes and marks each message as it likes", () => {
    const played = play({ broker: rabbitmq.broker({ definitions: { queues: [{ name: "odd" }, { name: "q" }] } }), publisher: publisher({ routingKey: ({ id }) => (id % 2 === 1 ? "odd" : "q"), properties: ({ id }) => ({ deliveryMode: 2, messageId: String(id) }) }), consumer, messages: 4 });
    expect(played.effects).toEqual([2, 4]);
  });
});
