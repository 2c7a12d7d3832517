/** Classic queues of a cluster: where they live, and what happens when that node is down. Seen so on three nodes of RabbitMQ 3.10.8. */
import { describe, expect, it } from "vitest";
import { ack, cluster, confirms, consume, declare, get, heardBy, publish } from "./rig.ts";

const DOWN = "channel.close 404 NOT_FOUND - home node 'rb2' of durable queue 'q' in vhost '/' is down or inaccessible";

describe("a classic queue", () => {
  it("is used through any node, and lives on the one where it was declared", () => {
    const played = cluster({
      a: ["rb1", { 100: [confirms, publish(1), publish(2)], 200: [consume("q", "A", { noAck: true })] }],
      b: ["rb2", { 50: [declare()], 150: [get()] }],
      c: ["rb3", { 300: [get()], 350: [declare()] }],
    });
    expect(heardBy(played, "a")).toEqual(["C+1", "C+2", "A#1 m2"]);
    expect(heardBy(played, "b")).toEqual(["declared q 0", "G#1 m1 left 1"]);
    expect(heardBy(played, "c")).toEqual(["basic.get-empty", "declared q 0 for 1"]);
  });

  it("keeps the order of each pair of channel and queue across nodes", () => {
    const played = cluster({
      b: ["rb2", { 50: [declare()] }],
      a: ["rb1", { 100: Array.from({ length: 30 }, (_, nth) => publish(nth + 1)) }],
      c: ["rb3", { 110: [consume("q", "A", { noAck: true })] }],
    }, { latency: "exponential(5ms)" });
    expect(heardBy(played, "c")).toEqual(Array.from({ length: 30 }, (_, nth) => `A#${nth + 1} m${nth + 1}`));
  });

  it("whose home node is killed: what is in flight is nacked, consumers are cancelled, and everything else is lost though acked", () => {
    const played = cluster({
      b: ["rb2", { 50: [declare()] }],
      a: ["rb1", {
        100: [confirms, publish(1)], 120: [{ type: "basic.qos", prefetchCount: 1 }, consume()],
        199: [publish(2)], 205: [publish(3)], 206: [publish(4, "q", { mandatory: true })], 207: [ack(1)], 210: [get()],
      }],
    }, { plan: ["crash rb2 kill at 200500us"] });
    expect(heardBy(played, "a")).toEqual(["C+1", "A#1 m1", "cancelled A", "C-2", "C+3", "return m4 312", "C+4", DOWN]);
  });

  it("whose home node is down can be neither got from, nor consumed, declared, purged, bound", () => {
    for (const method of [get(), consume(), declare(), { ...declare(), passive: true }, { type: "queue.purge", queue: "q" }, { type: "queue.bind", queue: "q", exchange: "amq.direct", routingKey: "k" }] as const) {
      const played = cluster({ b: ["rb2", { 50: [declare()] }], c: ["rb3", { 300: [method] }] }, { plan: ["crash rb2 kill at 200ms"] });
      expect(heardBy(played, "c")).toEqual([DOWN]);
    }
  });

  it("that was not durable is gone with its node, and may be declared anew", () => {
    const transient = { type: "queue.declare", queue: "q" } as const;
    const played = cluster({ b: ["rb2", { 50: [transient] }], c: ["rb3", { 300: [transient, publish(1), get()] }] }, { plan: ["crash rb2 kill at 200ms"] });
    expect(heardBy(played, "c")).toEqual(["declared q 0", "G#1 m1 left 0"]);
  });

  it("is there again when its node is, with what was confirmed", () => {
    const played = cluster({
      b: ["rb2", { 50: [declare()] }],
      a: ["rb1", { 100: [confirms, publish(1), publish(2)], 300: [publish(3)], 5_000: [get()], 5_100: [get()], 5_200: [get()] }],
    }, { plan: ["crash rb2 at 200ms for 2s"] });
    expect(heardBy(played, "a")).toEqual(["C+1", "C+2", "C-3", "G#1 m1R left 1", "G#2 m2R left 0", "basic.get-empty"]);
  });

  it("requeues what channels of another node held when that node is down", () => {
    const played = cluster({
      b: ["rb2", { 50: [declare(), publish(1), publish(2)], 400: [get()] }],
      a: ["rb1", { 100: [consume()] }],
    }, { plan: ["crash rb1 kill at 300ms"] });
    expect(heardBy(played, "b")).toEqual(["declared q 0", "G#1 m1R left 1"]);
  });

  it("that is deleted elsewhere is gone everywhere, and its consumers hear of it", () => {
    const played = cluster({
      b: ["rb2", { 50: [declare()] }],
      a: ["rb1", { 100: [consume()], 300: [get()] }],
      c: ["rb3", { 200: [{ type: "queue.delete", queue: "q" }] }],
    });
    expect(heardBy(played, "c")).toEqual(["queue.delete-ok"]);
    expect(heardBy(played, "a")).toEqual(["cancelled A", "channel.close 404 NOT_FOUND - no queue 'q' in vhost '/'"]);
  });
});

describe("metadata", () => {
  it("is on every node when the declaration is answered", () => {
    const played = cluster({
      a: ["rb1", { 100: [{ type: "queue.bind", queue: "q", exchange: "x", routingKey: "k" }, { type: "basic.publish", message: { id: 1, key: "k1", producer: "p", body: 1 }, exchange: "x", routingKey: "k" }, get()] }],
      c: ["rb3", { 50: [{ type: "exchange.declare", exchange: "x", kind: "direct" }, declare()] }],
    });
    expect(heardBy(played, "a")).toEqual(["queue.bind-ok", "G#1 m1 left 0"]);
    expect(heardBy(played, "c")).toEqual(["exchange.declare-ok", "declared q 0"]);
  });

  it("declared twice at once in different ways is refused to one of them", () => {
    const played = cluster({ b: ["rb2", { 50: [declare()] }], c: ["rb3", { 50: [declare("q", { "x-max-priority": 3 })] }] });
    const heard = [...heardBy(played, "b"), ...heardBy(played, "c")];
    expect(heard.filter((line) => line.startsWith("declared"))).toHaveLength(1);
    expect(heard.filter((line) => line.startsWith("channel.close 406 PRECONDITION_FAILED - inequivalent arg"))).toHaveLength(1);
  });

  it("comes to a node that was away", () => {
    const played = cluster({
      a: ["rb1", { 50: [declare("old")], 300: [declare()], 310: [publish(1)], 320: [{ type: "queue.delete", queue: "old" }] }],
      c: ["rb3", {}],
      late: ["rb2", { 4_000: [get()], 4_100: [get("old")] }],
    }, { plan: ["crash rb2 kill at 200ms for 1s", "delay late>rb2 SYN #1 by 3500ms"] });
    expect(heardBy(played, "late")).toEqual(["G#1 m1 left 0", "channel.close 404 NOT_FOUND - no queue 'old' in vhost '/'"]);
  });
});
