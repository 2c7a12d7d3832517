import { describe, expect, it } from "vitest";
import type { Plain } from "../../../src/kernel/plain.ts";
import { Rig } from "./rig.ts";

const failed = (text: string): string[] => [`channel.close 406 PRECONDITION_FAILED - ${text}`];
const quorum = { "x-queue-type": "quorum" };

/** Each as RabbitMQ 3.10.8 says it. */
describe("arguments of a queue", () => {
  it.each<[{ [name: string]: Plain }, string]>([
    [{ "x-message-ttl": -1 }, "invalid arg 'x-message-ttl' for queue 'q' in vhost '/': {value_negative,-1}"],
    [{ "x-message-ttl": "a" }, `invalid arg 'x-message-ttl' for queue 'q' in vhost '/': "expected integer, got longstr"`],
    [{ "x-message-ttl": 1.5 }, `invalid arg 'x-message-ttl' for queue 'q' in vhost '/': "expected integer, got double"`],
    [{ "x-message-ttl": 86_400_000_000_000 }, "invalid arg 'x-message-ttl' for queue 'q' in vhost '/': {value_too_large,86400000000000}"],
    [{ "x-expires": 0 }, "invalid arg 'x-expires' for queue 'q' in vhost '/': {value_zero,0}"],
    [{ "x-message-ttl": -1, "x-expires": 0 }, "invalid arg 'x-expires' for queue 'q' in vhost '/': {value_zero,0}"],
    [{ "x-max-length": -1 }, "invalid arg 'x-max-length' for queue 'q' in vhost '/': {value_negative,-1}"],
    [{ "x-overflow": "foo" }, "invalid arg 'x-overflow' for queue 'q' in vhost '/': invalid_overflow"],
    [{ "x-overflow": 1 }, "invalid arg 'x-overflow' for queue 'q' in vhost '/': {unacceptable_type,byte}"],
    [{ "x-max-priority": 256 }, "invalid arg 'x-max-priority' for queue 'q' in vhost '/': {max_value_exceeded,256}"],
    [{ "x-dead-letter-exchange": 1 }, "invalid type 'byte' for arg 'x-dead-letter-exchange' in queue 'q' in vhost '/'"],
    [{ "x-dead-letter-routing-key": "k" }, "invalid arg 'x-dead-letter-routing-key' for queue 'q' in vhost '/': routing_key_but_no_dlx_defined"],
    [{ "x-dead-letter-strategy": "at-least-once" }, "invalid arg 'x-dead-letter-strategy' for queue 'q' in vhost '/' of queue type rabbit_classic_queue"],
    [{ "x-delivery-limit": 2 }, "invalid arg 'x-delivery-limit' for queue 'q' in vhost '/' of queue type rabbit_classic_queue"],
    [{ "x-single-active-consumer": "true" }, "invalid arg 'x-single-active-consumer' for queue 'q' in vhost '/': {unacceptable_type,longstr}"],
    [{ "x-queue-mode": "foo" }, `invalid arg 'x-queue-mode' for queue 'q' in vhost '/': "unsupported queue mode 'foo'"`],
    [{ "x-queue-type": "foo" }, `invalid arg 'x-queue-type' for queue 'q' in vhost '/': "unsupported queue type 'foo'"`],
    [{ ...quorum, "x-max-priority": 10 }, "invalid arg 'x-max-priority' for queue 'q' in vhost '/' of queue type rabbit_quorum_queue"],
    [{ ...quorum, "x-dead-letter-strategy": "foo" }, "invalid arg 'x-dead-letter-strategy' for queue 'q' in vhost '/': invalid_dlx_strategy"],
    [{ ...quorum, "x-queue-leader-locator": "foo" }, "invalid arg 'x-queue-leader-locator' for queue 'q' in vhost '/': invalid_queue_locator_arg"],
  ])("%j is refused", (given, text) => {
    expect(new Rig().channel().queue("q", { arguments: given })).toEqual(failed(text));
  });

  it.each<[{ [name: string]: Plain }]>([[{ "x-message-ttl": 0, "x-expires": 1_000 }], [{ "x-max-length": 0, "x-max-priority": 255 }], [{ "x-unknown": 1 }], [{ ...quorum, "x-delivery-limit": -1 }], [{ "x-dead-letter-exchange": "nowhere" }]])("%j is accepted", (given) => {
    expect(new Rig().channel().queue("q", { arguments: given })).toEqual(["queue.declare-ok q 0 0"]);
  });

  it.each([[{ durable: false }, "non-durable"], [{ exclusive: true }, "exclusive-owner"], [{ autoDelete: true }, "auto-delete"]])("a quorum queue is refused with %j", (given, property) => {
    expect(new Rig().channel().queue("q", { ...given, arguments: quorum })).toEqual(failed(`invalid property '${property}' for queue 'q' in vhost '/'`));
  });
});

describe("a second declaration", () => {
  const current = { "x-message-ttl": 60_000, "x-single-active-consumer": true };
  it.each([
    [{ durable: false }, "inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false' but current is 'true'"],
    [{ autoDelete: true }, "inequivalent arg 'auto_delete' for queue 'q' in vhost '/': received 'true' but current is 'false'"],
    [{ arguments: { ...current, "x-message-ttl": 100 } }, "inequivalent arg 'x-message-ttl' for queue 'q' in vhost '/': received '100' but current is '60000'"],
    [{ arguments: { "x-single-active-consumer": true } }, "inequivalent arg 'x-message-ttl' for queue 'q' in vhost '/': received none but current is the value '60000' of type 'signedint'"],
    [{ arguments: { ...current, "x-max-length": 5 } }, "inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received the value '5' of type 'byte' but current is none"],
    [{ arguments: { ...current, "x-queue-type": "quorum" } }, "inequivalent arg 'x-queue-type' for queue 'q' in vhost '/': received the value 'quorum' of type 'longstr' but current is none"],
  ])("that says %j is refused", (given, text) => {
    const channel = new Rig().channel();
    channel.queue("q", { arguments: current });
    expect(channel.queue("q", { arguments: current, ...given })).toEqual(failed(text));
  });

  it.each([[{ ...current, "x-foo": 1 }], [{ ...current, "x-queue-type": "classic" }]])("that says %j is the same", (given) => {
    const channel = new Rig().channel();
    channel.queue("q", { arguments: current });
    expect(channel.queue("q", { arguments: given })).toEqual(["queue.declare-ok q 0 0"]);
  });
});

