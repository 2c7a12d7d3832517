/** Classic queues that are mirrored by policy. Seen so on three nodes of RabbitMQ 3.10.8. */
import { describe, expect, it } from "vitest";
import type { Policy } from "../../../../src/brokers/rabbitmq/cluster/policies.ts";
import { ack, cluster, confirmed, confirms, consume, declare, FORCED, get, heardBy, publish } from "./rig.ts";

const mirrored = (more: Partial<Policy["definition"]> = {}) => ({ options: { policies: [{ pattern: "^q", definition: { "ha-mode": "all", ...more } } as Policy] } }) as const;
const KILL = "crash rb2 kill at 200ms";

describe("a mirrored queue whose master is killed", () => {
  it("goes on with a mirror, with everything that was confirmed, all of it flagged as redelivered", () => {
    const played = cluster({
      b: ["rb2", { 50: [declare()] }],
      a: ["rb1", { 100: [confirms, publish(1), publish(2)], 300: [publish(3), get()], 310: [get()], 320: [get()] }],
    }, { ...mirrored(), plan: [KILL] });
    expect(heardBy(played, "a")).toEqual(["C+1", "C+2", "G#1 m1R left 2", "C+3", "G#2 m2R left 1", "G#3 m3 left 0"]);
  });

  it("loses nothing that is in flight, and confirms it once", () => {
    for (let at = 190; at < 215; at++) {
      const played = cluster({
        b: ["rb2", { 50: [declare()] }],
        a: ["rb1", { 100: [confirms], ...Object.fromEntries(Array.from({ length: 20 }, (_, nth) => [200 + nth, [publish(nth + 1)]])) }],
        c: ["rb3", { 1_000: [consume("q", "A", { noAck: true })] }],
      }, { ...mirrored(), plan: [`crash rb2 kill at ${at * 1_000 + 300}us`] });
      expect(confirmed(heardBy(played, "a"))).toEqual(Array.from({ length: 20 }, (_, nth) => nth + 1));
      expect(heardBy(played, "c").map((line) => line.replace("R", ""))).toEqual(Array.from({ length: 20 }, (_, nth) => `A#${nth + 1} m${nth + 1}`));
    }
  });

  it("goes on with the next mirror, and all of it, when the new master is killed as well", () => {
    const played = cluster({
      b: ["rb2", { 50: [declare()] }],
      a: ["rb1", { 100: [confirms, publish(1), publish(2)], 300: [publish(3)] }],
      c: ["rb3", { 1_000: [get()], 1_010: [get()], 1_020: [get()] }],
    }, { ...mirrored(), plan: [KILL, "crash rb1 kill at 500ms"] });
    expect(heardBy(played, "c")).toEqual(["G#1 m1R left 2", "G#2 m2R left 1", "G#3 m3R left 0"]);
  });

  it("keeps its consumers: what they held is delivered again, and an old tag acknowledges the message it was for", () => {
    const played = cluster({
      b: ["rb2", { 50: [declare(), publish(1), publish(2), publish(3)] }],
      a: ["rb1", { 100: [{ type: "basic.qos", prefetchCount: 2 }, consume()], 300: [ack(1)] }],
    }, { ...mirrored(), plan: [KILL] });
    expect(heardBy(played, "a")).toEqual(["A#1 m1", "A#2 m2", "A#3 m1R", "A#4 m2R", "A#5 m3R"]);
  });

  it("loses what a mirror does not have that came later, if such a one may be promoted", () => {
    const steps = { a: ["rb2", { 300: [declare()], 310: [confirms, ...Array.from({ length: 10 }, (_, nth) => publish(nth + 1))], 4_000: [publish(11), publish(12)] }], late: ["rb1", { 6_000: [get()], 6_010: [get()], 6_020: [get()] }] } as const;
    const plan = ["crash rb1 kill at 200ms for 1s", "crash rb3 kill at 200ms for 1s", "crash rb2 kill at 5s", "delay late>rb1 SYN #1 by 5500ms"];
    expect(heardBy(cluster(steps, { ...mirrored(), plan }), "late")).toEqual(["G#1 m11R left 1", "G#2 m12R left 0", "basic.get-empty"]);
    expect(heardBy(cluster(steps, { ...mirrored({ "ha-promote-on-failure": "when-synced" }), plan }), "late")).toEqual(["channel.close 404 NOT_FOUND - failed to perform operation on queue 'q' in vhost '/' due to timeout"]);
    expect(heardBy(cluster(steps, { ...mirrored({ "ha-sync-mode": "automatic" }), plan }), "late")).toEqual(["G#1 m1R left 11", "G#2 m2R left 10", "G#3 m3R left 9"]);
  });

  it("that comes back is a mirror, and is not asked for what it had", () => {
    const played = cluster({
      b: ["rb2", { 50: [declare()], 100: [publish(1)] }],
      a: ["rb1", { 300: [get(), ack(1)], 5_000: [publish(2)] }],
      late: ["rb2", { 6_000: [get()], 6_100: [get()] }],
    }, { ...mirrored(), plan: ["crash rb2 kill at 200ms for 1s", "delay late>rb2 SYN #1 by 5500ms"] });
    expect(heardBy(played, "late")).toEqual(["G#1 m2 left 0", "basic.get-empty"]);
  });
});

describe("a partition", () => {
  it("makes a second master of a mirrored queue: both sides go on, and what one side confirmed is discarded when it heals", () => {
    const played = cluster({
      b: ["rb1", { 50: [declare()], 10_000: [confirms, publish(1)] }],
      b2: ["rb1", {}],
      c: ["rb3", { 10_000: [confirms, publish(2)], 11_000: [get()] }],
      late: ["rb3", { 40_000: [get()], 40_100: [get()] }],
    }, { network: { timeout: "5m" }, options: { ...mirrored().options, netTickTime: 6_000_000, partitionHandling: "autoheal" }, plan: ["partition rb1 rb2 | rb3 at 200ms for 20s", "delay late>rb3 SYN #1 by 38s"] });
    expect(heardBy(played, "b")).toEqual(["declared q 0", "C+1"]);
    expect(heardBy(played, "c")).toEqual(["C+1", "G#1 m2 left 0", FORCED, "heard closed"]);
    expect(heardBy(played, "late")).toEqual(["G#1 m1 left 0", "basic.get-empty"]);
  });
});
