import { describe, expect, it } from "vitest";
import type { StageOptions } from "../../../../src/brokers/rabbitmq/client/stage.ts";
import { rabbitmq } from "../../../../src/protocols/index.ts";
import { count, play, status } from "./play.ts";

const publisher = rabbitmq.publisher({ routingKey: "q" });
const last = rabbitmq.consumer({ queue: "next", subscription: "last", remembers: "inbox", sink: "end" });
const broker = rabbitmq.broker({ definitions: { queues: [{ name: "q" }, { name: "next" }] } });

/** p1 > q > stage > next > c1. */
const passed = (options: Partial<StageOptions>, plan = "") => play({
  publisher, broker, consumer: last, plan,
  others: [{ name: "stage", role: "consumer", run: rabbitmq.stage({ reconnect: "100ms", sink: "middle", ...options, from: { queue: "q", subscription: "stage", ...options.from }, to: { routingKey: "next", ...options.to } }) }],
  more: { subscriptions: ["stage", "last"], sinks: [{ name: "middle", subscription: "stage", dedup: true, at: ["stage"] }, { name: "end", subscription: "last", dedup: true, at: ["c1"] }] },
});

describe("a stage of a pipeline", () => {
  it("works on a message, passes it on, and acknowledges it when that is confirmed", () => {
    const played = passed({});
    expect(played.heard.filter((frame) => /stage basic\.(publish|ack)/.test(frame))).toEqual(["stage basic.publish m1", "stage basic.ack m1 #1"]);
    expect(status(played, "at-least-once")).toBe("pass");
  });

  it("loses it where it acknowledges what it is about to send", () => {
    const crashed = (acksWhen: "confirmed" | "sent", after: number) => status(passed({ acksWhen }, `crash stage kill in rabbitmq>stage basic.deliver m1 #1 after ${after} for 20ms`), "at-least-once");
    // "deliver", effect, and before the publish "ack" and the acknowledgement.
    expect(crashed("sent", 4)).toBe("fail");
    expect(crashed("confirmed", 2)).toBe("pass");
  });

  it("keeps what it is to pass on in an outbox, with the work", () => {
    for (const after of [0, 1, 2, 3, 4]) {
      const played = passed({ remembers: "inbox", to: { outbox: true } }, `crash stage kill in rabbitmq>stage basic.deliver m1 #1 after ${after} for 20ms`);
      expect(status(played, "effectively-once"), `after ${after}`).toBe("pass");
    }
  });

  it("loses its deliveries with a shared channel, when publishing goes wrong", () => {
    const played = (sharedChannel: boolean) => passed({ sharedChannel, to: { exchange: "nowhere", unconfirmed: "forgotten" } });
    expect(count(played(false), "stage basic.ack")).toBe(0);
    expect(count(played(false), "stage basic.consume")).toBe(1);
    expect(count(played(true), "stage basic.consume")).toBeGreaterThan(1);
  });
});
