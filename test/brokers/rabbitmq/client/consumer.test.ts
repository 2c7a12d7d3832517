import { describe, expect, it } from "vitest";
import { Tags } from "../../../../src/brokers/rabbitmq/client/tags.ts";
import type { IncomingOptions } from "../../../../src/brokers/rabbitmq/client/incoming-options.ts";
import type { SessionOptions } from "../../../../src/brokers/rabbitmq/client/session.ts";
import type { Working } from "../../../../src/brokers/rabbitmq/client/working.ts";
import { rabbitmq } from "../../../../src/protocols/index.ts";
import { count, play, status } from "./play.ts";

const publisher = rabbitmq.publisher({ routingKey: "q" });
const consumer = (options: Partial<IncomingOptions> & SessionOptions & Working = {}) => rabbitmq.consumer({ queue: "q", reconnect: "100ms", ...options });
const DEAD = "crash c1 kill in rabbitmq>c1 basic.deliver m1 #1 after";

describe("an acknowledgement", () => {
  it("after the work: a crash does it again, and loses nothing", () => {
    expect(play({ publisher, consumer: consumer(), plan: `${DEAD} 0 for 20ms` }).effects).toEqual([1]);
    expect(play({ publisher, consumer: consumer(), plan: `${DEAD} 2 for 20ms` }).effects).toEqual([1, 1]);
  });

  it("before the work: a crash loses it", () => {
    const played = play({ publisher, consumer: consumer({ ack: "before" }), plan: `${DEAD} 3 for 20ms` });
    expect(status(played, "at-least-once")).toBe("fail");
  });

  it("automatic: none is sent, and a crash loses it", () => {
    const played = play({ publisher, consumer: consumer({ ack: "automatic" }), messages: 2, plan: `${DEAD} 0 for 20ms` });
    expect(count(played, "c1 basic.ack")).toBe(0);
    expect(played.effects).toEqual([2]);
  });

  it("is one for several messages with ackEvery", () => {
    const played = play({ publisher, consumer: consumer({ ackEvery: 2 }), messages: 4 });
    expect(played.heard.filter((frame) => frame.startsWith("c1 basic.ack"))).toEqual(["c1 basic.ack m2 #2 multiple", "c1 basic.ack m4 #4 multiple"]);
  });

  it("is not sent for a delivery of a channel that is gone", () => {
    const played = play({ publisher, consumer: consumer({ work: "20ms" }), plan: "reset c1-rabbitmq at 60ms" });
    expect(count(played, "c1 basic.ack")).toBe(1);
    expect(played.effects).toEqual([1, 1]);
  });
});

describe("a prefetch", () => {
  it("bounds what is unacknowledged", () => {
    const most = (prefetch: number) => play({ publisher, consumer: consumer({ prefetch, work: "500ms" }), messages: 3, plan: "reset c1-rabbitmq at 300ms" }).run.history["deliver"];
    expect(most(1)).toBe(4);
    expect(most(2)).toBe(5);
    expect(most(0)).toBe(6);
  });
});

describe("what cannot be worked on", () => {
  const failing = (onFailure: IncomingOptions["onFailure"], failures = 3) => play({ publisher, consumer: consumer({ poison: [1], failures, ...(onFailure === undefined ? {} : { onFailure }) }), more: { settle: "1s" } });

  it("is put back, and comes again", () => {
    expect(failing("requeue").effects).toEqual([1]);
    expect(failing("requeue").run.history).toMatchObject({ deliver: 4, nack: 3 });
  });

  it("is rejected, and deleted where nobody wants it", () => {
    expect(failing("reject").run.history).toMatchObject({ deliver: 1, reject: 1 });
    expect(count(failing("reject"), "c1 basic.nack m1 #1 no requeue")).toBe(1);
  });

  it("is acknowledged, and nobody hears of it", () => {
    expect(failing("ack").run.history).toMatchObject({ deliver: 1, ack: 1 });
  });

  it("is held, and comes again with another connection", () => {
    expect(failing("nothing").run.history).toMatchObject({ deliver: 1 });
  });
});

