import { describe, expect, it } from "vitest";
import { Rig } from "./rig.ts";

/** Row 42: p1 t1 p2 ready in "q"; u1 and u2 unacknowledged and u3 ready in "u". */
function situation(): Rig {
  const rig = new Rig();
  const channel = rig.channel();
  channel.queue("q");
  channel.queue("u");
  channel.queue("volatile", { durable: false });
  channel.publish("q", 1);
  channel.publish("q", 2, { properties: {} });
  channel.publish("q", 3);
  for (let id = 11; id <= 13; id++) channel.publish("u", id);
  channel.do({ type: "confirm.select" });
  channel.publish("q", 4);
  channel.get("u"); channel.get("u");
  return rig;
}

const all = (rig: Rig, queue: string): string[] => {
  const channel = rig.channel();
  return Array.from({ length: 5 }).flatMap(() => channel.get(queue)).filter((frame) => frame !== "empty");
};

describe("what survives", () => {
  it("row 42: a graceful restart keeps what is persistent; what had been delivered says so", () => {
    const rig = situation();
    rig.restart("stop");
    expect(all(rig, "q")).toEqual(["G#1 m1", "G#2 m3", "G#3 m4"]);
    expect(all(rig, "u")).toEqual(["G#1 m11R", "G#2 m12R", "G#3 m13"]);
    expect(rig.channel().ready("volatile")).toBe("channel.close 404 NOT_FOUND - no queue 'volatile' in vhost '/'");
  });

  it("row 43: a kill keeps what was confirmed; any of it may have been delivered", () => {
    const rig = situation();
    rig.restart("kill");
    expect(all(rig, "q")).toEqual(["G#1 m1R", "G#2 m3R", "G#3 m4R"]);
    expect(all(rig, "u")).toEqual(["G#1 m11R", "G#2 m12R", "G#3 m13R"]);
  });

  it("row 44: acks that the journal still holds are forgotten by a kill, but not those older than its flush", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("q");
    channel.do({ type: "confirm.select" });
    for (let id = 1; id <= 4; id++) channel.publish("q", id);
    for (let n = 0; n < 4; n++) channel.get("q");
    rig.advance(300_000);
    channel.ack(1);
    rig.advance(300_000);
    channel.ack(2); channel.ack(3);
    rig.advance(60_000);
    rig.restart("kill");
    expect(all(rig, "q")).toEqual(["G#1 m2R", "G#2 m3R", "G#3 m4R"]);
  });

  it("a message whose confirm is still owed may be lost with the process", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("q");
    channel.do({ type: "confirm.select" });
    rig.held = true;
    for (let id = 1; id <= 3; id++) channel.publish("q", id);
    rig.restart("kill");
    rig.held = false;
    expect(all(rig, "q")).toEqual(["G#1 m1R"]);
    expect(rig.keys("message ")).toHaveLength(1);
  });
});
