import { bind, close, confirm, consume, count, declare, exchange, get, publish, purge, qos, quorum, remove } from "../../../src/brokers/rabbitmq/conformance/operations.ts";
import type { PartitionHandling } from "../../../src/brokers/rabbitmq/cluster/partitions.ts";
import type { Policy } from "../../../src/brokers/rabbitmq/cluster/policies.ts";
import type { Operation } from "../../../src/brokers/rabbitmq/conformance/script.ts";
import { cut, heal, recover, reopen, reset, restart, wait } from "./script.ts";
import type { Act, Episode, NodeName, Step } from "./script.ts";

/** Of each kind of queue one on rb1 and one on rb3 (quorum queues: that leads there): classic, quorum, mirrored. Messages of each are numbered from its hundred on. */
const QUEUES = { q1: 100, q3: 200, k1: 300, k3: 400, m1: 500, m3: 600 } as const;
const NAMES = Object.keys(QUEUES) as (keyof typeof QUEUES)[];
const MORE = [...NAMES, "both", "ours", "theirs"];
const MIRRORED: readonly Policy[] = [{ pattern: "^m", definition: { "ha-mode": "all" } }];

const step = (title: string, ...acts: readonly (Act | Operation)[]): Step => [title, ...(acts as Act[])];
const mandatory = (channel: string, queue: string, id: number): Operation => publish(channel, queue, id, {}, { mandatory: true });
const toAll = (channel: string, nth: number): Operation[] => NAMES.map((queue) => mandatory(channel, queue, QUEUES[queue] + nth));
const countAll = (client: string, queues: readonly string[] = NAMES): Operation[] => queues.map((queue, nth) => count(`${client}${11 + nth}`, queue));
const drain = (client: string, queues: readonly string[]): Operation[] => queues.map((queue, nth) => consume(`${client}${31 + nth}`, queue, queue, { noAck: true }));
const holds = (channel: string, queue: string): Operation[] => [qos(channel, 1), consume(channel, queue, queue)];
const confirming = ["a1", "b1", "c1"].map(confirm);

const BEFORE: readonly Step[] = [
  step("queues on rb1 and on rb3", declare("a1", "q1"), declare("c1", "q3"), quorum("a1", "k1"), quorum("c1", "k3"), declare("a1", "m1"), declare("c1", "m3"), declare("a1", "transient", {}, { durable: false })),
  step("a message for each, confirmed", ...confirming, ...toAll("a1", 1)),
  step("and another, from rb3", ...toAll("c1", 2)),
  step("rb2 publishes to quorum queues as well", mandatory("b1", "k1", 303), mandatory("b1", "k3", 403)),
  step("rb1 and rb3 hold a message of each other's queues", ...holds("a2", "q3"), ...holds("a3", "k3"), ...holds("a4", "m3"), ...holds("c2", "q1"), ...holds("c3", "k1"), ...holds("c4", "m1")),
];
const HELD = ["a2", "a3", "a4", "c2", "c3", "c4"];
const CLIENTS = { a: "rb1", b: "rb2", c: "rb3", d: "rb3", e: "rb3", f: "rb3", g: "rb3" } as const;

interface More {
  readonly name?: string;
  /** Connections that are only there. */
  readonly clients?: { readonly [letter: string]: NodeName };
  /** Restarted by hand when it has healed. */
  readonly restarts?: readonly NodeName[];
}