describe("a consumer", () => {
  it("fetches with poll", () => {
    const played = play({ publisher, consumer: consumer({ poll: "30ms" }), messages: 2 });
    expect(count(played, "c1 basic.consume")).toBe(0);
    expect(count(played, "c1 basic.get")).toBeGreaterThan(2);
    expect(played.effects).toEqual([1, 2]);
  });

  it("works on what it has when the channel is lost, or discards it", () => {
    const cast = { publisher, plan: "reset c1-rabbitmq at 60ms" };
    expect(play({ ...cast, consumer: consumer({ work: "20ms" }) }).effects).toEqual([1, 1]);
    expect(play({ ...cast, consumer: consumer({ work: "20ms", afterLoss: "discard" }) }).effects).toEqual([1]);
  });

  it("leaves, and goes on working on what it has", () => {
    const played = play({ publisher, consumer: consumer({ leavesAfter: 2, prefetch: 2, work: "100ms" }), messages: 3, more: { settle: "1s" } });
    expect(played.heard.filter((frame) => frame.startsWith("c1 basic.cancel"))).toHaveLength(1);
    expect(played.effects).toEqual([1, 2]);
  });

  it("may drop what comes between its cancel and the answer", () => {
    const cast = { publisher, messages: 2, plan: "delay c1>rabbitmq basic.cancel #1 by 100ms" };
    expect(play({ ...cast, consumer: consumer({ leavesAfter: 1 }) }).effects).toEqual([1, 2]);
    expect(play({ ...cast, consumer: consumer({ leavesAfter: 1, deafAfterCancel: true }), more: { settle: "1s" } }).effects).toEqual([1]);
  });

  it("subscribes again when the broker cancels its subscription, or does not", () => {
    const others = [{ name: "operator", role: "other" as const, run: rabbitmq.operator({ steps: [{ at: "20ms", does: { type: "queue.delete", queue: "q" } }, { at: "30ms", does: rabbitmq.queue("q") }] }) }];
    expect(play({ publisher, consumer: consumer(), others }).effects).toEqual([1]);
    expect(play({ publisher, consumer: consumer({ resubscribe: false }), others, more: { settle: "1s" } }).effects).toEqual([]);
  });

  it("remembers nothing, until a crash, or what its database knows", () => {
    const twice = (remembers: NonNullable<Working["remembers"]>, plan: string) => play({ publisher, consumer: consumer({ remembers }), plan, more: { sinks: [{ name: "database", dedup: remembers === "inbox", at: ["c1"] }] } }).effects.length;
    const ackLost = "reset c1-rabbitmq at 55ms";
    const crashed = `${DEAD} 2 for 20ms`;
    expect([twice("nothing", ackLost), twice("memory", ackLost), twice("inbox", ackLost)]).toEqual([2, 1, 1]);
    expect([twice("nothing", crashed), twice("memory", crashed), twice("inbox", crashed)]).toEqual([2, 2, 1]);
  });
});

describe("delivery tags of a library that recovers", () => {
  /** Two deliveries of a channel that is gone, one of its successor: the tags to send for them. */
  const sent = (mistake?: ConstructorParameters<typeof Tags>[0], fetched = false, multiple = false): readonly (number | undefined)[] => {
    const tags = new Tags(mistake);
    const stale = [tags.given(1, fetched), tags.given(2, fetched)];
    tags.lost();
    return [...stale, tags.given(1, false)].map((tag) => tags.sent(tag, multiple));
  };

  it("are nothing to send when their channel is gone", () => {
    expect(sent()).toEqual([undefined, undefined, 1]);
    expect(sent(undefined, true)).toEqual([undefined, undefined, 1]);
  });

  it("are wrong in three known ways", () => {
    expect(sent("sent as they are")).toEqual([1, 2, 1]);
    expect(sent("sent as 0")).toEqual([undefined, undefined, 1]);
    expect(sent("sent as 0", false, true)).toEqual([undefined, 0, 1]);
    expect(sent("fetched not counted", true)).toEqual([1, 2, 1]);
  });

  it("sent on another channel, acknowledge what is not done, or end the channel", () => {
    const cast = { publisher, messages: 2, plan: "reset c1-rabbitmq at 60ms" };
    const good = play({ ...cast, consumer: consumer({ work: "150ms" }) });
    expect(status(good, "at-least-once")).toBe("pass");
    const wrong = play({ ...cast, consumer: consumer({ work: "150ms", tagMistake: "sent as they are" }) });
    expect(count(wrong, "c1 channel.close-ok")).toBeGreaterThan(0);
  });
});
