import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { topicMatches, topicWords } from "../../../src/brokers/rabbitmq/topology/topic.ts";
import type { Table } from "../../../src/brokers/rabbitmq/methods.ts";
import { Rig } from "./rig.ts";
import type { Channel } from "./rig.ts";

/** Queues by their names, each bound with the arguments after it. */
function bound(exchange: string, kind: string, bindings: { readonly [queue: string]: readonly (string | Table)[] }): Channel {
  const channel = new Rig().channel();
  channel.do({ type: "exchange.declare", exchange, kind });
  for (const [queue, ways] of Object.entries(bindings)) {
    channel.queue(queue);
    for (const way of ways) channel.do({ type: "queue.bind", queue, exchange, routingKey: typeof way === "string" ? way : "", ...(typeof way === "string" ? {} : { arguments: way }) });
  }
  return channel;
}
let next = 1;
/** The queues that got a message of this key, each as often as it got it. */
function reached(channel: Channel, exchange: string, routingKey: string, headers?: Table): string[] {
  channel.publish(routingKey, next++, { exchange, also: headers === undefined ? {} : { headers } });
  const queues = [...channel.client.rig.broker.node.queues.keys()];
  return queues.flatMap((queue) => {
    const count = Number(channel.do({ type: "queue.purge", queue })[0]!.split(" ")[1]);
    return Array.from({ length: count }, () => queue);
  });
}

/** By definition: "#" is any number of words, "*" one. */
function naive(pattern: readonly string[], words: readonly string[]): boolean {
  if (pattern.length === 0) return words.length === 0;
  const [first, ...rest] = pattern;
  if (first === "#") return naive(rest, words) || (words.length > 0 && naive(pattern, words.slice(1)));
  return words.length > 0 && (first === "*" || first === words[0]) && naive(rest, words.slice(1));
}