/** A partition from its beginning to its end, and what is left then. */
function whole(handling: PartitionHandling, groups: string, { name, clients, restarts = [] }: More = {}): Episode {
  return {
    name: name ?? `${handling}, ${groups}`,
    handling,
    policies: MIRRORED,
    clients: { ...CLIENTS, ...clients },
    steps: [
      ...BEFORE,
      step("cut; all publish, and declare, before anybody has noticed", cut(groups), ...toAll("a1", 11), ...toAll("c1", 21), declare("b5", "ours"), declare("c5", "theirs")),
      step("noticed", wait(18)),
      step("clients connect again", reopen),
      step("rb1 publishes", ...confirming, ...toAll("a1", 12)),
      step("rb2 publishes", mandatory("b1", "q1", 130), mandatory("b1", "q3", 230), mandatory("b1", "k1", 330), mandatory("b1", "k3", 430)),
      step("rb3 publishes", ...toAll("c1", 22)),
      step("all count", ...countAll("a"), ...countAll("b"), ...countAll("c"), count("c17", "transient")),
      step("rb3 gets from quorum queues, and publishes to them over new channels", get("d1", "k1"), get("e1", "k3"), confirm("f1"), publish("f1", "k1", 351), confirm("g1"), publish("g1", "k3", 451), wait(26)),
      step("rb1 and rb3 declare the same, bind, and declare what is on the other", declare("a5", "both"), exchange("a5", "x", "fanout"), declare("c6", "both"), exchange("c6", "x", "fanout"), bind("a5", "both", "x"), bind("c6", "both", "x"), declare("c7", "q1"), declare("a7", "q3")),
      step("both publish to it", publish("a1", "both", 701), publish("c1", "both", 702)),
      step("all is joined again", heal, handling === "ignore" ? wait(14) : recover),
      step("clients connect again", reopen),
      step("rb1 publishes", ...confirming, ...toAll("a1", 13)),
      step("rb2 publishes", mandatory("b1", "q1", 131), mandatory("b1", "q3", 231)),
      step("rb3 publishes", ...toAll("c1", 23)),
      step("all count", ...countAll("a", MORE), ...countAll("b", MORE), ...countAll("c", MORE)),
      ...(restarts.length === 0 ? [] : [step(`${restarts.join(" and ")} ${restarts.length > 1 ? "are" : "is"} restarted`, restart(...restarts), recover), step("clients connect again", reopen), step("all count", ...countAll("a", MORE), ...countAll("c", MORE))]),
      step("what was held is given back", ...HELD.map(close)),
      step("everything is read on rb1", ...drain("a", MORE)),
    ],
  };
}

/** Healed before anybody has noticed. */
const brief: Episode = {
  name: "ignore, rb1 rb2 | rb3 for two seconds",
  handling: "ignore",
  policies: MIRRORED,
  clients: CLIENTS,
  steps: [
    ...BEFORE,
    step("cut; all publish, and declare", cut("rb1 rb2 | rb3"), ...toAll("a1", 11), ...toAll("c1", 21), declare("b5", "ours"), declare("c5", "theirs")),
    step("all is joined again", heal, wait(8)),
    step("all count", ...countAll("a", MORE), ...countAll("c", MORE)),
    step("what was held is given back", ...HELD.map(close)),
    step("everything is read on rb2", ...drain("b", MORE)),
  ],
};

/** The connection between two nodes is torn, and there is another a moment later. */
function torn(handling: PartitionHandling): Episode {
  return {
    name: `${handling}, the connection of rb1 and rb3 is torn`,
    handling,
    policies: MIRRORED,
    clients: CLIENTS,
    steps: [
      ...BEFORE,
      step("torn", reset("rb1", "rb3"), handling === "ignore" ? wait(14) : recover),
      step("clients connect again", reopen),
      step("rb1 publishes", ...confirming, ...toAll("a1", 12)),
      step("rb2 publishes", mandatory("b1", "q1", 130), mandatory("b1", "q3", 230), mandatory("b1", "k1", 330), mandatory("b1", "k3", 430)),
      step("rb3 publishes", ...toAll("c1", 22)),
      step("all count", ...countAll("a"), ...countAll("b"), ...countAll("c")),
      step("a declaration on rb2", declare("b5", "ours")),
      step("all count it", count("a20", "ours"), count("b20", "ours"), count("c20", "ours")),
    ],
  };
}

