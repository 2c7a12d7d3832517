import { describe, expect, it } from "vitest";
import { Rig } from "./rig.ts";

describe("storage", () => {
  it.each(["full", "error"] as const)("a sync that fails (%s) confirms nothing, and is tried again", (error) => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("q");
    channel.do({ type: "confirm.select" });
    rig.held = true;
    channel.publish("q", 1);
    rig.synced(error);
    channel.publish("q", 2);
    expect(channel.came()).toEqual([]);
    rig.held = false;
    rig.advance(1_000_000);
    expect(channel.came()).toEqual(["C+1", "C+2"]);
  });

  it("a message that is acked before it is written never is, and one that was is removed", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("q");
    channel.consume("q");
    rig.held = true;
    channel.do({ type: "confirm.select" });
    channel.publish("q", 1);
    channel.publish("q", 2);
    channel.ack(1); channel.ack(2);
    rig.held = false;
    rig.settle();
    rig.advance(300_000);
    expect(rig.keys("message ")).toEqual([]);
  });

  it("a queue that was deleted leaves nothing behind, and another of its name begins empty", () => {
    const rig = new Rig();
    const channel = rig.channel();
    for (const type of ["classic", "quorum"]) {
      channel.queue("q", { arguments: { "x-queue-type": type } });
      channel.publish("q", 1);
      channel.do({ type: "queue.delete", queue: "q" });
      channel.queue("q", { arguments: { "x-queue-type": type } });
      channel.publish("q", 2);
      rig.advance(1_000_000);
      rig.restart("kill");
      expect(rig.channel().get("q", true)).toEqual([type === "classic" ? "G#1 m2R" : "G#1 m2"]);
      rig.channel().do({ type: "queue.delete", queue: "q" });
      rig.advance(1_000_000);
      if (type === "classic") Object.assign(channel, rig.channel());
    }
    expect([...rig.keys("message "), ...rig.keys("quorum ")]).toEqual([]);
  });

  it("what is left of a queue whose removal the disk did not see in time is thrown away at the start", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("q");
    channel.publish("q", 1);
    rig.advance(1_000_000);
    channel.do({ type: "queue.delete", queue: "q" });
    rig.held = true;
    rig.restart("kill");
    expect(rig.keys("message ")).toEqual([]);
  });

  it("anomaly 2: a kill within half a second of its declaration loses a quorum queue with all that it confirmed; no longer when its name is written at once", () => {
    for (const [settings, after] of [[{}, "no answer"], [{ quorumRegistryFlush: 0 }, "G#1 m1"]] as const) {
      const rig = new Rig(settings);
      const channel = rig.channel();
      channel.queue("q", { arguments: { "x-queue-type": "quorum" } });
      channel.do({ type: "confirm.select" });
      expect(channel.publish("q", 1)).toEqual(["C+1"]);
      rig.advance(400_000);
      rig.restart("kill");
      expect(rig.channel().get("q")[0] ?? "no answer").toBe(after);
    }
  });

  it("a graceful stop tells clients, and keeps a young quorum queue", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("q", { arguments: { "x-queue-type": "quorum" } });
    channel.publish("q", 1);
    rig.broker.stopping();
    expect(channel.client.take(0).at(-1)).toMatchObject({ type: "connection.close", replyCode: 320, replyText: "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'" });
    rig.restart("stop");
    expect(rig.channel().get("q")).toEqual(["G#1 m1"]);
  });

  it("gauges how many messages were ready at most", () => {
    const rig = new Rig();
    const channel = rig.channel();
    for (const type of ["classic", "quorum"]) {
      channel.queue(type, { arguments: { "x-queue-type": type } });
      for (const id of [1, 2, 3]) channel.publish(type, id);
      channel.get(type, true);
      channel.publish(type, 4);
    }
    expect([...rig.gauges]).toEqual([["depth classic", 3], ["depth quorum", 3]]);
  });
});