describe("exchanges", () => {
  it("direct: equal keys; one copy a queue, however many bindings match", () => {
    const channel = bound("x", "direct", { a: ["k", "l"], b: ["l"], c: [""] });
    expect(reached(channel, "x", "k")).toEqual(["a"]);
    expect(reached(channel, "x", "l")).toEqual(["a", "b"]);
    expect(reached(channel, "x", "l", { CC: ["k", "l"] })).toEqual(["a", "b"]);
    expect(reached(channel, "x", "m")).toEqual([]);
  });

  it("fanout: everybody", () => {
    expect(reached(bound("x", "fanout", { a: ["k"], b: ["l"] }), "x", "z")).toEqual(["a", "b"]);
  });

  it("row 45: topic", () => {
    const channel = bound("x", "topic", { middle: ["a.*.c"], end: ["#.b"], one: ["*"], none: [""], all: ["#"] });
    expect(reached(channel, "x", "a..c")).toEqual(["middle", "all"]);
    expect(reached(channel, "x", "a.b.c")).toEqual(["middle", "all"]);
    expect(reached(channel, "x", "b")).toEqual(["end", "one", "all"]);
    expect(reached(channel, "x", "a.b")).toEqual(["end", "all"]);
    expect(reached(channel, "x", "")).toEqual(["none", "all"]);
  });

  it("topic matching is what its definition says", () => {
    const word = fc.constantFrom("a", "b", "*", "#", "");
    fc.assert(fc.property(fc.array(word, { maxLength: 6 }), fc.array(fc.constantFrom("a", "b", ""), { maxLength: 6 }), (pattern, words) => {
      const [p, w] = [topicWords(pattern.join(".")), topicWords(words.join("."))];
      expect(topicMatches(p, w)).toBe(naive(p, w));
    }));
  });

  it("headers: all of them by default, any of them, and those that start with x- only when asked for", () => {
    const channel = bound("x", "headers", { all: [{ a: 1, b: 2 }], any: [{ "x-match": "any", a: 1, b: 2 }], nothing: [{ "x-match": "any" }], everything: [{}], present: [{ a: null }], withX: [{ "x-match": "any-with-x", "x-c": 1 }], withoutX: [{ "x-match": "any", "x-c": 1 }] });
    expect(reached(channel, "x", "", { a: 1, b: 2 })).toEqual(["all", "any", "everything", "present"]);
    expect(reached(channel, "x", "", { b: 2 })).toEqual(["any", "everything"]);
    expect(reached(channel, "x", "", { a: "1" })).toEqual(["everything", "present"]);
    expect(reached(channel, "x", "", { "x-c": 1 })).toEqual(["everything", "withX"]);
    expect(reached(channel, "x", "")).toEqual(["everything"]);
  });

  it("to exchanges, in circles too: each queue once", () => {
    const channel = bound("x", "fanout", { a: [""] });
    channel.do({ type: "exchange.declare", exchange: "y", kind: "topic" });
    channel.queue("b");
    channel.do({ type: "queue.bind", queue: "a", exchange: "y", routingKey: "#" });
    channel.do({ type: "queue.bind", queue: "b", exchange: "y", routingKey: "k.*" });
    channel.do({ type: "exchange.bind", destination: "y", source: "x", routingKey: "" });
    channel.do({ type: "exchange.bind", destination: "x", source: "y", routingKey: "#" });
    expect(reached(channel, "x", "k.1")).toEqual(["a", "b"]);
    expect(reached(channel, "x", "l")).toEqual(["a"]);
  });

  it("an alternate exchange takes what nobody else takes, and nothing is returned", () => {
    const channel = new Rig().channel();
    channel.do({ type: "exchange.declare", exchange: "spare", kind: "fanout" });
    channel.do({ type: "exchange.declare", exchange: "x", kind: "direct", arguments: { "alternate-exchange": "spare" } });
    for (const [queue, exchange] of [["a", "x"], ["b", "spare"]] as const) {
      channel.queue(queue);
      channel.do({ type: "queue.bind", queue, exchange, routingKey: "k" });
    }
    expect(reached(channel, "x", "k")).toEqual(["a"]);
    expect(channel.publish("z", 9, { exchange: "x", mandatory: true })).toEqual([]);
    expect(channel.ready("b")).toBe(1);
  });

  it("BCC adds keys as CC does, and nobody sees them", () => {
    const channel = bound("x", "direct", { a: ["a"], b: ["b"], c: ["c"] });
    channel.publish("a", 1, { exchange: "x", also: { headers: { CC: ["b"], BCC: ["c"] } } });
    for (const queue of ["a", "b", "c"]) {
      channel.client.send({ type: "basic.get", channel: channel.number, queue });
      expect(channel.client.take(channel.number)[0]).toMatchObject({ type: "basic.get-ok", routingKey: "a", properties: { headers: { CC: ["b"] } } });
    }
  });

  it("internal ones cannot be published to, but be bound", () => {
    const channel = new Rig().channel();
    channel.do({ type: "exchange.declare", exchange: "i", kind: "fanout", internal: true });
    expect(channel.publish("k", 1, { exchange: "i" })).toEqual(["channel.close 403 ACCESS_REFUSED - cannot publish to internal exchange 'i' in vhost '/'"]);
  });

  it("auto-delete ones go with the last binding from them, not to them", () => {
    const channel = new Rig().channel();
    channel.queue("q");
    for (const exchange of ["source", "target"]) channel.do({ type: "exchange.declare", exchange, kind: "direct", autoDelete: true });
    channel.do({ type: "exchange.bind", source: "amq.direct", destination: "target", routingKey: "k" });
    channel.do({ type: "exchange.unbind", source: "amq.direct", destination: "target", routingKey: "k" });
    channel.do({ type: "queue.unbind", queue: "q", exchange: "source", routingKey: "never bound" });
    expect(channel.do({ type: "exchange.declare", exchange: "target", kind: "direct", passive: true })).toEqual(["exchange.declare-ok"]);
    expect(channel.do({ type: "exchange.declare", exchange: "source", kind: "direct", passive: true })).toEqual(["exchange.declare-ok"]);
    channel.do({ type: "queue.bind", queue: "q", exchange: "source", routingKey: "k" });
    channel.do({ type: "queue.delete", queue: "q" });
    expect(channel.do({ type: "exchange.declare", exchange: "source", kind: "direct", passive: true })).toEqual(["channel.close 404 NOT_FOUND - no exchange 'source' in vhost '/'"]);
  });

  it("durable ones and bindings between what is durable survive a restart", () => {
    const rig = new Rig();
    const channel = rig.channel();
    channel.do({ type: "exchange.declare", exchange: "kept", kind: "direct", durable: true });
    channel.do({ type: "exchange.declare", exchange: "lost", kind: "direct" });
    channel.queue("q");
    for (const exchange of ["kept", "lost"]) channel.do({ type: "queue.bind", queue: "q", exchange, routingKey: "k" });
    rig.restart("kill");
    const after = rig.channel();
    after.publish("k", 1, { exchange: "kept" });
    expect(after.ready("q")).toBe(1);
    expect(after.publish("k", 1, { exchange: "lost" })).toEqual(["channel.close 404 NOT_FOUND - no exchange 'lost' in vhost '/'"]);
  });
});