/** rb3's mirror lacks a message when it loses its master. */
function unsynchronised(promotion: "always" | "when-synced"): Episode {
  return {
    name: `ignore, rb1 rb2 | rb3, ha-promote-on-failure ${promotion}, rb3 lacks a message`,
    handling: "ignore",
    policies: [{ pattern: "^m", definition: { "ha-mode": "all", "ha-promote-on-failure": promotion } }],
    clients: CLIENTS,
    steps: [
      step("a mirrored queue on rb1, with a message", confirm("a1"), declare("a1", "m1"), publish("a1", "m1", 501)),
      step("rb3 is restarted", restart("rb3"), recover),
      step("clients connect again", reopen),
      step("another message", confirm("c1"), publish("c1", "m1", 502)),
      step("cut", cut("rb1 rb2 | rb3"), wait(18)),
      step("both count", count("a11", "m1"), count("c11", "m1")),
      step("both publish", mandatory("a1", "m1", 512), mandatory("c1", "m1", 522)),
      step("both get", get("a12", "m1"), get("c12", "m1")),
      step("all is joined again", heal, wait(14)),
      step("both count", count("a13", "m1"), count("c13", "m1")),
      step("rb3 is restarted", restart("rb3"), recover),
      step("clients connect again", reopen),
      step("what was held is given back", close("a12")),
      step("it is read on rb3", ...drain("c", ["m1"])),
    ],
  };
}

/** A mirrored queue outlives its masters, one after another. */
const inTurn: Episode = {
  name: "ignore, rb1 is restarted, and then rb2",
  handling: "ignore",
  policies: MIRRORED,
  clients: CLIENTS,
  steps: [
    step("a mirrored queue on rb1, with messages", confirm("a1"), declare("a1", "m1"), publish("a1", "m1", [501, 503])),
    step("rb1 is restarted", restart("rb1"), recover),
    step("rb3 publishes", confirm("c1"), publish("c1", "m1", 511)),
    step("rb2 is restarted", restart("rb2"), recover),
    step("it is read on rb3", ...drain("c", ["m1"])),
  ],
};

/** What else the smaller side may do, and what becomes of a queue that both sides declare in different ways. */
const smaller: Episode = {
  name: "ignore, rb1 rb2 | rb3, other methods on rb3",
  handling: "ignore",
  clients: { a: "rb1", b: "rb2", c: "rb3", d: "rb3", e: "rb3", f: "rb3", g: "rb3", h: "rb3" },
  steps: [
    step("queues on rb1", confirm("a1"), declare("a1", "q1"), quorum("a1", "k1"), exchange("a1", "x", "fanout"), publish("a1", "q1", 101), publish("a1", "k1", 301)),
    step("rb3 knows them", count("c11", "q1"), count("c12", "k1")),
    step("cut", cut("rb1 rb2 | rb3"), wait(18)),
    step("rb3 uses a queue of rb1", bind("c1", "q1", "x"), purge("c2", "q1"), consume("c3", "q1", "C"), remove("c4", "q1"), get("c5", "q1")),
    step("rb3 binds a quorum queue", bind("d1", "k1", "x"), wait(10)),
    step("rb3 consumes from a quorum queue", consume("e1", "k1", "E"), wait(40)),
    step("rb3 declares a quorum queue", quorum("f1", "k3"), wait(40)),
    step("rb1 does so", quorum("a2", "k4"), confirm("a3"), wait(10)),
    step("rb1 uses it", publish("a3", "k4", 401), wait(5)),
    step("both declare one queue in different ways", declare("a4", "q"), declare("g1", "q", { "x-max-length": 1 })),
    step("both publish to it", confirm("g2"), publish("a3", "q", [701, 702]), publish("g2", "q", [711, 712])),
    step("all is joined again", heal, wait(14)),
    step("clients connect again", reopen),
    step("both count it", count("a5", "q"), count("g3", "q"), count("a6", "k1"), count("g4", "k1")),
    step("rb3 is restarted", restart("rb3"), recover),
    step("clients connect again", reopen),
    step("all is read on rb3", ...drain("c", ["q", "k1", "k4", "q1"])),
  ],
};

