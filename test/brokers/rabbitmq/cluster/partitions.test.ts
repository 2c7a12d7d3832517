/** Partitions, and what a cluster does about them. */
import { describe, expect, it } from "vitest";
import { micros } from "../../../../src/kernel/time.ts";
import type { Policy } from "../../../../src/brokers/rabbitmq/cluster/policies.ts";
import { ack, cluster, confirmed, confirms, consume, declare, FORCED, get, heardBy, publish, quorum } from "./rig.ts";

/** rb3 is alone from 200 ms to 20 s; a node that is cut off is noticed after 6 s of silence. */
const CUT = ["partition rb1 rb2 | rb3 at 200ms for 20s"];
const setting = { plan: CUT, network: { timeout: "5m" }, options: { netTickTime: 6_000_000 } } as const;

describe("cut off and not yet known to be", () => {
  it("keeps declarations waiting, and publications unconfirmed, on both sides", () => {
    const played = cluster({
      a: ["rb1", { 50: [declare()], 300: [declare("r")], 19_000: [] }],
      c: ["rb3", { 250: [confirms, publish(1)] }],
    }, { ...setting, options: { netTickTime: 60_000_000 } });
    // Both come when the partition has healed, for nobody was given up.
    expect(played.said.filter((line) => /declared r|C/.test(line)).map((line) => Number.parseInt(line) > 20_000 || line.startsWith("20"))).toEqual([true, true]);
  });
});

describe("ignore", () => {
  it("lets both sides go on, each without the other's queues", () => {
    const played = cluster({
      a: ["rb1", { 50: [declare()], 10_000: [confirms, publish(1)], 10_100: [get()] }],
      b: ["rb2", { 10_200: [declare("b")] }],
      c: ["rb3", { 60: [declare("mine")], 10_000: [confirms, publish(2), publish(3, "mine")], 10_050: [get("mine")], 10_100: [declare("c")], 10_150: [get()] }],
    }, setting);
    expect(heardBy(played, "a")).toEqual(["declared q 0", "C+1", "G#1 m1 left 0"]);
    expect(heardBy(played, "b")).toEqual(["declared b 0"]);
    expect(heardBy(played, "c")).toEqual(["declared mine 0", "C+1", "C+2", "G#1 m3 left 0", "declared c 0", "channel.close 404 NOT_FOUND - home node 'rb1' of durable queue 'q' in vhost '/' is down or inaccessible"]);
  });

  it("leaves them apart after it has healed, until one is restarted", () => {
    const steps = { 30_000: [get("b")] };
    const apart = cluster({ b: ["rb2", { 10_000: [declare("b")] }], c: ["rb3", steps] }, setting);
    expect(heardBy(apart, "c")).toEqual(["channel.close 404 NOT_FOUND - no queue 'b' in vhost '/'"]);
    const restarted = cluster({ b: ["rb2", { 10_000: [declare("b")] }], late: ["rb3", steps] }, { ...setting, plan: [...CUT, "crash rb3 kill at 24s for 1s", "delay late>rb3 SYN #1 by 29s"] });
    expect(heardBy(restarted, "late")).toEqual(["basic.get-empty"]);
  });

  it("takes a connection between nodes that is reset for a partition", () => {
    const played = cluster({ b: ["rb2", { 50: [declare()] }], c: ["rb3", { 5_000: [get()] }] }, { plan: ["reset rb2 - rb3 at 300ms"] });
    expect(heardBy(played, "c")).toEqual(["channel.close 404 NOT_FOUND - home node 'rb2' of durable queue 'q' in vhost '/' is down or inaccessible"]);
  });
});

describe("a partition that a third node does not see", () => {
  const partial = { ...setting, plan: ["partition rb1 | rb3 at 200ms for 20s"] } as const;

  it("becomes a full one", () => {
    const played = cluster({ a: ["rb1", { 50: [declare()] }], b: ["rb2", { 12_000: [declare("b")], 12_100: [get()] }], c: ["rb3", { 13_000: [get("b")] }] }, partial);
    expect(heardBy(played, "b")).toEqual(["declared b 0", "channel.close 404 NOT_FOUND - home node 'rb1' of durable queue 'q' in vhost '/' is down or inaccessible"]);
    expect(heardBy(played, "c")).toEqual(["channel.close 404 NOT_FOUND - no queue 'b' in vhost '/'"]);
  });

  it("stops both nodes that do not see each other, with pause_minority, until everybody sees everybody", () => {
    const played = cluster({ a: ["rb1", {}], b: ["rb2", { 12_000: [declare()], 19_000: [publish(1)] }], c: ["rb3", {}], late: ["rb1", { 30_000: [get()] }] }, { ...partial, options: { ...partial.options, partitionHandling: "pause_minority" }, plan: [...partial.plan, "delay late>rb1 SYN #1 by 28s"] });
    for (const name of ["a", "c"]) expect(heardBy(played, name)).toEqual([FORCED, "heard closed"]);
    expect(heardBy(played, "b")).toEqual(["declared q 0"]);
    expect(heardBy(played, "late")).toEqual(["G#1 m1 left 0"]);
  });
});

