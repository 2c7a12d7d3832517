import { describe, expect, it } from "vitest";
import { Rig } from "./rig.ts";
import type { Channel } from "./rig.ts";

/** A channel with a durable queue "q" that holds m1 to m<count>. */
function filled(count: number, rig = new Rig()): Channel {
  const channel = rig.channel();
  channel.queue("q");
  for (let id = 1; id <= count; id++) channel.publish("q", id);
  return channel;
}

describe("a classic queue: prefetch and turns", () => {
  it("row 1: serves consumers in turn, each up to its prefetch", () => {
    const rig = new Rig();
    const [a, b] = [rig.channel(), rig.channel()];
    filled(0, rig);
    a.qos(1); b.qos(1);
    a.consume("q", "A"); b.consume("q", "B");
    const publisher = rig.channel();
    for (let id = 1; id <= 4; id++) publisher.publish("q", id);
    expect(a.came()).toEqual(["D[A]#1 m1"]);
    expect(b.came()).toEqual(["D[B]#1 m2"]);
    expect(a.ack(1)).toEqual(["D[A]#2 m3"]);
    expect(b.ack(1)).toEqual(["D[B]#2 m4"]);
  });

  it("row 2: an ack makes room for as many as it settles", () => {
    const channel = filled(5);
    channel.qos(2);
    expect(channel.consume("q")).toEqual(["D[A]#1 m1", "D[A]#2 m2"]);
    expect(channel.ready("q")).toBe(3);
    expect(channel.ack(2)).toEqual(["D[A]#3 m3"]);
    expect(channel.ack(3, true)).toEqual(["D[A]#4 m4", "D[A]#5 m5"]);
  });

  it("row 3: qos is of consumers to come", () => {
    const channel = filled(5);
    channel.qos(1);
    expect(channel.consume("q", "A")).toEqual(["D[A]#1 m1"]);
    channel.qos(0);
    expect(channel.ack(1)).toEqual(["D[A]#2 m2"]);
    expect(channel.consume("q", "B")).toEqual(["D[B]#3 m3", "D[B]#4 m4", "D[B]#5 m5"]);
  });

  it("row 5: a shared prefetch and one a consumer hold together", () => {
    const channel = filled(0);
    channel.qos(2); channel.qos(3, true);
    channel.consume("q", "A"); channel.consume("q", "B");
    const got = [1, 2, 3, 4, 5, 6].flatMap((id) => channel.publish("q", id));
    expect(got).toEqual(["D[A]#1 m1", "D[B]#2 m2", "D[A]#3 m3"]);
    expect(channel.ack(2)).toEqual(["D[B]#4 m4"]);
  });

  it("row 6: get has no prefetch, and empty takes no tag", () => {
    const channel = filled(3);
    channel.qos(1);
    expect([1, 2, 3, 4].flatMap(() => channel.get("q"))).toEqual(["G#1 m1", "G#2 m2", "G#3 m3", "empty"]);
  });
});

describe("a classic queue: acknowledgements", () => {
  it("row 7: what was not acked comes again when the channel is closed", () => {
    const channel = filled(3);
    channel.consume("q");
    channel.ack(2, true);
    channel.do({ type: "channel.close" });
    const other = channel.client.channel();
    expect(other.get("q")).toEqual(["G#1 m3R"]);
    expect(other.ready("q")).toBe(0);
  });

  it("row 9: tag 0 alone is unknown; with multiple it is all, even if there is nothing", () => {
    const channel = filled(2);
    expect(channel.ack(0, true)).toEqual([]);
    channel.get("q"); channel.get("q");
    expect(channel.ack(0, true)).toEqual([]);
    expect(channel.ack(0)).toEqual(["channel.close 406 PRECONDITION_FAILED - unknown delivery tag 0"]);
  });

  it("row 10: a second ack closes the channel and requeues what else it held", () => {
    const channel = filled(2);
    channel.get("q"); channel.get("q");
    channel.ack(1);
    expect(channel.ack(1)).toEqual(["channel.close 406 PRECONDITION_FAILED - unknown delivery tag 1"]);
    expect(channel.client.channel().get("q")).toEqual(["G#1 m2R"]);
  });

  it("row 12: an unknown tag is unknown with multiple too", () => {
    const channel = filled(2);
    channel.get("q"); channel.get("q");
    expect(channel.ack(50, true)).toEqual(["channel.close 406 PRECONDITION_FAILED - unknown delivery tag 50"]);
    expect(channel.client.channel().ready("q")).toBe(2);
  });

  it("rows 14, 15: a delivery without ack takes a tag and cannot be acked", () => {
    const channel = filled(3);
    expect(channel.consume("q", "A", { noAck: true })).toEqual(["D[A]#1 m1", "D[A]#2 m2", "D[A]#3 m3"]);
    channel.do({ type: "basic.cancel", consumerTag: "A" });
    channel.publish("q", 4);
    expect(channel.get("q")).toEqual(["G#4 m4"]);
    expect(channel.ack(1)).toEqual(["channel.close 406 PRECONDITION_FAILED - unknown delivery tag 1"]);
  });

  it("row 17: requeued messages take their old places, whatever the order", () => {
    const channel = filled(4);
    for (let n = 0; n < 3; n++) channel.get("q");
    for (const deliveryTag of [3, 1, 2]) channel.do({ type: "basic.reject", deliveryTag, requeue: true });
    expect([1, 2, 3, 4].flatMap(() => channel.get("q"))).toEqual(["G#4 m1R", "G#5 m2R", "G#6 m3R", "G#7 m4"]);
  });

  it("several at once are settled by queue and consumer, in the order of their names", () => {
    const channel = filled(2);
    channel.queue("p");
    channel.publish("p", 3);
    channel.consume("q", "B");
    channel.consume("p", "A");
    expect(channel.nack(3, true)).toEqual(["D[A]#4 m3R", "D[B]#5 m1R", "D[B]#6 m2R"]);
  });

  it("row 19: a requeued message may come back to the same consumer for ever", () => {
    const channel = filled(2);
    channel.qos(1);
    expect(channel.consume("q")).toEqual(["D[A]#1 m1"]);
    expect(channel.nack(1)).toEqual(["D[A]#2 m1R"]);
    expect(channel.nack(2)).toEqual(["D[A]#3 m1R"]);
  });

  it("row 22: a lost connection requeues, delivered to a socket's buffer or not", () => {
    const channel = filled(3);
    channel.qos(2);
    channel.consume("q");
    channel.client.lost();
    const other = channel.client.rig.channel();
    expect([1, 2, 3].flatMap(() => other.get("q"))).toEqual(["G#1 m1R", "G#2 m2R", "G#3 m3"]);
  });

  it("row 24: recover requeues all and forgets their tags", () => {
    const channel = filled(2);
    channel.consume("q");
    expect(channel.do({ type: "basic.recover", requeue: true })).toEqual(["basic.recover-ok", "D[A]#3 m1R", "D[A]#4 m2R"]);
    expect(channel.ack(1)).toEqual(["channel.close 406 PRECONDITION_FAILED - unknown delivery tag 1"]);
  });
});
