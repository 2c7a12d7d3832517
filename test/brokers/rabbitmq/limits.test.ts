import { describe, expect, it } from "vitest";
import type { Plain } from "../../../src/kernel/plain.ts";
import { Rig } from "./rig.ts";
import type { Channel } from "./rig.ts";

function queue(given: { readonly [name: string]: Plain }, rig = new Rig()): { readonly rig: Rig; readonly channel: Channel } {
  const channel = rig.channel();
  channel.queue("q", { arguments: given });
  return { rig, channel };
}
const drain = (channel: Channel): string => Array.from({ length: 10 }).flatMap(() => channel.get("q", true)).filter((frame) => frame !== "empty").map((frame) => frame.split(" ")[1]).join(" ");

describe("length limits", () => {
  it("row 31: with max 0 reject-publish refuses though a consumer waits; drop-head delivers", () => {
    const { rig, channel } = queue({ "x-max-length": 0, "x-overflow": "reject-publish" });
    channel.do({ type: "confirm.select" });
    channel.consume("q");
    expect(channel.publish("q", 1)).toEqual(["C-1"]);
    channel.do({ type: "queue.delete", queue: "q" });
    const other = queue({ "x-max-length": 0 }, rig).channel;
    other.consume("q", "B");
    expect(other.publish("q", 2)).toEqual(["D[B]#1 m2"]);
  });

  it("what is requeued may be dropped itself, being the oldest", () => {
    const { channel } = queue({ "x-max-length": 2 });
    channel.publish("q", 1); channel.publish("q", 2);
    channel.get("q"); channel.get("q");
    channel.publish("q", 3); channel.publish("q", 4);
    channel.nack(2);
    expect(drain(channel)).toBe("m3 m4");
    channel.nack(1);
    expect(drain(channel)).toBe("m1R");
  });

  it("count bytes of bodies; a message that is too large alone is dropped at once", () => {
    const { channel } = queue({ "x-max-length-bytes": 5 });
    for (const id of [11, 22, 33]) channel.publish("q", id);
    expect(drain(channel)).toBe("m22 m33");
    channel.publish("q", 1_234_567);
    expect(drain(channel)).toBe("");
  });

  it("unacknowledged messages do not count", () => {
    const { channel } = queue({ "x-max-length": 1, "x-overflow": "reject-publish" });
    channel.do({ type: "confirm.select" });
    channel.publish("q", 1);
    channel.get("q");
    expect(channel.publish("q", 2)).toEqual(["C+2"]);
  });

  it("purge spares what is unacknowledged, and confirms what it throws away", () => {
    const { rig, channel } = queue({});
    channel.publish("q", 1);
    channel.get("q");
    channel.do({ type: "confirm.select" });
    rig.held = true;
    channel.publish("q", 2);
    expect(channel.do({ type: "queue.purge", queue: "q" })).toEqual(["queue.purge-ok 1", "C+1"]);
    channel.nack(1);
    expect(drain(channel)).toBe("m1R");
  });
});

describe("time to live", () => {
  it("is the shorter one, and looks at the first message alone", () => {
    const { rig, channel } = queue({ "x-message-ttl": 1_000 });
    channel.publish("q", 1);
    channel.publish("q", 2, { also: { expiration: "50" } });
    rig.advance(150_000);
    expect(channel.ready("q")).toBe(2);
    expect(channel.get("q", true)).toEqual(["G#1 m1"]);
    expect(channel.ready("q")).toBe(0);
    expect(rig.noted).toEqual(["expire m2 of q"]);
  });

  it("does not run out while somebody holds the message, but at its late return", () => {
    const { rig, channel } = queue({ "x-message-ttl": 150 });
    channel.publish("q", 1);
    channel.get("q");
    rig.advance(200_000);
    expect(rig.noted).toEqual([]);
    channel.nack(1);
    expect([channel.ready("q"), rig.noted]).toEqual([0, ["expire m1 of q"]]);
  });

  it("0 delivers to whoever waits, or drops", () => {
    const { channel } = queue({ "x-message-ttl": 0 });
    channel.publish("q", 1);
    expect(channel.ready("q")).toBe(0);
    channel.consume("q");
    expect(channel.publish("q", 2)).toEqual(["D[A]#1 m2"]);
  });

  it("goes on through a restart", () => {
    const { rig, channel } = queue({ "x-message-ttl": 1_000 });
    channel.publish("q", 1);
    rig.advance(300_000);
    rig.restart("stop");
    rig.advance(699_000);
    expect(rig.noted).toEqual([]);
    rig.advance(1_000);
    expect(rig.noted).toEqual(["expire m1 of q"]);
  });

  it.each([["classic"], ["quorum"]])("of a queue: without consumers, redeclaration and get for so long it is gone (%s)", (type) => {
    const { rig, channel } = queue({ "x-expires": 100, "x-queue-type": type });
    rig.advance(90_000);
    channel.get("q");
    rig.advance(90_000);
    channel.queue("q", { arguments: { "x-expires": 100, "x-queue-type": type } });
    rig.advance(90_000);
    channel.consume("q");
    rig.advance(500_000);
    channel.publish("q", 1);
    channel.do({ type: "basic.cancel", consumerTag: "A" });
    channel.ack(1);
    rig.advance(99_000);
    expect(rig.broker.node.queues.has("q")).toBe(true);
    rig.advance(1_000);
    expect(rig.broker.node.queues.has("q")).toBe(false);
  });
});

describe("priorities of messages", () => {
  it("higher first, in order within each, capped at the highest; the first in line is dropped, high as it may be", () => {
    const { channel } = queue({ "x-max-priority": 5, "x-max-length": 4 });
    for (const [id, priority] of [[1, 0], [2, 9], [3, 5], [4, undefined], [5, 1], [6, 0]] as const) channel.publish("q", id, { also: priority === undefined ? {} : { priority } });
    expect(drain(channel)).toBe("m5 m1 m4 m6");
  });

  it("requeued messages go back to their places", () => {
    const { channel } = queue({ "x-max-priority": 5 });
    for (const [id, priority] of [[1, 1], [2, 1], [3, 5]] as const) channel.publish("q", id, { also: { priority } });
    for (let n = 0; n < 3; n++) channel.get("q");
    for (const tag of [2, 3, 1]) channel.nack(tag);
    expect(drain(channel)).toBe("m3R m1R m2R");
  });

  it("a lower one that has expired waits for the higher one before it", () => {
    const { rig, channel } = queue({ "x-max-priority": 5 });
    for (const [id, priority, expiration] of [[1, 0, "50"], [2, 5, "5000"], [3, 5, "50"], [4, 3, "20"]] as const) channel.publish("q", id, { also: { priority, expiration } });
    rig.advance(200_000);
    expect(rig.noted).toEqual([]);
    expect(channel.get("q", true)).toEqual(["G#1 m2"]);
    expect(rig.noted).toEqual(["expire m3 of q", "expire m4 of q", "expire m1 of q"]);
  });
});