describe("a quorum queue whose leader is on the other side", () => {
  const led = { a: ["rb1", { 50: [quorum()] }] } as const;

  it("confirms nothing that was published meanwhile, nor afterwards over the same channel, until another leads", () => {
    const script = { 100: [confirms, publish(1)], 300: [publish(2)], 10_000: [publish(3)], 30_000: [publish(4)], 34_000: [] } as const;
    expect(heardBy(cluster({ ...led, c: ["rb3", script] }, setting), "c")).toEqual(["C+1"]);
    const killed = cluster({ ...led, c: ["rb3", script], late: ["rb3", { 45_000: [consume()] }] }, { ...setting, plan: [...CUT, "crash rb1 kill at 36s", "delay late>rb3 SYN #1 by 44s"] });
    expect(heardBy(killed, "c")).toEqual(["C+1", "C+2", "C+3", "C+4"]);
    expect(heardBy(killed, "late")).toEqual(["A#1 m1", "A#2 m2", "A#3 m3", "A#4 m4"]);
  });

  it("confirms it when 32 messages are unconfirmed and ten seconds are over", () => {
    const many = Array.from({ length: 31 }, (_, nth) => publish(nth + 3));
    const played = cluster({ ...led, c: ["rb3", { 100: [confirms, publish(1)], 10_000: [publish(2)], 30_000: many, 35_000: [publish(34)], 50_000: [] }] }, setting);
    expect(played.said.find((line) => /c C\+(?:\.\.\.)?2/.test(line))).toMatch(/^45\.?\d*m?s /);
    expect(confirmed(heardBy(played, "c"))).toHaveLength(34);
  });

  it("keeps the consumers there, which get again what they held when they can be seen", () => {
    const inspect = { ...declare(), passive: true } as const;
    const played = cluster({
      a: ["rb1", { 50: [quorum(), publish(1), publish(2), publish(3)], 10_000: [inspect, get()], 30_000: [inspect] }],
      c: ["rb3", { 100: [{ type: "basic.qos", prefetchCount: 1 }, consume()], 31_000: [ack(2)] }],
    }, setting);
    expect(heardBy(played, "a")).toEqual(["declared q 0", "declared q 3 for 1", "G#1 m1R left 2", "declared q 1 for 2"]);
    expect(heardBy(played, "c")).toEqual(["A#1 m1", "A#2 m2", "A#3 m3"]);
  });

  it("lets nobody consume, which takes a while and ends the connection", () => {
    const played = cluster({ ...led, c: ["rb3", { 7_000: [consume()], 26_000: [] }] }, { ...setting, plan: ["partition rb1 rb2 | rb3 at 200ms for 30s"] });
    expect(played.said.filter((line) => line.includes(" c connection"))).toEqual(["25002ms c connection.close 541 INTERNAL_ERROR"]);
  });

  it("refuses what a new channel publishes", () => {
    expect(heardBy(cluster({ ...led, c: ["rb3", { 10_000: [confirms, publish(1)], 30_000: [publish(2)] }] }, setting), "c")).toEqual(["C-1", "C+2"]);
  });
});

