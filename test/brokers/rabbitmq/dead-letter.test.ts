import { describe, expect, it } from "vitest";
import type { ServerMethod } from "../../../src/brokers/rabbitmq/methods.ts";
import { Rig } from "./rig.ts";
import type { Channel } from "./rig.ts";

/** A queue "q" that dead-letters to "dead" by the default exchange. */
function dying(given: { readonly [name: string]: string | number } = {}): { readonly rig: Rig; readonly channel: Channel } {
  const rig = new Rig();
  const channel = rig.channel();
  channel.queue("dead");
  channel.queue("q", { arguments: { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dead", ...given } });
  return { rig, channel };
}

/** The message got from a queue, whole. */
function taken(channel: Channel, queue: string): Extract<ServerMethod, { type: "basic.get-ok" }> {
  channel.client.send({ type: "basic.get", channel: channel.number, queue, noAck: true });
  return channel.client.take(channel.number).at(-1) as Extract<ServerMethod, { type: "basic.get-ok" }>;
}

const drained = (channel: Channel, queue: string): number[] => {
  const ids: number[] = [];
  for (let frame = taken(channel, queue); frame.type === "basic.get-ok"; frame = taken(channel, queue)) ids.push(frame.message.id);
  return ids;
};

describe("dead letters", () => {
  it("of rejected messages keep their order, and tell where they died", () => {
    const { rig, channel } = dying();
    rig.advance(5_000_000);
    for (const id of [1, 2, 3]) channel.publish("q", id);
    for (let n = 0; n < 3; n++) channel.get("q");
    channel.nack(2, true, false);
    const letter = taken(channel, "dead");
    expect(letter).toMatchObject({ exchange: "", routingKey: "dead", redelivered: false, properties: { deliveryMode: 2 } });
    expect(letter.properties.headers).toEqual({
      "x-death": [{ count: 1, reason: "rejected", queue: "q", time: 5, exchange: "", "routing-keys": ["q"] }],
      "x-first-death-reason": "rejected", "x-first-death-queue": "q", "x-first-death-exchange": "",
    });
    expect(drained(channel, "dead")).toEqual([2]);
    expect(rig.noted).toEqual(["dead-letter m1 of q", "dead-letter m2 of q"]);
  });

  it("of expired messages lose their expiration, which x-death keeps", () => {
    const { rig, channel } = dying({ "x-message-ttl": 100 });
    channel.publish("q", 1, { also: { expiration: "50", headers: { a: 1 } } });
    rig.advance(49_999);
    expect(channel.ready("q")).toBe(1);
    rig.advance(1);
    const { properties } = taken(channel, "dead");
    expect(properties.expiration).toBeUndefined();
    expect(properties.headers).toMatchObject({ a: 1, "x-death": [{ reason: "expired", "original-expiration": "50" }] });
  });

  it("of too many are the oldest", () => {
    const { channel } = dying({ "x-max-length": 2 });
    for (const id of [1, 2, 3, 4]) channel.publish("q", id);
    expect([drained(channel, "q"), drained(channel, "dead")]).toEqual([[3, 4], [1, 2]]);
  });

  it("of what reject-publish-dlx refuses are made though it is refused", () => {
    const { channel } = dying({ "x-max-length": 1, "x-overflow": "reject-publish-dlx" });
    channel.do({ type: "confirm.select" });
    expect([1, 2, 3].flatMap((id) => channel.publish("q", id))).toEqual(["C+1", "C-2", "C-3"]);
    expect(drained(channel, "dead")).toEqual([2, 3]);
  });

  it("that go in a circle are dropped, unless somebody rejected them", () => {
    const { rig, channel } = dying({ "x-dead-letter-routing-key": "q", "x-message-ttl": 30 });
    channel.publish("q", 1);
    rig.advance(30_000);
    expect(channel.ready("q")).toBe(0);
    expect(rig.noted).toEqual(["expire m1 of q"]);
    channel.publish("q", 2);
    channel.get("q");
    channel.nack(1, false, false);
    expect(taken(channel, "q").properties.headers).toMatchObject({ "x-death": [{ count: 1, reason: "rejected" }] });
  });

  it("count deaths of one reason in one queue, the latest first", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("f1", { arguments: { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "f2", "x-message-ttl": 30 } });
    channel.queue("f2", { arguments: { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "f1" } });
    channel.publish("f1", 1);
    rig.advance(30_000);
    channel.get("f2");
    channel.nack(1, false, false);
    rig.advance(30_000);
    expect(taken(channel, "f2").properties.headers!["x-death"]).toMatchObject([{ count: 2, reason: "expired", queue: "f1" }, { count: 1, reason: "rejected", queue: "f2" }]);
  });

  it("are dropped when the exchange is missing, and keep their keys when none is given", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.queue("q", { arguments: { "x-dead-letter-exchange": "amq.fanout" } });
    channel.queue("dead");
    channel.do({ type: "queue.bind", queue: "dead", exchange: "amq.fanout", routingKey: "" });
    channel.publish("q", 1, { also: { headers: { CC: ["cc"], BCC: ["bcc"] } } });
    channel.get("q");
    channel.nack(1, false, false);
    const letter = taken(channel, "dead");
    expect(letter).toMatchObject({ exchange: "amq.fanout", routingKey: "q" });
    expect(letter.properties.headers).toMatchObject({ CC: ["cc"], "x-death": [{ "routing-keys": ["q", "cc"] }] });
    channel.queue("lost", { arguments: { "x-dead-letter-exchange": "missing" } });
    channel.publish("lost", 2);
    channel.get("lost");
    expect(channel.nack(3, false, false)).toEqual([]);
    expect(rig.noted).toEqual(["dead-letter m1 of q"]);
  });
});
