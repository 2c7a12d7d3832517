import { describe, expect, it } from "vitest";
import { Rig } from "./rig.ts";
import type { Channel } from "./rig.ts";

function transaction(count = 0): Channel {
  const channel = new Rig().channel();
  channel.queue("q");
  for (let id = 1; id <= count; id++) channel.publish("q", id);
  channel.do({ type: "tx.select" });
  return channel;
}

describe("transactions", () => {
  it("publish nothing before the commit, and nothing after a rollback", () => {
    const channel = transaction();
    channel.publish("q", 1);
    channel.publish("nowhere", 2, { mandatory: true });
    expect(channel.ready("q")).toBe(0);
    expect(channel.do({ type: "tx.commit" })).toEqual(["return 312 m2", "tx.commit-ok"]);
    expect(channel.ready("q")).toBe(1);
    channel.publish("q", 3);
    expect(channel.do({ type: "tx.rollback" })).toEqual(["tx.rollback-ok"]);
    expect(channel.ready("q")).toBe(1);
  });

  it("row 33: a rollback makes acked tags unacknowledged again and requeues nothing", () => {
    const channel = transaction(1);
    channel.get("q");
    channel.ack(1);
    channel.do({ type: "tx.rollback" });
    expect(channel.ready("q")).toBe(0);
    channel.ack(1);
    expect(channel.do({ type: "tx.commit" })).toEqual(["tx.commit-ok"]);
    expect(channel.ack(1)).toEqual(["channel.close 406 PRECONDITION_FAILED - unknown delivery tag 1"]);
  });

  it("row 33: two acks in one transaction are one too many", () => {
    const channel = transaction(1);
    channel.get("q");
    channel.ack(1);
    expect(channel.ack(1)).toEqual(["channel.close 406 PRECONDITION_FAILED - unknown delivery tag 1"]);
    expect(channel.client.channel().get("q")).toEqual(["G#1 m1R"]);
  });

  it("are not atomic: what one queue rejects, others have", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("q", { arguments: { "x-max-length": 1, "x-overflow": "reject-publish" } });
    channel.queue("r");
    channel.do({ type: "tx.select" });
    channel.publish("q", 1); channel.publish("q", 2); channel.publish("r", 3);
    expect(channel.do({ type: "tx.commit" })).toEqual(["channel.close 406 PRECONDITION_FAILED - partial tx completion"]);
    expect([rig.channel().ready("q"), rig.channel().ready("r")]).toEqual([1, 1]);
  });

  it("commit when the disk has what is persistent; a frame that comes meanwhile ends the connection", () => {
    const channel = transaction();
    const { rig } = channel.client;
    rig.held = true;
    channel.publish("q", 1);
    expect(channel.do({ type: "tx.commit" })).toEqual([]);
    rig.synced();
    expect(channel.came()).toEqual(["tx.commit-ok"]);
    channel.publish("q", 2);
    channel.do({ type: "tx.commit" });
    channel.do({ type: "basic.get", queue: "q" });
    expect(channel.client.take(0).at(-1)).toMatchObject({ type: "connection.close", replyCode: 504, replyText: "CHANNEL_ERROR - unexpected command while processing 'tx.commit'" });
  });

  it("and confirms exclude each other", () => {
    expect(transaction().do({ type: "confirm.select" })).toEqual(["channel.close 406 PRECONDITION_FAILED - cannot switch from tx to confirm mode"]);
    const channel = new Rig().channel();
    channel.do({ type: "confirm.select" });
    expect(channel.do({ type: "tx.select" })).toEqual(["channel.close 406 PRECONDITION_FAILED - cannot switch from confirm to tx mode"]);
  });
});