describe("a quorum queue whose leader is in the minority", () => {
  const led = { c: ["rb3", { 50: [quorum()] }] } as const;

  it("is led by the majority; a channel finds that out with its next command, and is confirmed all it has published", () => {
    const played = cluster({ ...led, d: ["rb3", { 100: [confirms, publish(1)], 10_000: [publish(2)], 30_000: [], 31_000: [publish(3)] }], b: ["rb2", { 10_000: [confirms, publish(4)] }] }, setting);
    expect(heardBy(played, "b")).toEqual(["C+1"]);
    const confirmedLate = (line: string): boolean => micros(line.split(" ")[0], "") > 31_000_000;
    expect(played.said.filter((line) => line.includes(" d C")).map((line) => [line.slice(line.indexOf("C")), confirmedLate(line)])).toEqual([["C+1", false], ["C+2", true], ["C+3", true]]);
  });

  it("lets a get wait for net_ticktime and five seconds, and the first message of a channel for other nodes as well", () => {
    const played = cluster({ ...led, d: ["rb3", { 7_000: [get()], 24_000: [] }], e: ["rb3", { 7_000: [confirms, publish(1)] }] }, { ...setting, plan: ["partition rb1 rb2 | rb3 at 200ms for 30s"] });
    expect(played.said.filter((line) => / [de] /.test(line))).toEqual([
      "18002ms d connection.close 541 INTERNAL_ERROR - Cannot get a message from queue 'queue 'q' in vhost '/'': {timeout,{'%2F_q',rb3}}", "25002ms e C-1",
    ]);
  });
});

describe("a mirrored queue", () => {
  it("goes on with a mirror that lacks messages, though only synchronised ones may be promoted, when there is a synchronised one on the other side", () => {
    const policies: readonly Policy[] = [{ pattern: "^q", definition: { "ha-mode": "all", "ha-promote-on-failure": "when-synced" } }];
    const plan = ["crash rb3 kill at 200ms for 1s", "partition rb1 rb2 | rb3 at 10s for 20s", "delay c>rb3 SYN #1 by 4s"];
    const played = cluster({ a: ["rb1", { 50: [declare(), publish(1)], 5_000: [publish(2)] }], c: ["rb3", { 20_000: [get()], 20_100: [get()] }] }, { ...setting, options: { ...setting.options, policies }, plan });
    expect(heardBy(played, "c")).toEqual(["G#1 m2R left 0", "basic.get-empty"]);
  });

  it("flags what was published before anybody had noticed, when a mirror takes over", () => {
    const policies: readonly Policy[] = [{ pattern: "^q", definition: { "ha-mode": "all" } }];
    const played = cluster({ c: ["rb3", { 50: [declare()] }], a: ["rb1", { 300: [confirms, publish(1)], 10_000: [publish(2)], 10_100: [get()], 10_200: [get()] }] }, { ...setting, options: { ...setting.options, policies } });
    expect(heardBy(played, "a")).toEqual(["C+1", "C+2", "G#1 m1R left 1", "G#2 m2 left 0"]);
  });
});

describe("pause_minority", () => {
  const paused = { ...setting, options: { ...setting.options, partitionHandling: "pause_minority" } } as const;

  it("stops the side that sees no majority, which disconnects its clients", () => {
    const played = cluster({
      a: ["rb1", { 50: [declare()], 10_000: [confirms, publish(1)], 10_100: [get()] }],
      c: ["rb3", { 100: [get()], 10_000: [get()] }],
    }, paused);
    expect(heardBy(played, "a")).toEqual(["declared q 0", "C+1", "G#1 m1 left 0"]);
    expect(heardBy(played, "c")).toEqual(["basic.get-empty", FORCED, "heard closed"]);
  });

  it("lets it start again when it has healed, with what the majority declared meanwhile", () => {
    const played = cluster({
      a: ["rb1", { 10_000: [declare("new"), publish(1, "new")] }],
      late: ["rb3", { 30_000: [get("new")] }],
    }, { ...paused, plan: [...CUT, "delay late>rb3 SYN #1 by 28s"] });
    expect(heardBy(played, "late")).toEqual(["G#1 m1 left 0"]);
  });

  it("keeps what was confirmed to a durable queue of the paused node", () => {
    const played = cluster({
      a: ["rb1", { 30_000: [get()] }],
      c: ["rb3", { 50: [declare()], 100: [confirms, publish(1)] }],
    }, paused);
    expect(heardBy(played, "c")).toEqual(["declared q 0", "C+1", FORCED, "heard closed"]);
    expect(heardBy(played, "a")).toEqual(["G#1 m1 left 0"]);
  });
});