/** A publisher to a quorum queue whose leader was on the other side, and is the same afterwards. */
const stuck: Episode = {
  name: "ignore, rb1 rb2 | rb3, a publisher of rb3 and a leader that stays",
  handling: "ignore",
  clients: { a: "rb1", c: "rb3" },
  steps: [
    step("a quorum queue that rb1 leads", quorum("a1", "k1"), confirm("c1")),
    step("rb3 publishes", publish("c1", "k1", 301)),
    step("cut", cut("rb1 rb2 | rb3"), wait(18)),
    step("rb3 publishes over the same channel", publish("c1", "k1", 302), wait(10)),
    step("all is joined again", heal, wait(40)),
    step("rb3 publishes over the same channel", publish("c1", "k1", 303), wait(20)),
    step("rb3 publishes over another channel", confirm("c2"), publish("c2", "k1", 304)),
    step("rb1 counts", count("a2", "k1")),
    step("rb3 publishes another forty over the first channel", publish("c1", "k1", [305, 344]), wait(20)),
    step("rb1 counts", count("a2", "k1")),
  ],
};

const minute: Episode = {
  name: "ignore, rb1 rb2 | rb3, a net_ticktime of 60 s",
  handling: "ignore",
  netTickTime: 60,
  clients: CLIENTS,
  steps: [
    step("a queue on rb1", confirm("a1"), declare("a1", "q1"), confirm("c1")),
    step("cut; rb3 publishes", cut("rb1 rb2 | rb3"), publish("c1", "q1", 101), wait(40)),
    step("noticed", wait(50)),
  ],
};

const ONE_SIDE = "rb1 rb2 | rb3";
const APART = "rb1 | rb2 | rb3";
const PARTIAL = "rb1 | rb3";
const MORE_ON_RB1 = { aa: "rb1", ab: "rb1", ac: "rb1", ad: "rb1", ae: "rb1", ba: "rb2" } as const;

/** Of rb3's clients two are gone before it has healed: their gets have failed. */
export const EPISODES: readonly Episode[] = [
  whole("ignore", ONE_SIDE, { restarts: ["rb3"] }),
  whole("pause_minority", ONE_SIDE),
  whole("autoheal", ONE_SIDE, { name: "autoheal, rb1 rb2 | rb3, more clients on rb1 and rb2", clients: MORE_ON_RB1 }),
  whole("autoheal", ONE_SIDE, { name: "autoheal, rb1 rb2 | rb3, more clients on rb3" }),
  whole("autoheal", ONE_SIDE, { name: "autoheal, rb1 rb2 | rb3, as many clients on both sides", clients: { aa: "rb1" } }),
  whole("ignore", "rb3 > rb1 rb2", { restarts: ["rb3"] }),
  unsynchronised("always"),
  unsynchronised("when-synced"),
  inTurn,
  minute,
  whole("pause_minority", APART),
  whole("autoheal", APART, { name: "autoheal, rb1 | rb2 | rb3, as many clients everywhere", clients: { aa: "rb1", ab: "rb1", ba: "rb2", bb: "rb2" } }),
  whole("ignore", APART, { restarts: ["rb2", "rb3"] }),
  whole("autoheal", APART, { name: "autoheal, rb1 | rb2 | rb3, most clients on rb1", clients: MORE_ON_RB1 }),
  brief,
  torn("ignore"),
  torn("pause_minority"),
  torn("autoheal"),
  whole("ignore", PARTIAL, { restarts: ["rb3"] }),
  whole("pause_minority", PARTIAL),
  whole("autoheal", PARTIAL, { name: "autoheal, rb1 | rb3, more clients on rb1", clients: MORE_ON_RB1 }),
  smaller,
  stuck,
];
