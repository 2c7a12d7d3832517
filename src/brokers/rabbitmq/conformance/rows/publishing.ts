import { TRANSIENT, ack, bind, close, confirm, consume, count, declare, exchange, get, publish, publishTo, purge, qos, quorum, remove, together, tx } from "../operations.ts";
import type { Row } from "../script.ts";

/** Confirms, returns, transactions. */
export const PUBLISHING: readonly Row[] = [
  { id: 26, title: "confirms count from confirm.select, which may be repeated", rules: ["confirm.idempotent", "confirm.after-select", "confirm.each-once"], lines: [
    [declare("a1", "q")], [publish("a1", "q", 9)], [confirm("a1")], [publish("a1", "q", 1), "a1: confirmed 1"], [confirm("a1")],
    [publish("a1", "q", 2), "a1: confirmed 2"], [count("a1", "q"), "a1: q: 3 ready, 0 consuming"],
  ] },
  { id: 27, title: "without a route it is confirmed at once; a mandatory one is returned first", rules: ["confirm.unroutable", "mandatory.return-then-ack"], show: ["route"], lines: [
    [confirm("a1")], [publish("a1", "qmissing", 1), "a1: confirmed 1"],
    [publish("a1", "qmissing", 2, {}, { mandatory: true }), "a1: returned m2 312 NO_ROUTE (by default/qmissing)", "a1: confirmed 2"],
  ] },
  { id: 28, title: "a publish to a missing exchange is never confirmed", rules: ["confirm.missing-exchange"], lines: [
    [confirm("a1")], [publishTo("a1", "xmissing", "k", 1), "a1: channel closed: 404 NOT_FOUND - no exchange 'xmissing' in vhost '/'"],
  ] },
  { id: 29, title: "one queue rejects, another keeps: refused", rules: ["confirm.any-rejection", "confirm.all-queues", "length.reject"], lines: [
    [exchange("a1", "x", "fanout")], [declare("a1", "q", { "x-max-length": 1, "x-overflow": "reject-publish" })], [declare("a1", "r")],
    [bind("a1", "q", "x")], [bind("a1", "r", "x")], [confirm("a1")], [publishTo("a1", "x", "", 1), "a1: confirmed 1"],
    [publishTo("a1", "x", "", 2), "a1: refused 2"], [count("a1", "q"), "a1: q: 1 ready, 0 consuming"], [count("a1", "r"), "a1: r: 2 ready, 0 consuming"],
  ] },
  { id: 33, title: "rollback makes acked tags unacknowledged again", rules: ["tx.rollback", "tx.ack-twice"], lines: [
    [declare("a1", "q")], [publish("a1", "q", 1)], [tx("b1", "select")], [get("b1", "q"), "b1: got #1 m1, 0 left"], [ack("b1", 1)], [tx("b1", "rollback")],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"], [ack("b1", 1)], [tx("b1", "commit")], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 301, title: "a tag acked twice within a transaction", rules: ["tx.ack-twice", "close.requeues"], lines: [
    [declare("a1", "q")], [publish("a1", "q", 1)], [tx("b1", "select")], [get("b1", "q"), "b1: got #1 m1, 0 left"], [ack("b1", 1)],
    [ack("b1", 1), "b1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 1"], [get("a1", "q"), "a1: got #1 m1 R, 0 left"],
  ] },
  { id: 302, title: "publishes take effect at commit", rules: ["tx.commit"], lines: [
    [declare("a1", "q")], [tx("b1", "select")], [publish("b1", "q", [1, 2])], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"], [tx("b1", "commit")],
    [count("a1", "q"), "a1: q: 2 ready, 0 consuming"], [publish("b1", "q", 3)], [tx("b1", "rollback")], [count("a1", "q"), "a1: q: 2 ready, 0 consuming"],
  ] },
  { id: 303, title: "acks take effect at commit", rules: ["tx.commit", "tx.close"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 2])], [tx("b1", "select")], [get("b1", "q"), "b1: got #1 m1, 1 left"], [ack("b1", 1)],
    [tx("b1", "commit")], [get("b1", "q"), "b1: got #2 m2, 0 left"], [ack("b1", 2)], [close("b1")], [get("a1", "q"), "a1: got #1 m2 R, 0 left"],
  ] },
  { id: 304, title: "a prefetched consumer gets the next one at commit", rules: ["tx.commit", "prefetch.later-consumers"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [tx("b1", "select")], [qos("b1", 1)], [consume("b1", "q", "A"), "b1: A#1 m1"], [ack("b1", 1)],
    [tx("b1", "commit"), "b1: A#2 m2"],
  ] },
  { id: 305, title: "tx after confirm", rules: ["tx.no-confirm"], lines: [
    [confirm("a1")], [tx("a1", "select"), "a1: channel closed: 406 PRECONDITION_FAILED - cannot switch from confirm to tx mode"],
  ] },
  { id: 306, title: "confirm after tx", rules: ["tx.no-confirm"], lines: [
    [tx("a1", "select")], [confirm("a1"), "a1: channel closed: 406 PRECONDITION_FAILED - cannot switch from tx to confirm mode"],
  ] },
  { id: 307, title: "commit and rollback without tx", rules: ["tx.not-selected"], lines: [
    [tx("a1", "commit"), "a1: channel closed: 406 PRECONDITION_FAILED - channel is not transactional"],
    [tx("a1", "rollback"), "a1: channel closed: 406 PRECONDITION_FAILED - channel is not transactional"],
  ] },
  { id: 308, title: "a rejection within a commit", rules: ["tx.partial"], lines: [
    [declare("a1", "q", { "x-max-length": 1, "x-overflow": "reject-publish" })], [declare("a1", "r")], [tx("b1", "select")],
    [together(publish("b1", "q", 1), publish("b1", "q", 2), publish("b1", "r", 3))],
    [tx("b1", "commit"), "b1: channel closed: 406 PRECONDITION_FAILED - partial tx completion"], [count("a1", "q"), "a1: q: 1 ready, 0 consuming"],
    [count("a1", "r"), "a1: r: 1 ready, 0 consuming"],
  ] },
  { id: 309, title: "a mandatory message within a transaction is returned at commit", rules: ["tx.commit", "mandatory.without-confirm"], lines: [
    [tx("a1", "select")], [publish("a1", "qmissing", 1, {}, { mandatory: true })], [tx("a1", "commit"), "a1: returned m1 312 NO_ROUTE"],
  ] },
  { id: 310, title: "a mandatory message is returned without confirms as well", rules: ["mandatory.without-confirm"], show: ["route", "properties"], lines: [
    [exchange("a1", "x", "direct")],
    [publishTo("a1", "x", "k", 1, { messageId: "id", headers: { a: 1 } }, { mandatory: true }), "a1: returned m1 312 NO_ROUTE (by x/k; a 1; deliveryMode 2; messageId id)"],
  ] },
  { id: 311, title: "a mandatory message with a route is not returned", rules: ["mandatory.without-confirm"], lines: [
    [declare("a1", "q")], [confirm("a1")], [publish("a1", "q", 1, {}, { mandatory: true }), "a1: confirmed 1"], [get("a1", "q"), "a1: got #1 m1, 0 left"],
  ] },
  { id: 312, title: "immediate is not implemented", rules: ["immediate"], lines: [
    [declare("a1", "q")], [publish("b1", "q", 1, {}, { immediate: true }), "b: connection closed: 540 NOT_IMPLEMENTED - immediate=true"],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 313, title: "transient and persistent, durable or not: confirmed", rules: ["confirm.classic-transient", "confirm.classic-persistent", "confirm.each-once"], lines: [
    [declare("a1", "q")], [declare("a1", "q2", {}, { durable: false })], [confirm("a1")], [publish("a1", "q", [1, 3], TRANSIENT), "a1: confirmed 1-3"],
    [publish("a1", "q", [4, 6]), "a1: confirmed 4-6"], [publish("a1", "q2", [7, 9]), "a1: confirmed 7-9"],
  ] },
  { id: 314, title: "handed to a consumer without acknowledgement: confirmed", rules: ["confirm.classic-persistent"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A", { noAck: true })], [confirm("a1")],
    [publish("a1", "q", [1, 3]), "a1: confirmed 1-3", "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3"],
  ] },
  { id: 315, title: "a quorum queue confirms", rules: ["confirm.quorum"], lines: [
    [quorum("a1", "q")], [confirm("a1")], [publish("a1", "q", [1, 5]), "a1: confirmed 1-5"], [publish("a1", "q", 6, TRANSIENT), "a1: confirmed 6"],
    [count("a1", "q"), "a1: q: 6 ready, 0 consuming"],
  ] },
  { id: 316, title: "a classic and a quorum queue: confirmed after both", rules: ["confirm.all-queues"], lines: [
    [exchange("a1", "x", "fanout")], [declare("a1", "q")], [quorum("a1", "q2")], [bind("a1", "q", "x")], [bind("a1", "q2", "x")], [confirm("a1")],
    [publishTo("a1", "x", "", [1, 3]), "a1: confirmed 1-3"], [count("a1", "q"), "a1: q: 3 ready, 0 consuming"],
    [count("a1", "q2"), "a1: q2: 3 ready, 0 consuming"],
  ] },
  { id: 317, title: "a queue deleted right after does not keep back the confirm", rules: ["confirm.deleted-queue", "confirm.not-retained"], note: "How many were ready depends on nothing: the channel sends both to the queue in order.", lines: [
    [declare("a1", "q")], [confirm("b1")], [together(publish("b1", "q", [1, 20]), remove("b1", "q")), "b1: deleted with 20", "b1: confirmed 1-20"],
  ] },
  { id: 318, title: "the same message id twice is two messages", rules: ["confirm.no-dedup"], lines: [
    [declare("a1", "q")], [publish("a1", "q", 1, { messageId: "same" })], [publish("a1", "q", 1, { messageId: "same" })],
    [count("a1", "q"), "a1: q: 2 ready, 0 consuming"],
  ] },
  { id: 319, title: "purging settles what was confirmed and what was not", rules: ["confirm.each-once", "queue.purge"], lines: [
    [declare("a1", "q")], [confirm("b1")], [together(publish("b1", "q", [1, 20]), purge("b1", "q")), "b1: purged 20", "b1: confirmed 1-20"],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 320, title: "confirms on two channels count apart", rules: ["confirm.after-select", "confirm.each-once"], lines: [
    [declare("a1", "q")], [confirm("a1")], [confirm("a2")], [publish("a1", "q", [1, 2]), "a1: confirmed 1-2"], [publish("a2", "q", 3), "a2: confirmed 1"],
    [publish("a1", "q", 4), "a1: confirmed 3"],
  ] },
  { id: 321, title: "a channel that is opened again counts confirms from 1", rules: ["confirm.after-select"], lines: [
    [declare("a1", "q")], [confirm("a1")], [publish("a1", "q", [1, 3]), "a1: confirmed 1-3"], [close("a1")], [confirm("a1")],
    [publish("a1", "q", 4), "a1: confirmed 1"],
  ] },
  { id: 322, title: "an expired or dropped message was confirmed", rules: ["confirm.not-retained", "ttl.zero", "length.drop-head"], lines: [
    [declare("a1", "q", { "x-message-ttl": 0 })], [declare("a1", "q2", { "x-max-length": 1 })], [confirm("a1")],
    [publish("a1", "q", 1), "a1: confirmed 1"], [publish("a1", "q2", [2, 3]), "a1: confirmed 2-3"], [get("a1", "q"), "a1: got nothing"],
    [get("a1", "q2"), "a1: got #1 m3, 0 left"], [get("a1", "q2"), "a1: got nothing"],
  ] },
];