describe("autoheal", () => {
  const healed = { ...setting, options: { ...setting.options, partitionHandling: "autoheal" } } as const;

  it("restarts the side with fewer clients, which forgets what it declared", () => {
    const played = cluster({
      a: ["rb1", { 10_000: [declare("ours")], 40_000: [get("theirs")] }],
      b: ["rb2", {}],
      c: ["rb3", { 10_000: [declare("theirs")], 10_100: [confirms, publish(1, "theirs")] }],
    }, healed);
    expect(heardBy(played, "c")).toEqual(["declared theirs 0", "C+1", FORCED, "heard closed"]);
    expect(heardBy(played, "a")).toEqual(["declared ours 0", "channel.close 404 NOT_FOUND - no queue 'theirs' in vhost '/'"]);
  });

  it("lets the side with more clients win, though it is the smaller one", () => {
    const played = cluster({
      a: ["rb1", { 10_000: [declare("ours")] }],
      c: ["rb3", { 10_000: [declare("theirs")], 40_000: [get("theirs")], 40_100: [get("ours")] }],
      c2: ["rb3", {}],
    }, { ...healed, plan: ["partition rb1 rb2 | rb3 at 200ms for 20s"] });
    expect(heardBy(played, "a")).toEqual(["declared ours 0", FORCED, "heard closed"]);
    expect(heardBy(played, "c")).toEqual(["declared theirs 0", "basic.get-empty", "channel.close 404 NOT_FOUND - no queue 'ours' in vhost '/'"]);
  });

  it("lets the last by name win where all have as many clients", () => {
    const played = cluster({
      a: ["rb1", { 10_000: [declare("q1")] }],
      b: ["rb2", { 10_000: [declare("q2")] }],
      c: ["rb3", { 10_000: [declare("q3")], 40_000: [get("q3")], 40_100: [get("q1")] }],
    }, { ...healed, plan: ["partition rb1 | rb2 | rb3 at 200ms for 20s"] });
    expect(heardBy(played, "a")).toEqual(["declared q1 0", FORCED, "heard closed"]);
    expect(heardBy(played, "b")).toEqual(["declared q2 0", FORCED, "heard closed"]);
    expect(heardBy(played, "c")).toEqual(["declared q3 0", "basic.get-empty", "channel.close 404 NOT_FOUND - no queue 'q1' in vhost '/'"]);
  });

  it("brings consumers and queues together again", () => {
    const played = cluster({
      a: ["rb1", { 50: [declare()], 40_000: [publish(2)] }],
      a2: ["rb1", {}],
      late: ["rb3", { 39_000: [consume()], 41_000: [ack(1)] }],
    }, { ...healed, plan: ["partition rb1 rb2 | rb3 at 200ms for 20s", "delay late>rb3 SYN #1 by 38s"] });
    expect(heardBy(played, "late")).toEqual(["A#1 m2"]);
  });
});

describe("a queue and its binding, declared on two sides at once", () => {
  const exchange = { type: "exchange.declare", exchange: "x", kind: "direct", durable: true } as const;
  const declared = [exchange, declare(), { type: "queue.bind", queue: "q", exchange: "x", routingKey: "k" }] as const;
  const toExchange = publish(1, "k", { exchange: "x", mandatory: true });
  const answers = ["exchange.declare-ok", "declared q 0", "queue.bind-ok"];
  const LATE = "delay late>rb3 SYN #1 by 38s";
  const [a, a2] = [["rb1", { 10_000: declared, 39_000: [confirms, toExchange] }], ["rb2", {}]] as const;
  const late = ["rb3", { 39_500: [get()] }] as const;

  it("are two queues with ignore, before it has healed and after", () => {
    const played = cluster({ a: ["rb1", { 10_000: declared, 25_000: [toExchange], 25_100: [get()] }], c: ["rb3", { 10_000: declared, 25_100: [get()] }] }, setting);
    expect(heardBy(played, "a")).toEqual([...answers, "G#1 m1 left 0"]);
    expect(heardBy(played, "c")).toEqual([...answers, "basic.get-empty"]);
  });

  it("are the majority's with pause_minority", () => {
    const played = cluster({ a, a2, c: ["rb3", { 2_000: declared, 20_000: [] }], late }, { ...setting, plan: [...CUT, LATE], options: { ...setting.options, partitionHandling: "pause_minority" } });
    // Nobody is left to wait for, and it has not stopped yet.
    expect(heardBy(played, "c")).toEqual([...answers, FORCED, "heard closed"]);
    expect(heardBy(played, "a")).toEqual([...answers, "C+1"]);
    expect(heardBy(played, "late")).toEqual(["G#1 m1 left 0"]);
  });

  it("are the winner's with autoheal", () => {
    const played = cluster({ a, a2, c: ["rb3", { 10_000: declared }], late }, { ...setting, plan: [...CUT, LATE], options: { ...setting.options, partitionHandling: "autoheal" } });
    expect(heardBy(played, "c")).toEqual([...answers, FORCED, "heard closed"]);
    expect(heardBy(played, "late")).toEqual(["G#1 m1 left 0"]);
  });

  it("cannot be declared for a quorum queue by the side that has no majority of its members", () => {
    const played = cluster({ a: ["rb1", { 10_000: [quorum(), confirms, publish(1)] }], c: ["rb3", { 10_000: [quorum()] }], late: ["rb3", { 11_000: [get()] }] }, setting);
    expect(heardBy(played, "a")).toEqual(["declared q 0", "C+1"]);
    expect(heardBy(played, "c")).toEqual(["connection.close 541 INTERNAL_ERROR - Cannot declare quorum queue 'q' in vhost '/' on node 'rb3' with leader on node 'rb3': cluster_not_formed"]);
    expect(heardBy(played, "late")).toEqual(["channel.close 404 NOT_FOUND - no queue 'q' in vhost '/'"]);
  });
});

