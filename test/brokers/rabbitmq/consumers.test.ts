import { describe, expect, it } from "vitest";
import type { Settings } from "../../../src/brokers/rabbitmq/settings.ts";
import type { Plain } from "../../../src/kernel/plain.ts";
import { Rig } from "./rig.ts";
import type { Channel } from "./rig.ts";

function queue(given: { readonly [name: string]: Plain }, settings: Partial<Settings> = {}): { readonly rig: Rig; readonly channel: Channel } {
  const rig = new Rig(settings);
  const channel = rig.channel();
  channel.queue("q", { arguments: given });
  return { rig, channel };
}

describe("a single active consumer", () => {
  /** A holds m1 of m1 to m3, and is cancelled while B waits. */
  function promoted(settings: Partial<Settings> = {}, noAck = false): { readonly rig: Rig; readonly a: Channel; readonly b: Channel; readonly publisher: Channel } {
    const { rig, channel: publisher } = queue({ "x-single-active-consumer": true }, settings);
    const [a, b] = [rig.channel(), rig.channel()];
    a.qos(1);
    a.consume("q", "A");
    b.consume("q", "B", { noAck });
    publisher.do({ type: "confirm.select" });
    for (const id of [1, 2, 3]) publisher.publish("q", id);
    expect(a.came()).toEqual(["D[A]#1 m1"]);
    a.do({ type: "basic.cancel", consumerTag: "A" });
    return { rig, a, b, publisher };
  }

  it("row 40: is not served when the one before is cancelled, and the next message crashes the queue", () => {
    const { rig, a, b, publisher } = promoted();
    expect(b.came()).toEqual([]);
    expect(publisher.publish("q", 4)).toEqual(["C-4"]);
    expect(b.came()).toEqual(["cancel B"]);
    expect(publisher.ready("q")).toBe(3);
    expect(a.ack(1)).toEqual([]);
    rig.restart("stop");
    expect([1, 2, 3, 4].flatMap(() => rig.channel().get("q", true))).toEqual(["G#1 m1R", "G#1 m2R", "G#1 m3R", "empty"]);
  });

  it("anomaly 1: without acks it gets the next message before the older ones", () => {
    const { b, publisher } = promoted({}, true);
    publisher.publish("q", 4);
    expect(b.came()).toEqual(["D[B]#1 m4"]);
  });

  it("is served at once where the mistake is mended, though the one before still holds a message", () => {
    const { a, b } = promoted({ singleActiveConsumerStalls: false });
    expect(b.came()).toEqual(["D[B]#1 m2", "D[B]#2 m3"]);
    a.do({ type: "channel.close" });
    expect(b.came()).toEqual(["D[B]#3 m1R"]);
  });

  it("stays the first, whatever the priority of the others, and is followed when its channel closes", () => {
    const { rig, channel } = queue({ "x-single-active-consumer": true });
    const [a, b] = [rig.channel(), rig.channel()];
    a.consume("q", "A");
    b.consume("q", "B", { arguments: { "x-priority": 5 } });
    channel.publish("q", 1);
    expect([a.came(), b.came()]).toEqual([["D[A]#1 m1"], []]);
    a.do({ type: "channel.close" });
    expect(b.came()).toEqual(["D[B]#1 m1R"]);
  });
});

