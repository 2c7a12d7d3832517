/** Quorum queues of a cluster: a change of leaders loses nothing, repeats nothing, and no majority means no progress. Seen so on three nodes of RabbitMQ 3.10.8. */
import { describe, expect, it } from "vitest";
import { micros } from "../../../../src/kernel/time.ts";
import { ack, cluster, confirmed, confirms, consume, get, heardBy, publish, quorum } from "./rig.ts";
import type { Script } from "./rig.ts";

const upTo = (count: number): number[] => Array.from({ length: count }, (_, nth) => nth + 1);
/** m1 to m40, one every 10 ms from 300 ms on. */
const forty: Script = { 250: [confirms], ...Object.fromEntries(upTo(40).map((nth) => [290 + nth * 10, [publish(nth)]])) };

describe("a quorum queue", () => {
  it("is used through any node", () => {
    const played = cluster({
      b: ["rb2", { 50: [quorum()], 300: [get()] }],
      a: ["rb1", { 100: [confirms, publish(1), publish(2)], 400: [{ type: "basic.qos", prefetchCount: 1 }, consume()], 500: [ack(1)], 600: [{ type: "queue.purge", queue: "q" }] }],
      c: ["rb3", { 550: [{ type: "queue.declare", queue: "q", passive: true }], 700: [{ type: "queue.delete", queue: "q" }], 800: [get()] }],
    });
    expect(heardBy(played, "a")).toEqual(["C+1", "C+2", "A#1 m2", "queue.purge-ok", "cancelled A"]);
    expect(heardBy(played, "b")).toEqual(["declared q 0", "G#1 m1 left 1"]);
    expect(heardBy(played, "c")).toEqual(["declared q 0 for 2", "queue.delete-ok", "channel.close 404 NOT_FOUND - no queue 'q' in vhost '/'"]);
  });

  it("whose leader is killed confirms 40 of 40, once each, and holds each once", () => {
    for (const how of ["kill", "power"]) {
      for (let at = 300; at < 700; at += 97) {
        const played = cluster({
          b: ["rb2", { 50: [quorum()] }],
          a: ["rb1", forty],
          c: ["rb3", { 20_000: [consume("q", "A", { noAck: true })] }],
        }, { plan: [`crash rb2 ${how} at ${at}ms`], network: { timeout: "5s" } });
        expect(confirmed(heardBy(played, "a")), `${how} at ${at}`).toEqual(upTo(40));
        expect(heardBy(played, "c"), `${how} at ${at}`).toEqual(upTo(40).map((nth) => `A#${nth} m${nth}`));
      }
    }
  });

  it("has another leader half a second after one was killed", () => {
    const played = cluster({ b: ["rb2", { 50: [quorum()] }], a: ["rb1", { 250: [confirms], 400: [publish(1)] }] }, { plan: ["crash rb2 kill at 350ms"] });
    const [at] = played.said.filter((line) => line.endsWith("C+1")).map((line) => micros(line.split(" ")[0], ""));
    expect(at).toBeGreaterThan(450_000);
    expect(at).toBeLessThan(1_300_000);
  });

  it("keeps consumers, their tags, and what they hold, when the leader is killed; what the dead held is delivered again", () => {
    const played = cluster({
      b: ["rb2", { 50: [quorum()], 220: [{ type: "basic.qos", prefetchCount: 1 }, consume("q", "B")] }],
      a: ["rb1", { 100: upTo(5).map((nth) => publish(nth)) }],
      c: ["rb3", { 200: [{ type: "basic.qos", prefetchCount: 3 }, consume()], 2_000: [ack(1), ack(2), ack(3)] }],
    }, { plan: ["crash rb2 kill at 350ms"] });
    expect(heardBy(played, "b")).toEqual(["declared q 0", "B#1 m4", "heard reset"]);
    expect(heardBy(played, "c")).toEqual(["A#1 m1", "A#2 m2", "A#3 m3", "A#4 m4R", "A#5 m5"]);
  });

  it("delivers to a consumer that subscribed while there was no leader it could reach, once there is", () => {
    const played = cluster({ a: ["rb1", { 50: [quorum()], 300: [confirms, publish(1)], 5_100: [consume()] }] }, { plan: ["partition rb1 | rb2 rb3 at 3010ms for 2s"], network: { timeout: "1s" }, options: { netTickTime: 4_000_000 } });
    expect(heardBy(played, "a")).toEqual(["declared q 0", "C+1", "A#1 m1"]);
  });

  it("finds a leader after all of its nodes had paused", () => {
    for (let after = 4_000; after < 6_000; after += 400) {
      const plan = ["partition rb1 | rb2 rb3 at 300ms for 5s", `partition rb3 | rb1 rb2 at ${after}ms for 2400ms`, "delay late>rb1 SYN #1 by 20s"];
      const played = cluster({ a: ["rb1", { 50: [quorum()], 100: [confirms, publish(1)] }], late: ["rb1", { 30_000: [get()] }] }, { plan, network: { timeout: "1s" }, options: { netTickTime: 4_000_000, partitionHandling: "pause_minority" } });
      expect(heardBy(played, "late"), `${after}`).toEqual(["G#1 m1 left 0"]);
    }
  });

  it("goes on delivering in order from the new leader", () => {
    const played = cluster({
      b: ["rb2", { 50: [quorum()] }],
      a: ["rb1", forty],
      c: ["rb3", { 200: [consume("q", "A", { noAck: true })] }],
    }, { plan: ["crash rb2 kill at 480ms"] });
    expect(heardBy(played, "c")).toEqual(upTo(40).map((nth) => `A#${nth} m${nth}`));
  });

  it("without a majority confirms nothing; with one again, all of it, once", () => {
    const played = cluster({
      b: ["rb2", { 50: [quorum()] }],
      a: ["rb2", { 250: [confirms], 500: upTo(3).map((nth) => publish(nth)), 5_000: [publish(4)], 30_000: [] }],
      c: ["rb3", { 40_000: [consume("q", "A", { noAck: true })] }],
    }, { plan: ["crash rb1 kill at 350ms for 10s", "crash rb3 kill at 350ms for 10s", "delay c>rb3 SYN #1 by 38s"] });
    expect(played.said.filter((line) => /a C/.test(line) && micros(line.split(" ")[0], "") < 10_000_000)).toEqual([]);
    expect(confirmed(heardBy(played, "a"))).toEqual([1, 2, 3, 4]);
    expect(heardBy(played, "c")).toEqual(upTo(4).map((nth) => `A#${nth} m${nth}`));
  });

  it("without a majority keeps a get waiting while its leader is there, and says so at once when that is down", () => {
    const error = (reason: string): string => `connection.close 541 INTERNAL_ERROR - Cannot get a message from queue 'queue 'q' in vhost '/'': ${reason}`;
    const waiting = cluster({ b: ["rb2", { 50: [quorum()], 1_000: [get()], 70_000: [] }] }, { plan: ["crash rb1 kill at 350ms", "crash rb3 kill at 350ms"] });
    expect(waiting.said.slice(1).map((line) => line.replace(/^66.*s b/, "66s b"))).toEqual([`66s b ${error("{timeout,{'%2F_q',rb2}}")}`]);
    const down = cluster({ b: ["rb2", { 50: [quorum()] }], a: ["rb1", { 2_000: [get()] }] }, { plan: ["crash rb2 kill at 350ms", "crash rb3 kill at 350ms"] });
    expect(heardBy(down, "a")).toEqual([error("nodedown")]);
  });

  it("whose leader is cut off goes on at the others, and what was not confirmed on the lonely side is confirmed when it heals", () => {
    const played = cluster({
      b: ["rb2", { 50: [quorum()], 240: [confirms], 10_000: [publish(1)] }],
      a: ["rb1", { 250: [confirms], 10_000: [publish(2)] }],
      c: ["rb3", { 40_000: [consume("q", "A", { noAck: true })] }],
    }, { plan: ["partition rb1 rb3 | rb2 at 350ms for 20s"], network: { timeout: "5m" } });
    expect(played.said.filter((line) => /C\+/.test(line)).map((line) => `${line.slice(-5)} ${micros(line.split(" ")[0], "") > 20_000_000 ? "late" : "soon"}`)).toEqual(["a C+1 soon", "b C+1 late"]);
    expect(heardBy(played, "c")).toEqual(["A#1 m2", "A#2 m1"]);
  });

  it("keeps to its leader when the one before, which was cut off and does not know, is seen again", () => {
    const played = cluster({
      b: ["rb2", { 50: [quorum()] }],
      a: ["rb1", { 250: [confirms], 10_000: [publish(1)], 30_000: [publish(2)] }],
    }, { plan: ["partition rb1 rb3 | rb2 at 350ms for 20s"], network: { timeout: "5m" }, options: { netTickTime: 6_000_000 } });
    expect(heardBy(played, "a")).toEqual(["C+1", "C+2"]);
  });

  it("finds a leader that was elected before the node knew of the queue", () => {
    for (let seed = 0; seed < 4; seed++) {
      const played = cluster({
        a: ["rb1", { 50: [quorum()], 3_000: [publish(1)] }],
        c: ["rb2", { 3_000: [consume()] }],
      }, { seed: `${seed}`, plan: ["delay rb1>rb2 ordered #1 by 2s"] });
      expect(heardBy(played, "c"), `seed ${seed}`).toEqual(["A#1 m1"]);
    }
  });

  it("delivers in order what its old leader had delivered and its new one has not applied yet", () => {
    const played = cluster({
      b: ["rb2", { 50: [quorum()], 250: [publish(1)], 310: [publish(2)], 320: [publish(3)] }],
      c: ["rb3", { 200: [consume()], 305: [ack(1)], 12_000: [] }],
    }, { plan: ["partition rb2 | rb3 at 300ms for 20s", "crash rb2 kill at 324500us"], network: { timeout: "5m" } });
    expect(heardBy(played, "c")).toEqual(["A#1 m1", "A#2 m2", "A#3 m3"]);
  });

  it("answers a subscription whose answer died with two leaders, and delivers what came before it", () => {
    const played = cluster({
      b: ["rb2", { 50: [quorum()] }],
      a: ["rb1", { 100: [publish(1)] }],
      c: ["rb3", { 300: [consume()], 12_000: [] }],
    }, { seed: "2", plan: ["crash rb2 kill at 304500us for 1ms", "delay rb3>rb1 command #1 by 3s", "crash rb1 kill in rb2>rb1 appended #2 after 0 for 6s"] });
    expect(played.missed).toEqual([]);
    expect(heardBy(played, "c")).toEqual(["A#1 m1"]);
  });

  it("has a leader though the node that was to call for the first election died before it did", () => {
    const played = cluster({
      b: ["rb2", { 50: [quorum()] }],
      a: ["rb1", { 1_000: [quorum(), confirms, publish(1)] }],
    }, { plan: ["crash rb2 in rb1>rb2 changed #1 after 0"], network: { timeout: "1s" }, options: { settings: { quorumRegistryFlush: 500_000 } } });
    expect(played.missed).toEqual([]);
    expect(heardBy(played, "a")).toEqual(["declared q 0", "C+1"]);
  });

  describe("delivers nothing to a consumer whose node died", () => {
    const four = upTo(4).map((nth) => publish(nth));
    const all = upTo(4).map((nth) => `D#${nth} m${nth}`);

    it("before its subscription was in the log of a majority", () => {
      const played = cluster({
        b: ["rb2", { 50: [quorum()] }],
        c: ["rb3", { 300: [consume()] }],
        d: ["rb1", { 1_000: [consume("q", "D"), ...four] }],
      }, { plan: ["crash rb3 kill at 302500us for 10s"] });
      expect(heardBy(played, "d")).toEqual(all);
    });

    it("when a new leader had heard of it, and not caught up", () => {
      const played = cluster({
        b: ["rb2", { 50: [quorum()] }],
        c: ["rb1", { 200: [consume()] }],
        d: ["rb3", { 8_000: [consume("q", "D"), ...four] }],
      }, { plan: ["crash rb2 kill at 350ms for 3s", "crash rb1 kill in rb3>rb1 leads #1 after 1 for 10s"] });
      expect(played.missed).toEqual([]);
      expect(heardBy(played, "d")).toEqual(all);
    });
  });

  it("survives that all its nodes lose power, as far as it was confirmed", () => {
    const played = cluster({
      b: ["rb2", { 50: [quorum()] }],
      a: ["rb1", { 100: [confirms, publish(1), publish(2)] }],
      late: ["rb3", { 20_000: [get()], 20_100: [get()], 20_200: [get()] }],
    }, { plan: [...["rb1", "rb2", "rb3"].map((node) => `crash ${node} at 500ms for 1s`), "delay late>rb3 SYN #1 by 15s"] });
    expect(heardBy(played, "late")).toEqual(["G#1 m1 left 1", "G#2 m2 left 0", "basic.get-empty"]);
  });

  it("that is younger than half a second loses everything when all its nodes are killed, unless the registry is flushed at once", () => {
    const clients = { b: ["rb2", { 1_000: [quorum()], 1_100: [confirms, publish(1)] }], late: ["rb3", { 20_000: [{ type: "queue.declare", queue: "q", passive: true }, publish(2)], 20_100: [get()] }] } as const;
    const plan = [...["rb1", "rb2", "rb3"].map((node) => `crash ${node} kill at 1400ms for 1s`), "delay late>rb3 SYN #1 by 15s"];
    const lost = cluster(clients, { plan, options: { settings: { quorumRegistryFlush: 500_000 } } });
    expect(heardBy(lost, "b")).toEqual(["declared q 0", "C+1", "heard reset"]);
    expect(heardBy(lost, "late")).toEqual(["declared q 0"]);
    expect(heardBy(cluster(clients, { plan }), "late")).toEqual(["declared q 1", "G#1 m1 left 1"]);
  });

  it("brings a member up to date that was away for longer than its log", () => {
    const many = Object.fromEntries(upTo(8).map((nth) => [1_000 + nth * 10, upTo(100).map((one) => publish(nth * 100 + one))]));
    const played = cluster({
      b: ["rb2", { 50: [quorum()] }],
      a: ["rb1", { ...many }],
      c: ["rb1", { 500: [consume("q", "A", { noAck: true })] }],
      late: ["rb3", { 30_000: [publish(1), get()] }],
    }, { plan: ["crash rb3 kill at 350ms for 10s", "delay late>rb3 SYN #1 by 25s", "crash rb2 kill at 28s"] });
    expect(heardBy(played, "c")).toHaveLength(801);
    expect(heardBy(played, "late")).toEqual(["basic.get-empty"]);
  });
});