describe("a queue exclusive to a connection", () => {
  const LOCKED = "channel.close 405 RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'e' in vhost '/'. It could be originally declared on another connection or the exclusive property value does not match that of the original declaration.";

  it("is locked to all others, may be published to by all, and dies with its connection", () => {
    const rig = new Rig();
    const owner = rig.channel();
    owner.queue("e", { exclusive: true });
    expect(rig.channel().ready("e")).toBe(LOCKED);
    expect(rig.channel().get("e")).toEqual([LOCKED]);
    expect(rig.channel().do({ type: "queue.delete", queue: "e" })).toEqual([LOCKED]);
    expect(owner.client.channel().ready("e")).toBe(0);
    rig.channel().publish("e", 1);
    expect(owner.ready("e")).toBe(1);
    owner.client.lost();
    expect(rig.channel().ready("e")).toBe("channel.close 404 NOT_FOUND - no queue 'e' in vhost '/'");
  });
});

describe("errors", () => {
  const refused = "channel.close 403 ACCESS_REFUSED - ";
  it.each<[string, Parameters<ReturnType<Rig["channel"]>["do"]>[0], string]>([
    ["a reserved queue name", { type: "queue.declare", queue: "amq.foo" }, `${refused}queue name 'amq.foo' contains reserved prefix 'amq.*'`],
    ["a reserved exchange name", { type: "exchange.declare", exchange: "amq.foo", kind: "direct" }, `${refused}exchange name 'amq.foo' contains reserved prefix 'amq.*'`],
    ["deleting a system exchange", { type: "exchange.delete", exchange: "amq.direct" }, `${refused}deletion of system exchange 'amq.direct' in vhost '/' not allowed`],
    ["the default exchange", { type: "queue.bind", queue: "q", exchange: "", routingKey: "" }, `${refused}operation not permitted on the default exchange`],
    ["binding what is not there to what is not there", { type: "queue.bind", queue: "no", exchange: "nox", routingKey: "" }, "channel.close 404 NOT_FOUND - no exchange 'nox' in vhost '/'"],
    ["no queue declared before", { type: "basic.get", queue: "" }, "channel.close 404 NOT_FOUND - no previously declared queue"],
    ["an x-match that is none", { type: "queue.bind", queue: "q", exchange: "amq.headers", routingKey: "", arguments: { "x-match": "foo" } }, `channel.close 406 PRECONDITION_FAILED - Invalid x-match field value <<"foo">>; expected all, any, all-with-x, or any-with-x`],
    ["a commit of no transaction", { type: "tx.commit" }, "channel.close 406 PRECONDITION_FAILED - channel is not transactional"],
  ])("%s", (_what, method, text) => {
    const channel = new Rig().channel();
    channel.queue("q");
    if (method.type === "basic.get") expect(channel.client.channel().do(method)).toEqual([text]);
    else expect(channel.do(method)).toEqual([text]);
  });

  it.each<[string, Parameters<ReturnType<Rig["channel"]>["do"]>[0], string]>([
    ["an unknown type of exchange", { type: "exchange.declare", exchange: "x", kind: "wrong" }, "503 COMMAND_INVALID - unknown exchange type 'wrong'"],
    ["recover without requeue", { type: "basic.recover", requeue: false }, "540 NOT_IMPLEMENTED - requeue=false"],
    ["a prefetch size", { type: "basic.qos", prefetchCount: 1, prefetchSize: 5 }, "540 NOT_IMPLEMENTED - prefetch_size!=0 (5)"],
    ["a channel that is open", { type: "channel.open" }, "504 CHANNEL_ERROR - second 'channel.open' seen"],
  ])("%s ends the connection", (_what, method, text) => {
    const channel = new Rig().channel();
    channel.do(method);
    expect(channel.client.take(0).at(-1)).toMatchObject({ type: "connection.close", replyText: text.slice(4), replyCode: Number(text.slice(0, 3)) });
    channel.client.send({ type: "connection.close-ok", channel: 0 });
    expect(channel.client.closed).toBe(true);
  });

  it.each([["-1", "{value_negative,-1}"], ["a", "no_integer"], ["", "no_integer"], ["1.5", `{leftover_string,".5"}`], ["99999999999999", "{value_too_large,99999999999999}"]])("an expiration of '%s'", (expiration, why) => {
    expect(new Rig().channel().publish("q", 1, { also: { expiration } })).toEqual(failed(`invalid expiration '${expiration}': ${why}`));
  });

  it("a frame on a closed channel is discarded until close-ok", () => {
    const channel = new Rig().channel();
    channel.ack(7);
    expect(channel.queue("q")).toEqual([]);
    channel.do({ type: "channel.close-ok" });
    expect(channel.do({ type: "channel.open" })).toEqual(["channel.open-ok"]);
    expect(channel.ready("q")).toBe("channel.close 404 NOT_FOUND - no queue 'q' in vhost '/'");
  });
});