describe("consumers", () => {
  it.each([["classic"], ["quorum"]])("of a higher priority are served first, in turn among themselves (%s)", (type) => {
    const { channel } = queue({ "x-queue-type": type });
    channel.qos(1);
    channel.consume("q", "A", { arguments: { "x-priority": 1 } });
    channel.consume("q", "B", { arguments: { "x-priority": 2 } });
    channel.consume("q", "C", { arguments: { "x-priority": 2 } });
    expect([1, 2, 3, 4, 5].flatMap((id) => channel.publish("q", id))).toEqual(["D[B]#1 m1", "D[C]#2 m2", "D[A]#3 m3"]);
    expect(channel.ack(1)).toEqual(["D[B]#4 m4"]);
  });

  it("an exclusive one is alone", () => {
    const { rig, channel } = queue({});
    const refused = ["channel.close 403 ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use"];
    channel.consume("q", "A", { exclusive: true });
    expect(rig.channel().consume("q", "B")).toEqual(refused);
    expect(rig.channel().get("q")).toEqual(["empty"]);
    channel.do({ type: "basic.cancel", consumerTag: "A" });
    rig.channel().consume("q", "C");
    expect(rig.channel().consume("q", "D", { exclusive: true })).toEqual(refused);
  });

  it("a tag is used once on a channel, and may be used again after it was cancelled", () => {
    const { channel } = queue({});
    channel.consume("q", "A");
    channel.do({ type: "basic.cancel", consumerTag: "A" });
    channel.consume("q", "A");
    expect(channel.publish("q", 1)).toEqual(["D[A]#1 m1"]);
    channel.consume("q", "A");
    expect(channel.client.take(0).at(-1)).toMatchObject({ replyCode: 530, replyText: "NOT_ALLOWED - attempt to reuse consumer tag 'A'" });
  });

  it("row 21: what a cancelled one holds stays its own; the channel's end requeues it before close-ok", () => {
    const { rig, channel } = queue({});
    channel.qos(3);
    channel.consume("q");
    for (const id of [1, 2, 3, 4]) channel.publish("q", id);
    channel.do({ type: "basic.cancel", consumerTag: "A" });
    channel.ack(2);
    expect(channel.do({ type: "channel.close" })).toEqual(["channel.close-ok"]);
    const other = rig.channel();
    expect([1, 2, 3].flatMap(() => other.get("q"))).toEqual(["G#1 m1R", "G#2 m3R", "G#3 m4"]);
  });

  it.each([["classic"], ["quorum"]])("hear of a queue's deletion, and what they settle later is ignored (%s)", (type) => {
    const { rig, channel } = queue({ "x-queue-type": type });
    channel.publish("q", 1);
    channel.consume("q");
    rig.channel().do({ type: "queue.delete", queue: "q" });
    expect(channel.came()).toEqual(["cancel A"]);
    expect(channel.ack(1)).toEqual([]);
  });

  it.each([["classic"], ["quorum"]])("are cancelled behind the delete-ok of their own channel, in the order of their tags (%s)", (type) => {
    const { channel } = queue({ "x-queue-type": type });
    channel.consume("q", "B");
    channel.consume("q", "A");
    expect(channel.do({ type: "queue.delete", queue: "q" })).toEqual(["queue.delete-ok 0", "cancel A", "cancel B"]);
  });

  it("the last one takes an auto-delete queue along, with all that is in it; a get is none", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("q", { autoDelete: true });
    for (const id of [1, 2, 3]) channel.publish("q", id);
    const getter = rig.channel();
    getter.get("q");
    getter.do({ type: "channel.close" });
    expect(channel.ready("q")).toBe(3);
    channel.qos(1);
    channel.consume("q");
    channel.do({ type: "basic.cancel", consumerTag: "A" });
    expect(rig.channel().ready("q")).toBe("channel.close 404 NOT_FOUND - no queue 'q' in vhost '/'");
    expect(channel.ack(1)).toEqual([]);
    expect(rig.keys("message ")).toHaveLength(rig.keys("message ").length);
  });

  it("consumer_timeout: a delivery that is held too long closes the channel, at its next tick", () => {
    const { rig, channel } = queue({}, { consumerTimeout: 100_000_000 });
    channel.publish("q", 1);
    rig.advance(30_000_000);
    channel.get("q");
    rig.advance(149_000_000);
    expect(channel.came()).toEqual([]);
    rig.advance(1_000_000);
    expect(channel.came()).toEqual(["channel.close 406 PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used: 100000 ms. This timeout value can be configured, see consumers doc guide to learn more"]);
    expect(rig.channel().get("q")).toEqual(["G#1 m1R"]);
  });

  it("heartbeats: the broker sends one each half interval, and gives up a client after two to three of silence", () => {
    const rig = new Rig();
    const client = rig.client(1);
    const channel = client.channel();
    client.take(0);
    rig.advance(500_000);
    client.send({ type: "heartbeat", channel: 0 });
    rig.advance(1_000_000);
    expect(client.take(0).map(({ type }) => type)).toEqual(["heartbeat", "heartbeat"]);
    expect(client.closed).toBe(false);
    rig.advance(2_000_000);
    expect(client.closed).toBe(true);
    expect(channel.came()).toEqual([]);
  });

  it("a prefetch of consumers to come ends one that the channel shares", () => {
    const { channel } = queue({});
    channel.qos(1, true);
    channel.consume("q", "A");
    expect([1, 2, 3].flatMap((id) => channel.publish("q", id))).toEqual(["D[A]#1 m1"]);
    expect(channel.qos(1)).toEqual(["D[A]#2 m2", "D[A]#3 m3", "basic.qos-ok"]);
  });

  it("a prefetch that a channel shares holds back consumers without acks as well, and counts no gets", () => {
    const { channel } = queue({});
    channel.qos(1, true);
    channel.consume("q", "A");
    expect(channel.publish("q", 1)).toEqual(["D[A]#1 m1"]);
    channel.consume("q", "B", { noAck: true });
    expect([...channel.publish("q", 2), ...channel.publish("q", 3)]).toEqual([]);
    expect(channel.get("q")).toEqual(["G#2 m2"]);
    expect(channel.ack(2)).toEqual([]);
    expect(channel.ack(1)).toEqual(["D[A]#3 m3"]);
  });
});
