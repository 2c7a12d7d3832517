import { ack, cancel, close, confirm, consume, count, cut, declare, get, nack, publish, purge, qos, quorum, recover, reject, remove, wait } from "../operations.ts";
import type { Row } from "../script.ts";

/** Quorum queues: where returned messages go, how often they come, how many are let in. */
export const QUORUM: readonly Row[] = [
  { id: 37, title: "without a delivery limit a returned message goes to the tail", rules: ["requeue.quorum-tail", "quorum.delivery-count", "redelivered.quorum-count", "quorum.no-default-limit"], versions: ["3.10.", "3.11.", "3.12.", "3.13."], lines: [
    [quorum("a1", "q")], [publish("a1", "q", [1, 3])], [qos("b1", 1)], [consume("b1", "q", "A"), "b1: A#1 m1"], [nack("b1", 1), "b1: A#2 m2"],
    [ack("b1", 2), "b1: A#3 m3"], [ack("b1", 3), "b1: A#4 m1 R (count 1)"],
  ] },
  { id: 36, title: "reject-publish is late, and lets messages in again when the queue is well below its limit", rules: ["length.quorum-reject"], versions: ["3.10."], lines: [
    [quorum("a1", "q", { "x-max-length": 2, "x-overflow": "reject-publish" })], [confirm("a1")], [publish("a1", "q", 1), "a1: confirmed 1"],
    [publish("a1", "q", 2), "a1: confirmed 2"], [publish("a1", "q", 3), "a1: confirmed 3"], [publish("a1", "q", 4), "a1: refused 4"],
    [publish("a1", "q", 5), "a1: refused 5"], [publish("a1", "q", 6), "a1: refused 6"], [get("b1", "q", true), "b1: got #1 m1 (count 0), 2 left"],
    [publish("a1", "q", 7), "a1: refused 7"], [get("b1", "q", true), "b1: got #2 m2 (count 0), 1 left"],
    [get("b1", "q", true), "b1: got #3 m3 (count 0), 0 left"], [publish("a1", "q", 8), "a1: confirmed 8"],
    [count("a1", "q"), "a1: q: 1 ready, 0 consuming"],
  ] },
  { id: 601, title: "with a delivery limit returned messages go ahead of the others, in order of return", rules: ["requeue.quorum-limit-head"], lines: [
    [quorum("a1", "q", { "x-delivery-limit": 10 })], [publish("a1", "q", [1, 4])], [get("a1", "q"), "a1: got #1 m1 (count 0), 3 left"],
    [get("a1", "q"), "a1: got #2 m2 (count 0), 2 left"], [get("a1", "q"), "a1: got #3 m3 (count 0), 1 left"], [reject("a1", 3)], [reject("a1", 1)],
    [reject("a1", 2)], [get("a1", "q"), "a1: got #4 m3 R (count 1), 3 left"], [get("a1", "q"), "a1: got #5 m1 R (count 1), 2 left"],
    [get("a1", "q"), "a1: got #6 m2 R (count 1), 1 left"], [get("a1", "q"), "a1: got #7 m4 (count 0), 0 left"],
  ] },
  { id: 602, title: "without a delivery limit, to the tail in order of return", rules: ["requeue.quorum-tail"], versions: ["3.10.", "3.11.", "3.12.", "3.13."], lines: [
    [quorum("a1", "q")], [publish("a1", "q", [1, 4])], [get("a1", "q"), "a1: got #1 m1 (count 0), 3 left"],
    [get("a1", "q"), "a1: got #2 m2 (count 0), 2 left"], [get("a1", "q"), "a1: got #3 m3 (count 0), 1 left"], [reject("a1", 3)], [reject("a1", 1)],
    [reject("a1", 2)], [get("a1", "q"), "a1: got #4 m4 (count 0), 3 left"], [get("a1", "q"), "a1: got #5 m3 R (count 1), 2 left"],
    [get("a1", "q"), "a1: got #6 m1 R (count 1), 1 left"], [get("a1", "q"), "a1: got #7 m2 R (count 1), 0 left"],
  ] },
  { id: 603, title: "what a lost channel held returns to the head in its order", rules: ["requeue.quorum-channel-loss", "quorum.delivery-count", "close.requeues"], lines: [
    [quorum("a1", "q")], [publish("a1", "q", [1, 4])], [qos("b1", 3)], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3"], [close("b1")],
    [get("a1", "q"), "a1: got #1 m1 R (count 1), 3 left"], [get("a1", "q"), "a1: got #2 m2 R (count 1), 2 left"],
    [get("a1", "q"), "a1: got #3 m3 R (count 1), 1 left"], [get("a1", "q"), "a1: got #4 m4 (count 0), 0 left"],
  ] },
  { id: 604, title: "the same for a lost connection", rules: ["requeue.quorum-channel-loss", "close.requeues"], lines: [
    [quorum("a1", "q")], [publish("a1", "q", [1, 3])], [qos("b1", 2)], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2"], [cut("b")],
    [consume("a1", "q", "B"), "a1: B#1 m1 R (count 1)", "a1: B#2 m2 R (count 1)", "a1: B#3 m3"],
  ] },
  { id: 605, title: "a limit of 2 makes three deliveries", rules: ["quorum.delivery-limit", "quorum.delivery-count"], lines: [
    [quorum("a1", "q", { "x-delivery-limit": 2 })], [publish("a1", "q", 1)], [consume("b1", "q", "A"), "b1: A#1 m1"],
    [nack("b1", 1), "b1: A#2 m1 R (count 1)"], [nack("b1", 2), "b1: A#3 m1 R (count 2)"], [nack("b1", 3)],
    [count("a1", "q"), "a1: q: 0 ready, 1 consuming"],
  ] },
  { id: 606, title: "channel loss counts towards the limit", rules: ["quorum.delivery-limit", "quorum.delivery-count"], lines: [
    [quorum("a1", "q", { "x-delivery-limit": 1 })], [publish("a1", "q", 1)], [get("b1", "q"), "b1: got #1 m1 (count 0), 0 left"], [close("b1")],
    [get("b1", "q"), "b1: got #1 m1 R (count 1), 0 left"], [close("b1")], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 607, title: "no limit by default", rules: ["quorum.no-default-limit"], versions: ["3.10.", "3.11.", "3.12.", "3.13."], lines: [
    [quorum("a1", "q")], [publish("a1", "q", 1)], [consume("b1", "q", "A"), "b1: A#1 m1"], [nack("b1", 1), "b1: A#2 m1 R (count 1)"],
    [nack("b1", 2), "b1: A#3 m1 R (count 2)"], [nack("b1", 3), "b1: A#4 m1 R (count 3)"], [nack("b1", 4), "b1: A#5 m1 R (count 4)"],
    [nack("b1", 5), "b1: A#6 m1 R (count 5)"], [nack("b1", 6), "b1: A#7 m1 R (count 6)"], [nack("b1", 7), "b1: A#8 m1 R (count 7)"],
    [nack("b1", 8), "b1: A#9 m1 R (count 8)"], [nack("b1", 9), "b1: A#10 m1 R (count 9)"], [nack("b1", 10), "b1: A#11 m1 R (count 10)"],
    [nack("b1", 11), "b1: A#12 m1 R (count 11)"], [nack("b1", 12), "b1: A#13 m1 R (count 12)"], [nack("b1", 13), "b1: A#14 m1 R (count 13)"],
    [nack("b1", 14), "b1: A#15 m1 R (count 14)"], [nack("b1", 15), "b1: A#16 m1 R (count 15)"], [nack("b1", 16), "b1: A#17 m1 R (count 16)"],
    [nack("b1", 17), "b1: A#18 m1 R (count 17)"], [nack("b1", 18), "b1: A#19 m1 R (count 18)"], [nack("b1", 19), "b1: A#20 m1 R (count 19)"],
    [nack("b1", 20), "b1: A#21 m1 R (count 20)"], [nack("b1", 21), "b1: A#22 m1 R (count 21)"], [nack("b1", 22), "b1: A#23 m1 R (count 22)"],
    [nack("b1", 23), "b1: A#24 m1 R (count 23)"], [nack("b1", 24), "b1: A#25 m1 R (count 24)"], [nack("b1", 25), "b1: A#26 m1 R (count 25)"],
  ] },
  { id: 608, title: "the count is absent on the first push, and 0 on the first get", rules: ["redelivered.quorum-count"], lines: [
    [quorum("a1", "q")], [publish("a1", "q", 1)], [get("a1", "q"), "a1: got #1 m1 (count 0), 0 left"], [reject("a1", 1)],
    [get("a1", "q"), "a1: got #2 m1 R (count 1), 0 left"], [ack("a1", 2)], [publish("a1", "q", 2)], [consume("b1", "q", "A"), "b1: A#1 m2"],
  ] },
  { id: 609, title: "a quorum queue is durable", rules: ["queue.quorum-durable"], lines: [
    [declare("a1", "q", { "x-queue-type": "quorum" }, { durable: false }), "a1: channel closed: 406 PRECONDITION_FAILED - invalid property 'non-durable' for queue 'q' in vhost '/'"],
  ] },
  { id: 610, title: "a quorum queue is not exclusive", rules: ["queue.quorum-durable"], lines: [
    [declare("a1", "q", { "x-queue-type": "quorum" }, { exclusive: true }), "a1: channel closed: 406 PRECONDITION_FAILED - invalid property 'exclusive-owner' for queue 'q' in vhost '/'"],
  ] },
  { id: 611, title: "a quorum queue is not auto-delete", rules: ["queue.quorum-durable"], lines: [
    [declare("a1", "q", { "x-queue-type": "quorum" }, { autoDelete: true }), "a1: channel closed: 406 PRECONDITION_FAILED - invalid property 'auto-delete' for queue 'q' in vhost '/'"],
  ] },
  { id: 612, title: "acks, multiple and single", rules: ["tags.multiple", "tags.single"], lines: [
    [quorum("a1", "q")], [publish("a1", "q", [1, 5])], [qos("b1", 3)], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3"],
    [ack("b1", 2, true), "b1: A#4 m4", "b1: A#5 m5"], [ack("b1", 4)], [close("b1")], [get("a1", "q"), "a1: got #1 m3 R (count 1), 1 left"],
    [get("a1", "q"), "a1: got #2 m5 R (count 1), 0 left"],
  ] },
  { id: 613, title: "recover on a quorum queue", rules: ["recover.requeue"], lines: [
    [quorum("a1", "q")], [publish("a1", "q", [1, 3])], [qos("b1", 2)], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2"],
    [recover("b1"), "b1: A#3 m3", "b1: A#4 m1 R (count 1)"], [ack("b1", 4, true), "b1: A#5 m2 R (count 1)"],
  ] },
  { id: 614, title: "purging a quorum queue", rules: ["queue.purge"], lines: [
    [quorum("a1", "q")], [publish("a1", "q", [1, 3])], [get("a1", "q"), "a1: got #1 m1 (count 0), 2 left"], [purge("a1", "q"), "a1: purged 2"],
    [reject("a1", 1)], [get("a1", "q"), "a1: got #2 m1 R (count 1), 0 left"], [remove("a1", "q"), "a1: deleted with 0"],
  ] },
  { id: 615, title: "cancel keeps what is unacknowledged", rules: ["cancel.keeps-unacked", "queue.quorum-consumers"], lines: [
    [quorum("a1", "q")], [publish("a1", "q", [1, 2])], [qos("b1", 1)], [consume("b1", "q", "A"), "b1: A#1 m1"], [cancel("b1", "A")],
    [count("a1", "q"), "a1: q: 1 ready, 1 consuming"], [ack("b1", 1)], [count("a1", "q"), "a1: q: 1 ready, 0 consuming"],
    [get("a1", "q"), "a1: got #1 m2 (count 0), 0 left"],
  ] },
  { id: 616, title: "a returned message goes to the same consumer", rules: ["requeue.same-consumer"], lines: [
    [quorum("a1", "q", { "x-delivery-limit": 5 })], [publish("a1", "q", [1, 2])], [qos("b1", 1)], [consume("b1", "q", "A"), "b1: A#1 m1"],
    [nack("b1", 1), "b1: A#2 m1 R (count 1)"], [nack("b1", 2), "b1: A#3 m1 R (count 2)"], [ack("b1", 3), "b1: A#4 m2"],
  ] },
  { id: 617, title: "deleting a quorum queue cancels its consumers", rules: ["cancel.queue-deleted", "tags.late-after-deletion"], lines: [
    [quorum("a1", "q")], [publish("a1", "q", 1)], [consume("b1", "q", "A"), "b1: A#1 m1"], [remove("a1", "q"), "a1: deleted with 0", "b1: cancelled A"],
    [ack("b1", 1)],
  ] },
  { id: 618, title: "what one command of the log has delivered goes out consumer by consumer", rules: ["quorum.by-consumer", "recover.requeue"], lines: [
    [quorum("a1", "q", { "x-delivery-limit": 9 })], [consume("b1", "q", "B")],
    [publish("a1", "q", [1, 5]), "b1: B#1 m1", "b1: B#2 m2", "b1: B#3 m3", "b1: B#4 m4", "b1: B#5 m5"], [consume("b1", "q", "A")],
    [recover("b1"), "b1: A#6 m2 R (count 1)", "b1: A#7 m4 R (count 1)", "b1: B#8 m1 R (count 1)", "b1: B#9 m3 R (count 1)", "b1: B#10 m5 R (count 1)"],
  ] },
  { id: 619, title: "a message discarded at its delivery limit frees credit for two", rules: ["quorum.double-credit"], versions: ["3.10."], lines: [
    [quorum("a1", "q", { "x-delivery-limit": 0 })], [qos("b1", 2)], [consume("b1", "q", "A")], [publish("a1", "q", [1, 2]), "b1: A#1 m1", "b1: A#2 m2"],
    [nack("b1", 1)], [publish("a1", "q", [3, 6]), "b1: A#3 m3", "b1: A#4 m4"], [ack("b1", 2), "b1: A#5 m5"],
  ] },
  { id: 620, title: "a message rejected without requeue frees credit for one", rules: ["quorum.delivery-limit"], lines: [
    [quorum("a1", "q", { "x-delivery-limit": 0 })], [qos("b1", 2)], [consume("b1", "q", "A")], [publish("a1", "q", [1, 2]), "b1: A#1 m1", "b1: A#2 m2"],
    [reject("b1", 1, false)], [publish("a1", "q", [3, 6]), "b1: A#3 m3"],
  ] },
  { id: 621, title: "without a delivery limit each returned message is a step of its own", rules: ["quorum.by-consumer", "requeue.quorum-tail"], versions: ["3.10.", "3.11.", "3.12.", "3.13."], lines: [
    [quorum("a1", "q")], [consume("b1", "q", "B")], [publish("a1", "q", [1, 5]), "b1: B#1 m1", "b1: B#2 m2", "b1: B#3 m3", "b1: B#4 m4", "b1: B#5 m5"],
    [consume("b1", "q", "A")],
    [recover("b1"), "b1: B#6 m1 R (count 1)", "b1: A#7 m2 R (count 1)", "b1: B#8 m3 R (count 1)", "b1: A#9 m4 R (count 1)", "b1: B#10 m5 R (count 1)"],
  ] },
  { id: 622, title: "a consumer of a quorum queue without credit leaves the rotation at once", rules: ["quorum.rotation"], lines: [
    [quorum("a1", "q")], [qos("b1", 1)], [consume("b1", "q", "A")], [publish("a1", "q", 1), "b1: A#1 m1"], [consume("b1", "q", "B")], [ack("b1", 1)],
    [publish("a1", "q", [2, 3]), "b1: B#2 m2", "b1: A#3 m3"],
  ] },
  { id: 623, title: "one of a classic queue when its turn comes", rules: ["quorum.rotation", "dispatch.round-robin"], lines: [
    [declare("a1", "q")], [qos("b1", 1)], [consume("b1", "q", "A")], [publish("a1", "q", 1), "b1: A#1 m1"], [consume("b1", "q", "B")], [ack("b1", 1)],
    [publish("a1", "q", [2, 3]), "b1: A#2 m2", "b1: B#3 m3"],
  ] },
  { id: 624, title: "the messages of a quorum queue expire at its head only, looked for behind a get as well", rules: ["ttl.head-only"], lines: [
    [quorum("a1", "q")], [publish("a1", "q", 1)], [publish("a1", "q", 2, { expiration: "60" })], [publish("a1", "q", 3)], [wait(250)],
    [count("a1", "q"), "a1: q: 3 ready, 0 consuming"], [get("a1", "q"), "a1: got #1 m1 (count 0), 2 left"],
    [get("a1", "q"), "a1: got #2 m3 (count 0), 0 left"],
  ] },
  { id: 625, title: "before it is counted what is left, when the get needs no acknowledgement", rules: ["ttl.head-only"], lines: [
    [quorum("a1", "q")], [publish("a1", "q", 1)], [publish("a1", "q", 2, { expiration: "60" })], [publish("a1", "q", 3)], [wait(250)],
    [get("a1", "q", true), "a1: got #1 m1 (count 0), 1 left"], [get("a1", "q"), "a1: got #2 m3 (count 0), 0 left"],
  ] },
  { id: 626, title: "what a lost channel held returns consumer by consumer, what get took first", rules: ["requeue.quorum-channel-loss", "requeue.by-consumer"], lines: [
    [quorum("a1", "q")], [publish("a1", "q", [1, 3])], [qos("b1", 2)], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2"],
    [get("b1", "q"), "b1: got #3 m3 (count 0), 0 left"], [close("b1")],
    [consume("a1", "q", "B"), "a1: B#1 m3 R (count 1)", "a1: B#2 m1 R (count 1)", "a1: B#3 m2 R (count 1)"],
  ] },
  { id: 627, title: "what one command of the log drops for length is dead-lettered in reverse", rules: ["quorum.maxlen-reversed", "dlx.maxlen"], lines: [
    [declare("a1", "dlq")], [quorum("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq", "x-max-length": 1 })],
    [consume("b1", "q", "A")], [publish("a1", "q", [1, 3]), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3"], [close("b1")],
    [get("a1", "dlq"), "a1: got #1 m2 (deaths 1 maxlen q by default/q), 1 left"], [get("a1", "dlq"), "a1: got #2 m1 (deaths 1 maxlen q by default/q), 0 left"],
  ] },
  { id: 628, title: "and before what it dead-letters for another reason", rules: ["quorum.maxlen-reversed", "dlx.delivery-limit"], lines: [
    [declare("a1", "dlq")], [quorum("a1", "q", { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlq", "x-max-length": 1, "x-delivery-limit": 1 })],
    [consume("b1", "q", "A")], [publish("a1", "q", 1), "b1: A#1 m1"], [nack("b1", 1), "b1: A#2 m1 R (count 1)"], [publish("a1", "q", [2, 4]), "b1: A#3 m2", "b1: A#4 m3", "b1: A#5 m4"],
    [close("b1")], [get("a1", "dlq"), "a1: got #1 m3 (deaths 1 maxlen q by default/q), 2 left"], [get("a1", "dlq"), "a1: got #2 m2 (deaths 1 maxlen q by default/q), 1 left"],
    [get("a1", "dlq"), "a1: got #3 m1 (deaths 1 delivery_limit q by default/q), 0 left"],
  ] },
];
