import { ack, bind, close, confirm, consume, count, declare, exchange, get, nack, publish, publishTo, purge, quorum, reject, remove, wait } from "../operations.ts";
import type { Row } from "../script.ts";

/** Dead letters: why, where to, and what is written on them. */
export const DEAD_LETTERS: readonly Row[] = [
  { id: 501, title: "rejected or nacked without requeue", rules: ["dlx.rejected", "dlx.routing-key", "dlx.deaths"], show: ["route", "properties"], lines: [
    [declare("a1", "dlq")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" })], [publish("a1", "q", [1, 3])],
    [get("a1", "q"), "a1: got #1 m1 (by default/q; deliveryMode 2), 2 left"], [get("a1", "q"), "a1: got #2 m2 (by default/q; deliveryMode 2), 1 left"],
    [get("a1", "q"), "a1: got #3 m3 (by default/q; deliveryMode 2), 0 left"], [reject("a1", 1, false)],
    [nack("a1", 3, { multiple: true, requeue: false })],
    [get("a1", "dlq"), "a1: got #4 m1 (deaths 1 rejected q by default/q; by default/dlq; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason rejected), 2 left"],
    [get("a1", "dlq"), "a1: got #5 m2 (deaths 1 rejected q by default/q; by default/dlq; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason rejected), 1 left"],
    [get("a1", "dlq"), "a1: got #6 m3 (deaths 1 rejected q by default/q; by default/dlq; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason rejected), 0 left"],
  ] },
  { id: 502, title: "expired: expiration is taken off and kept with the death", rules: ["dlx.expired"], show: ["properties"], lines: [
    [declare("a1", "dlq")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" })],
    [publish("a1", "q", 1, { expiration: "50" })], [wait(200)],
    [get("a1", "dlq"), "a1: got #1 m1 (deaths 1 expired q by default/q expiration 50; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason expired), 0 left"],
  ] },
  { id: 503, title: "expired by the queue's time to live", rules: ["dlx.expired"], show: ["properties"], lines: [
    [declare("a1", "dlq")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq", "x-message-ttl": 50 })],
    [publish("a1", "q", [1, 2])], [wait(200)],
    [get("a1", "dlq"), "a1: got #1 m1 (deaths 1 expired q by default/q; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason expired), 1 left"],
    [get("a1", "dlq"), "a1: got #2 m2 (deaths 1 expired q by default/q; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason expired), 0 left"],
  ] },
  { id: 504, title: "dropped for length", rules: ["dlx.maxlen"], lines: [
    [declare("a1", "dlq")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq", "x-max-length": 1 })],
    [publish("a1", "q", [1, 3])], [get("a1", "dlq"), "a1: got #1 m1 (deaths 1 maxlen q by default/q), 1 left"],
    [get("a1", "dlq"), "a1: got #2 m2 (deaths 1 maxlen q by default/q), 0 left"], [get("a1", "q"), "a1: got #3 m3, 0 left"],
  ] },
  { id: 505, title: "reject-publish dead-letters nothing, reject-publish-dlx what it refuses", rules: ["dlx.reject-publish"], lines: [
    [declare("a1", "dlq")],
    [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq", "x-max-length": 1, "x-overflow": "reject-publish" })],
    [declare("a1", "q2", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq", "x-max-length": 1, "x-overflow": "reject-publish-dlx" })],
    [confirm("a1")], [publish("a1", "q", 1), "a1: confirmed 1"], [publish("a1", "q", 2), "a1: refused 2"],
    [count("a1", "dlq"), "a1: dlq: 0 ready, 0 consuming"], [publish("a1", "q2", 3), "a1: confirmed 3"], [publish("a1", "q2", 4), "a1: refused 4"],
    [get("a1", "dlq"), "a1: got #1 m4 (deaths 1 maxlen q2 by default/q2), 0 left"],
  ] },
  { id: 506, title: "without a key of its own the dead letter keeps its routing key", rules: ["dlx.routing-key"], show: ["route"], lines: [
    [exchange("a1", "x", "direct")], [exchange("a1", "dlx", "topic")], [declare("a1", "dlq")], [bind("a1", "dlq", "dlx", "#")],
    [declare("a1", "q", { "x-dead-letter-exchange": "dlx" })], [bind("a1", "q", "x", "red")], [publishTo("a1", "x", "red", 1)],
    [get("a1", "q"), "a1: got #1 m1 (by x/red), 0 left"], [reject("a1", 1, false)],
    [get("a1", "dlq"), "a1: got #2 m1 (deaths 1 rejected q by x/red; by dlx/red), 0 left"],
  ] },
  { id: 507, title: "deaths are counted by queue and reason, the latest first", rules: ["dlx.deaths", "dlx.cycle-rejected"], show: ["properties"], lines: [
    [declare("a1", "dlq", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "q" })],
    [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" })], [publish("a1", "q", 1)],
    [get("a1", "q"), "a1: got #1 m1 (deliveryMode 2), 0 left"], [reject("a1", 1, false)],
    [get("a1", "dlq"), "a1: got #2 m1 (deaths 1 rejected q by default/q; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason rejected), 0 left"],
    [reject("a1", 2, false)],
    [get("a1", "q"), "a1: got #3 m1 (deaths 1 rejected dlq by default/dlq, 1 rejected q by default/q; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason rejected), 0 left"],
    [reject("a1", 3, false)],
    [get("a1", "dlq"), "a1: got #4 m1 (deaths 2 rejected q by default/q, 1 rejected dlq by default/dlq; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason rejected), 0 left"],
  ] },
  { id: 508, title: "a cycle in which nobody rejected drops the message", rules: ["dlx.cycle"], lines: [
    [declare("a1", "q", { "x-message-ttl": 50, "x-dead-letter-exchange": "" })], [publish("a1", "q", 1)], [wait(250)],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 509, title: "a cycle of two queues by expiry and length", rules: ["dlx.cycle"], lines: [
    [declare("a1", "q", { "x-message-ttl": 50, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "q2" })],
    [declare("a1", "q2", { "x-message-ttl": 50, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "q" })], [publish("a1", "q", 1)], [wait(400)],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"], [count("a1", "q2"), "a1: q2: 0 ready, 0 consuming"],
  ] },
  { id: 510, title: "a cycle with a rejection goes on", rules: ["dlx.cycle-rejected", "dlx.deaths"], lines: [
    [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "q2" })],
    [declare("a1", "q2", { "x-message-ttl": 50, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "q" })], [publish("a1", "q", 1)],
    [get("a1", "q"), "a1: got #1 m1, 0 left"], [reject("a1", 1, false)], [wait(250)],
    [get("a1", "q"), "a1: got #2 m1 (deaths 1 expired q2 by default/q2, 1 rejected q by default/q), 0 left"], [reject("a1", 2, false)], [wait(250)],
    [get("a1", "q"), "a1: got #3 m1 (deaths 2 expired q2 by default/q2, 2 rejected q by default/q), 0 left"],
  ] },
  { id: 511, title: "to a missing exchange: dropped", rules: ["dlx.missing"], lines: [
    [declare("a1", "q", { "x-dead-letter-exchange": "xmissing" })], [publish("a1", "q", 1)], [get("a1", "q"), "a1: got #1 m1, 0 left"],
    [reject("a1", 1, false)], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 512, title: "purging and deleting dead-letter nothing", rules: ["dlx.purge-deletes", "delete.counts"], lines: [
    [declare("a1", "dlq")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" })], [publish("a1", "q", [1, 2])],
    [purge("a1", "q"), "a1: purged 2"], [publish("a1", "q", [3, 4])], [remove("a1", "q"), "a1: deleted with 2"],
    [count("a1", "dlq"), "a1: dlq: 0 ready, 0 consuming"],
  ] },
  { id: 513, title: "time to live 0 dead-letters at once", rules: ["ttl.zero", "dlx.expired"], lines: [
    [declare("a1", "dlq")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq", "x-message-ttl": 0 })],
    [publish("a1", "q", 1)], [get("a1", "dlq"), "a1: got #1 m1 (deaths 1 expired q by default/q), 0 left"],
  ] },
  { id: 514, title: "a dead letter reaches a waiting consumer", rules: ["dlx.rejected"], lines: [
    [declare("a1", "dlq")], [consume("b2", "dlq", "D")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" })],
    [consume("b1", "q", "A")], [publish("a1", "q", [1, 2]), "b1: A#1 m1", "b1: A#2 m2"],
    [reject("b1", 2, false), "b2: D#1 m2 (deaths 1 rejected q by default/q)"], [ack("b1", 1)],
  ] },
  { id: 515, title: "a quorum queue dead-letters what was rejected", rules: ["dlx.rejected", "dlx.deaths"], show: ["route"], lines: [
    [declare("a1", "dlq")], [quorum("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" })], [publish("a1", "q", 1)],
    [get("a1", "q"), "a1: got #1 m1 (count 0; by default/q), 0 left"], [reject("a1", 1, false)],
    [get("a1", "dlq"), "a1: got #2 m1 (deaths 1 rejected q by default/q; by default/dlq), 0 left"],
  ] },
  { id: 516, title: "a quorum queue dead-letters what was returned too often", rules: ["dlx.delivery-limit", "quorum.delivery-limit", "quorum.delivery-count"], show: ["properties"], lines: [
    [declare("a1", "dlq")], [quorum("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq", "x-delivery-limit": 2 })],
    [publish("a1", "q", 1)], [consume("b1", "q", "A"), "b1: A#1 m1 (deliveryMode 2)"], [nack("b1", 1), "b1: A#2 m1 R (count 1; deliveryMode 2)"],
    [nack("b1", 2), "b1: A#3 m1 R (count 2; deliveryMode 2)"], [nack("b1", 3)],
    [get("a1", "dlq"), "a1: got #1 m1 (deaths 1 delivery_limit q by default/q; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason delivery_limit), 0 left"],
  ] },
  { id: 517, title: "what was unacknowledged on a channel that closed is no dead letter", rules: ["close.requeues", "dlx.rejected"], lines: [
    [declare("a1", "dlq")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" })], [publish("a1", "q", 1)],
    [get("b1", "q"), "b1: got #1 m1, 0 left"], [close("b1")], [count("a1", "dlq"), "a1: dlq: 0 ready, 0 consuming"],
    [get("a1", "q"), "a1: got #1 m1 R, 0 left"],
  ] },
  { id: 518, title: "of a fanout to two queues only the copy that was rejected dies", rules: ["dlx.rejected", "exchange.fanout"], lines: [
    [declare("a1", "dlq")], [exchange("a1", "x", "fanout")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" })],
    [declare("a1", "q2")], [bind("a1", "q", "x")], [bind("a1", "q2", "x")], [publishTo("a1", "x", "any", 1)], [get("a1", "q"), "a1: got #1 m1, 0 left"],
    [reject("a1", 1, false)], [count("a1", "q2"), "a1: q2: 1 ready, 0 consuming"],
    [get("a1", "dlq"), "a1: got #2 m1 (deaths 1 rejected q by x/any), 0 left"],
  ] },
  { id: 519, title: "first death is set once", rules: ["dlx.deaths"], show: ["properties"], lines: [
    [declare("a1", "q3")], [declare("a1", "q2", { "x-message-ttl": 0, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "q3" })],
    [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "q2" })], [publish("a1", "q", 1)],
    [get("a1", "q"), "a1: got #1 m1 (deliveryMode 2), 0 left"], [reject("a1", 1, false)],
    [get("a1", "q3"), "a1: got #2 m1 (deaths 1 expired q2 by default/q2, 1 rejected q by default/q; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason rejected), 0 left"],
  ] },
  { id: 520, title: "CC and BCC of a dead letter", rules: ["dlx.routing-key", "exchange.cc"], show: ["route", "properties"], lines: [
    [exchange("a1", "dlx", "fanout")], [declare("a1", "dlq")], [bind("a1", "dlq", "dlx")], [declare("a1", "q", { "x-dead-letter-exchange": "dlx" })],
    [declare("a1", "q2")], [publish("a1", "q", 1, { headers: { CC: ["q2"], BCC: ["other"] } })],
    [get("a1", "q"), "a1: got #1 m1 (by default/q; CC [\"q2\"]; deliveryMode 2), 0 left"], [reject("a1", 1, false)],
    [get("a1", "dlq"), "a1: got #2 m1 (deaths 1 rejected q by default/q+q2; by dlx/q; CC [\"q2\"]; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason rejected), 0 left"],
    [get("a1", "q2"), "a1: got #3 m1 (by default/q; CC [\"q2\"]; deliveryMode 2), 0 left"],
  ] },
  { id: 521, title: "an expiration of 0 is kept with the death", rules: ["dlx.expired"], lines: [
    [declare("a1", "dlq")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" })],
    [publish("a1", "q", [1, 2], { expiration: "0" })], [get("a1", "dlq"), "a1: got #1 m1 (deaths 1 expired q by default/q expiration 0), 1 left"],
    [get("a1", "dlq"), "a1: got #2 m2 (deaths 1 expired q by default/q expiration 0), 0 left"],
  ] },
  { id: 522, title: "what was read back from the disk dies without its expiration", rules: ["dlx.expired-on-disk", "lazy"], versions: ["3.10."], show: ["properties"], lines: [
    [declare("a1", "dlq")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq", "x-queue-mode": "lazy" })],
    [publish("a1", "q", [1, 2], { expiration: "0" })],
    [get("a1", "dlq"), "a1: got #1 m1 (deaths 1 expired q by default/q; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason expired), 1 left"],
    [get("a1", "dlq"), "a1: got #2 m2 (deaths 1 expired q by default/q; deliveryMode 2; x-first-death-exchange ; x-first-death-queue q; x-first-death-reason expired), 0 left"],
  ] },
  { id: 523, title: "an answer comes before what it leads to in other queues", rules: ["order.answer-first", "dlx.expired"], lines: [
    [declare("a1", "dlq")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" })], [publish("a1", "q", 1)],
    [publish("a1", "q", [2, 3], { expiration: "0" })], [consume("a1", "dlq", "D")],
    [get("a1", "q"), "a1: got #1 m1, 0 left", "a1: D#2 m2 (deaths 1 expired q by default/q expiration 0)", "a1: D#3 m3 (deaths 1 expired q by default/q expiration 0)"],
  ] },
  { id: 524, title: "what is rejected after its queue was deleted is no dead letter", rules: ["dlx.purge-deletes", "tags.late-after-deletion"], lines: [
    [declare("a1", "dlq")], [declare("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" })], [publish("a1", "q", [1, 2])],
    [consume("a1", "q", "A"), "a1: A#1 m1", "a1: A#2 m2"], [remove("a1", "q"), "a1: deleted with 0", "a1: cancelled A"], [reject("a1", 2, false)],
    [get("a1", "dlq"), "a1: got nothing"],
  ] },
  { id: 525, title: "nor of a quorum queue", rules: ["dlx.purge-deletes", "tags.late-after-deletion"], lines: [
    [declare("a1", "dlq")], [quorum("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq" })], [publish("a1", "q", [1, 2])],
    [consume("a1", "q", "A"), "a1: A#1 m1", "a1: A#2 m2"], [remove("a1", "q"), "a1: deleted with 0", "a1: cancelled A"], [reject("a1", 2, false)],
    [get("a1", "dlq"), "a1: got nothing"],
  ] },
];
