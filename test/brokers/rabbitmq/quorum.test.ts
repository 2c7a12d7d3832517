import { describe, expect, it } from "vitest";
import type { Plain } from "../../../src/kernel/plain.ts";
import { Rig } from "./rig.ts";
import type { Channel } from "./rig.ts";

function quorum(given: { readonly [name: string]: Plain } = {}, count = 0, rig = new Rig()): { readonly rig: Rig; readonly channel: Channel } {
  const channel = rig.channel();
  channel.queue("dead");
  channel.queue("q", { arguments: { "x-queue-type": "quorum", ...given } });
  // The registry of quorum queues is durable by then (anomaly 2).
  rig.advance(1_000_000);
  for (let id = 1; id <= count; id++) channel.publish("q", id);
  return { rig, channel };
}
const drain = (channel: Channel, queue: string): string => Array.from({ length: 10 }).flatMap(() => channel.get(queue, true)).filter((frame) => frame !== "empty").map((frame) => frame.split(" ")[1]).join(" ");

describe("a quorum queue: requeue", () => {
  it("row 37: without a limit what is requeued goes behind everything", () => {
    const { channel } = quorum({}, 3);
    channel.qos(1);
    expect(channel.consume("q")).toEqual(["D[A]#1 m1"]);
    expect(channel.nack(1)).toEqual(["D[A]#2 m2"]);
    expect(channel.ack(2)).toEqual(["D[A]#3 m3"]);
    expect(channel.ack(3)).toEqual(["D[A]#4 m1R"]);
  });

  it("with a limit it goes in front, in the order in which it came back", () => {
    const { channel } = quorum({ "x-delivery-limit": 5 }, 4);
    for (let n = 0; n < 3; n++) channel.get("q");
    channel.nack(3);
    channel.nack(1);
    channel.nack(2);
    expect(drain(channel, "q")).toBe("m3R m1R m2R m4");
  });

  it("what a lost channel held goes in front in any case, in its old order", () => {
    const { rig, channel } = quorum({}, 4);
    for (let n = 0; n < 3; n++) channel.get("q");
    channel.nack(2);
    channel.nack(1);
    channel.do({ type: "channel.close" });
    expect(drain(rig.channel(), "q")).toBe("m3R m4 m2R m1R");
  });

  it("nack of several, then the channel's end", () => {
    const { rig, channel } = quorum({}, 4);
    channel.qos(2);
    expect(channel.consume("q")).toEqual(["D[A]#1 m1", "D[A]#2 m2"]);
    expect(channel.nack(2, true)).toEqual(["D[A]#3 m3", "D[A]#4 m4"]);
    channel.do({ type: "channel.close" });
    expect(drain(rig.channel(), "q")).toBe("m3R m4R m1R m2R");
  });

  it("counts deliveries in a header: not on the first push, but on the first get", () => {
    const { channel } = quorum({}, 1);
    const counts: unknown[] = [];
    const look = (type: string): void => {
      for (const frame of channel.client.take(channel.number)) if (frame.type === type && "properties" in frame) counts.push(frame.properties.headers?.["x-delivery-count"]);
    };
    channel.client.send({ type: "basic.get", channel: channel.number, queue: "q" });
    look("basic.get-ok");
    channel.nack(1);
    channel.client.send({ type: "basic.consume", channel: channel.number, queue: "q", consumerTag: "A" });
    look("basic.deliver");
    channel.client.send({ type: "basic.nack", channel: channel.number, deliveryTag: 2 });
    look("basic.deliver");
    channel.client.send({ type: "basic.publish", channel: channel.number, message: { id: 2, key: "k", producer: "p", body: 2 }, exchange: "", routingKey: "q" });
    look("basic.deliver");
    expect(counts).toEqual([0, 1, 2, undefined]);
  });

  it("limit 2 is three deliveries; then it is a dead letter", () => {
    const { rig, channel } = quorum({ "x-delivery-limit": 2, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dead" }, 1);
    channel.qos(1);
    expect(channel.consume("q")).toEqual(["D[A]#1 m1"]);
    expect(channel.nack(1)).toEqual(["D[A]#2 m1R"]);
    expect(channel.nack(2)).toEqual(["D[A]#3 m1R"]);
    expect(channel.nack(3)).toEqual([]);
    expect([channel.ready("dead"), rig.noted]).toEqual([1, ["dead-letter m1 of q"]]);
  });
});

describe("a quorum queue: confirms and limits", () => {
  it("confirms when the log is on the disk, transient messages too", () => {
    const { rig, channel } = quorum();
    channel.do({ type: "confirm.select" });
    rig.held = true;
    expect(channel.publish("q", 1, { properties: {} })).toEqual([]);
    rig.synced();
    expect(channel.came()).toEqual(["C+1"]);
  });

  it("row 36: reject-publish takes one more than its limit, and begins again at four fifths of it", () => {
    const { channel } = quorum({ "x-max-length": 2, "x-overflow": "reject-publish" });
    channel.do({ type: "confirm.select" });
    expect([1, 2, 3, 4, 5, 6].flatMap((id) => channel.publish("q", id))).toEqual(["C+1", "C+2", "C+3", "C-4", "C-5", "C-6"]);
    channel.get("q", true);
    expect(channel.publish("q", 7)).toEqual(["C-7"]);
    channel.get("q", true);
    channel.get("q", true);
    expect(channel.publish("q", 8)).toEqual(["C+8"]);
  });

  it("row 36: a burst is accepted far beyond the limit, since the refusal is late", () => {
    const { rig, channel } = quorum({ "x-max-length": 2, "x-overflow": "reject-publish" });
    channel.do({ type: "confirm.select" });
    rig.held = true;
    for (let id = 1; id <= 30; id++) channel.publish("q", id);
    rig.held = false;
    rig.settle();
    channel.came();
    expect(channel.ready("q")).toBe(30);
    expect(channel.publish("q", 31)).toContain("C-31");
  });

  it("drop-head drops the oldest, a requeued message among them only when its turn comes", () => {
    const { channel } = quorum({ "x-max-length": 2 }, 2);
    channel.get("q"); channel.get("q");
    channel.publish("q", 3); channel.publish("q", 4);
    channel.nack(2);
    expect(drain(channel, "q")).toBe("m4 m2R");
  });

  it("row 41: a prefetch shared by a channel ends the connection", () => {
    const { channel } = quorum();
    channel.qos(1, true);
    channel.consume("q");
    expect(channel.client.take(0).at(-1)).toMatchObject({ type: "connection.close", replyCode: 540, replyText: "NOT_IMPLEMENTED - queue 'q' in vhost '/' does not support global qos" });
  });

  it("delivers with time to live 0 to whoever waits, and to nobody later", () => {
    const { rig, channel } = quorum({ "x-message-ttl": 0 }, 1);
    rig.advance(2_000);
    expect(channel.ready("q")).toBe(0);
    channel.consume("q");
    expect(channel.publish("q", 2)).toEqual(["D[A]#1 m2"]);
  });

  it("a message that was delivered does not expire until it comes back", () => {
    const { rig, channel } = quorum({ "x-message-ttl": 150 }, 1);
    channel.get("q");
    rig.advance(300_000);
    expect(rig.noted).toEqual([]);
    channel.nack(1);
    expect(rig.noted).toEqual(["expire m1 of q"]);
  });

  it("a consumer without acks empties it", () => {
    const { channel } = quorum({}, 3);
    expect(channel.consume("q", "A", { noAck: true })).toEqual(["D[A]#1 m1", "D[A]#2 m2", "D[A]#3 m3"]);
    expect(channel.client.rig.broker.node.queues.get("q")!.state()).toEqual({ ready: 0, unacked: 0, consumers: 1 });
  });
});

describe("a quorum queue: single active consumer", () => {
  it("another takes over when the first is cancelled, though that still holds messages", () => {
    const { rig, channel } = quorum({ "x-single-active-consumer": true }, 3);
    const other = rig.channel();
    channel.qos(1); other.qos(1);
    expect(channel.consume("q", "A")).toEqual(["D[A]#1 m1"]);
    expect(other.consume("q", "B", { arguments: { "x-priority": 5 } })).toEqual([]);
    channel.do({ type: "basic.cancel", consumerTag: "A" });
    expect(other.came()).toEqual(["D[B]#1 m2"]);
    channel.do({ type: "channel.close" });
    expect(other.ack(1)).toEqual(["D[B]#2 m1R"]);
  });
});

it("with a single active consumer a get is refused", () => {
  const { channel } = quorum({ "x-single-active-consumer": true });
  expect(channel.get("q")).toEqual(["channel.close 405 RESOURCE_LOCKED - cannot obtain access to locked queue 'q' in vhost '/'. basic.get operations are not supported by quorum queues with single active consumer"]);
});

describe("a quorum queue: restarts", () => {
  it.each(["kill", "power", "stop"] as const)("row 43: keeps everything confirmed, in order, and knows what was delivered: %s", (how) => {
    const { rig, channel } = quorum({}, 2);
    channel.publish("q", 3, { properties: {} });
    channel.get("q"); channel.get("q");
    channel.ack(1);
    rig.restart(how);
    expect(drain(rig.channel(), "q")).toBe("m2R m3");
  });

  it("reads a log that was compacted", () => {
    const { rig, channel } = quorum({}, 1);
    for (let id = 2; id <= 4_200; id++) {
      channel.publish("q", id);
      if (id > 3) channel.get("q", true);
    }
    expect(rig.keys("quorum ").length).toBeLessThan(9_000);
    rig.restart("kill");
    expect(drain(rig.channel(), "q")).toBe("m4198 m4199 m4200");
  });
});

describe("dead letters at least once", () => {
  const given = { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dead", "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish" };

  it("are kept until their queue has taken them", () => {
    const { rig, channel } = quorum(given, 1);
    channel.get("q");
    rig.held = true;
    channel.nack(1, false, false);
    rig.synced();
    rig.restart("kill");
    rig.held = false;
    rig.settle();
    expect(drain(rig.channel(), "dead")).toMatch(/^m1R?( m1R?)?$/);
    expect(rig.broker.node.queues.get("q")!.state()).toMatchObject({ ready: 0 });
  });

  it("do not overtake what their queue, a quorum queue too, has on the disk when the node starts", () => {
    const { rig, channel } = quorum({ ...given, "x-dead-letter-routing-key": "z" }, 1);
    channel.get("q");
    channel.nack(1, false, false);
    channel.queue("z", { arguments: { "x-queue-type": "quorum" } });
    rig.advance(1_000_000);
    channel.publish("z", 2);
    rig.restart("kill");
    expect(drain(rig.channel(), "z")).toBe("m2 m1");
  });

  it("are not taken for those of the life before", () => {
    const { rig, channel } = quorum({ ...given, "x-dead-letter-routing-key": "z" }, 2);
    channel.queue("z", { arguments: { "x-queue-type": "quorum" } });
    rig.advance(1_000_000);
    channel.get("q");
    channel.nack(1, false, false);
    channel.get("q");
    rig.held = true;
    channel.nack(2, false, false);
    rig.synced();
    // What q knows is durable, what it has sent to z is not.
    rig.restart("power");
    rig.held = false;
    rig.settle();
    expect(drain(rig.channel(), "z")).toBe("m1 m2");
  });

  it("wait for a queue that is not there, and are tried again", () => {
    const { rig, channel } = quorum(given, 1);
    channel.do({ type: "queue.delete", queue: "dead" });
    channel.get("q");
    channel.nack(1, false, false);
    expect(rig.noted).toEqual([]);
    channel.queue("dead");
    rig.advance(180_000_000);
    expect(drain(rig.channel(), "dead")).toBe("m1");
    expect(rig.noted).toEqual(["dead-letter m1 of q"]);
  });
});