it("a declaration that was held up until there is no majority leaves a quorum queue that has begun", () => {
  const played = cluster({
    b: ["rb2", { 3_000: [quorum()] }],
    p: ["rb2", { 3_500: [quorum(), confirms, publish(1)] }],
    late: ["rb2", { 35_000: [get()] }],
  }, { ...setting, plan: ["crash rb1 kill at 20ms for 30ms", "partition rb1 | rb2 rb3 at 2s for 40s", "crash rb3 kill at 6s for 10s"] });
  expect(heardBy(played, "b")).toEqual(["declared q 0"]);
  expect(heardBy(played, "p")).toEqual(["declared q 0", "C+1"]);
  expect(heardBy(played, "late")).toEqual(["G#1 m1 left 0"]);
});

it("a declaration whose node has died leaves a quorum queue that others use", () => {
  const played = cluster({
    b: ["rb2", { 50: [quorum()] }],
    p: ["rb1", { 100: [quorum(), confirms, publish(1)], 25_000: [get()] }],
  }, { plan: ["crash rb3 in rb1>rb3 ordered #1 after 1 for 1ms", "crash rb2 at 70ms for 1ms"] });
  expect(heardBy(played, "b")).toEqual([]);
  expect(heardBy(played, "p")).toEqual(["declared q 0", "C+1", "G#1 m1 left 0"]);
});

describe("two nodes lose each other, and a third sees both", () => {
  const APART = ["reset rb1-rb3 at 300ms", "delay late>rb3 SYN #1 by 14s", "delay early>rb1 SYN #1 by 14s"];
  const clients = {
    a: ["rb1", { 301: [declare()] }],
    c: ["rb3", { 301: [declare()] }],
    early: ["rb1", { 15_000: [confirms, publish(1)] }],
    late: ["rb3", { 15_500: [get()] }],
  } as const;

  it("both stop with pause_minority until they see all, and have one queue then", () => {
    const played = cluster(clients, { plan: APART, options: { partitionHandling: "pause_minority" } });
    for (const name of ["a", "c"]) expect(heardBy(played, name)).toContain(FORCED);
    expect(heardBy(played, "early")).toEqual(["C+1"]);
    expect(heardBy(played, "late")).toEqual(["G#1 m1 left 0"]);
  });

  it("all go on alone with autoheal until they see each other, and then with the winner", () => {
    const played = cluster(clients, { plan: APART, options: { partitionHandling: "autoheal" } });
    expect(heardBy(played, "early")).toEqual(["C+1"]);
    expect(heardBy(played, "late")).toEqual(["G#1 m1 left 0"]);
  });

  it("all go on alone with ignore", () => {
    const played = cluster({ a: ["rb1", { 50: [declare("a")], 5_000: [get("b")] }], b: ["rb2", { 50: [declare("b")], 5_000: [get("c")] }], c: ["rb3", { 50: [declare("c")], 5_000: [get("a")] }] }, { plan: ["reset rb1-rb3 at 300ms"] });
    const down = (queue: string, node: string): string => `channel.close 404 NOT_FOUND - home node '${node}' of durable queue '${queue}' in vhost '/' is down or inaccessible`;
    expect([heardBy(played, "a"), heardBy(played, "b"), heardBy(played, "c")].map((heard) => heard.at(-1))).toEqual([down("b", "rb2"), down("c", "rb3"), down("a", "rb1")]);
  });
});
