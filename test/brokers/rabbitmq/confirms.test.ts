import { describe, expect, it } from "vitest";
import { Rig } from "./rig.ts";

describe("publisher confirms", () => {
  it("row 26: count what was published since confirm.select, which may be repeated", () => {
    const channel = new Rig().channel();
    channel.queue("q");
    channel.publish("q", 1);
    channel.do({ type: "confirm.select" });
    expect(channel.publish("q", 2)).toEqual(["C+1"]);
    channel.do({ type: "confirm.select" });
    expect(channel.publish("q", 3)).toEqual(["C+2"]);
  });

  it("row 27: what nobody can have is confirmed, after it was returned if it was mandatory", () => {
    const channel = new Rig().channel();
    channel.do({ type: "confirm.select" });
    expect(channel.publish("nowhere", 1)).toEqual(["C+1"]);
    expect(channel.publish("nowhere", 2, { mandatory: true })).toEqual(["return 312 m2", "C+2"]);
  });

  it("row 28: a missing exchange is an error, and no confirm", () => {
    const channel = new Rig().channel();
    channel.do({ type: "confirm.select" });
    expect(channel.publish("", 1, { exchange: "missing" })).toEqual(["channel.close 404 NOT_FOUND - no exchange 'missing' in vhost '/'"]);
  });

  it("row 29: one queue that rejects makes a nack, though another keeps the message", () => {
    const channel = new Rig().channel();
    channel.do({ type: "exchange.declare", exchange: "x", kind: "fanout" });
    channel.queue("q", { arguments: { "x-max-length": 1, "x-overflow": "reject-publish" } });
    channel.queue("r");
    for (const queue of ["q", "r"]) channel.do({ type: "queue.bind", queue, exchange: "x", routingKey: "" });
    channel.do({ type: "confirm.select" });
    expect(channel.publish("", 1, { exchange: "x" })).toEqual(["C+1"]);
    expect(channel.publish("", 2, { exchange: "x" })).toEqual(["C-2"]);
    expect([channel.ready("q"), channel.ready("r")]).toEqual([1, 2]);
  });

  it("wait for the disk when message and queue are durable, and for nothing else", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("durable");
    channel.queue("volatile", { durable: false });
    channel.do({ type: "confirm.select" });
    rig.held = true;
    expect(channel.publish("volatile", 1)).toEqual(["C+1"]);
    expect(channel.publish("durable", 2, { properties: {} })).toEqual(["C+2"]);
    expect(channel.publish("durable", 3)).toEqual([]);
    rig.synced();
    expect(channel.came()).toEqual(["C+3"]);
  });

  it("gather while the disk is busy, and come as few frames as can be", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("q");
    channel.do({ type: "confirm.select" });
    rig.held = true;
    for (let id = 1; id <= 4; id++) channel.publish("q", id);
    rig.synced();
    expect(channel.came()).toEqual(["C+1"]);
    rig.synced();
    expect(channel.came()).toEqual(["C+4 and before"]);
  });

  it("do not wait for the disk once a consumer has acked, or will not ack", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("q");
    channel.do({ type: "confirm.select" });
    channel.consume("q");
    rig.held = true;
    expect(channel.publish("q", 1)).toEqual(["D[A]#1 m1"]);
    expect(channel.ack(1)).toEqual(["C+1"]);
    channel.do({ type: "basic.cancel", consumerTag: "A" });
    channel.consume("q", "B", { noAck: true });
    expect(channel.publish("q", 2)).toEqual(["D[B]#2 m2", "C+2"]);
  });

  it("come for a queue that is deleted meanwhile", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("q");
    channel.do({ type: "confirm.select" });
    rig.held = true;
    channel.publish("q", 1);
    channel.publish("q", 2);
    expect(channel.do({ type: "queue.delete", queue: "q" })).toEqual(["queue.delete-ok 2", "C+2 and before"]);
  });
});
