import { ack, cancel, close, confirm, consume, count, cut, declare, disconnect, get, publish, qos, quorum, remove, send, wait } from "../operations.ts";
import type { Row } from "../script.ts";

/** Prefetch, dispatch, cancelling, single active consumers, exclusive consumers. */
export const CONSUMERS: readonly Row[] = [
  { id: 1, title: "messages go in turn to the consumers with credit", rules: ["dispatch.round-robin", "prefetch.later-consumers"], lines: [
    [declare("a1", "q")], [qos("b1", 1)], [qos("b2", 1)], [publish("a1", "q", [1, 4])], [consume("b1", "q", "A"), "b1: A#1 m1"],
    [consume("b2", "q", "B"), "b2: B#1 m2"], [ack("b1", 1), "b1: A#2 m3"], [ack("b2", 1), "b2: B#2 m4"],
  ] },
  { id: 2, title: "prefetch keeps the rest in the queue", rules: ["tags.single", "tags.multiple", "prefetch.later-consumers"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 5])], [qos("b1", 2)], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2"],
    [count("a1", "q"), "a1: q: 3 ready, 1 consuming"], [ack("b1", 2), "b1: A#3 m3"], [ack("b1", 3, true), "b1: A#4 m4", "b1: A#5 m5"],
  ] },
  { id: 3, title: "qos holds for consumers created later", rules: ["prefetch.later-consumers", "prefetch.zero"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 5])], [qos("b1", 1)], [consume("b1", "q", "A"), "b1: A#1 m1"], [qos("b1", 0)],
    [ack("b1", 1), "b1: A#2 m2"], [consume("b1", "q", "B"), "b1: B#3 m3", "b1: B#4 m4", "b1: B#5 m5"],
  ] },
  { id: 5, title: "a limit of the channel and one of the consumer hold together", rules: ["prefetch.global"], lines: [
    [declare("a1", "q")], [qos("b1", 2)], [qos("b1", 3, true)], [consume("b1", "q", "A")], [consume("b1", "q", "B")],
    [publish("a1", "q", [1, 6]), "b1: A#1 m1", "b1: B#2 m2", "b1: A#3 m3"], [count("a1", "q"), "a1: q: 3 ready, 2 consuming"],
  ] },
  { id: 6, title: "get ignores prefetch", rules: ["prefetch.not-for-get", "queue.get-order"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [qos("a1", 1)], [get("a1", "q"), "a1: got #1 m1, 2 left"],
    [get("a1", "q"), "a1: got #2 m2, 1 left"], [get("a1", "q"), "a1: got #3 m3, 0 left"], [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 41, title: "a quorum queue cannot be consumed from with global prefetch", rules: ["prefetch.quorum-global"], lines: [
    [quorum("a1", "q")], [qos("b1", 1, true)],
    [consume("b1", "q", "A"), "b: connection closed: 540 NOT_IMPLEMENTED - queue 'q' in vhost '/' does not support global qos"],
  ] },
  { id: 40, title: "a single active consumer queue forgets what waits when it promotes, and crashes at the next message", rules: ["sac.stuck", "sac.handover"], versions: ["3.10.0", "3.10.1", "3.10.2", "3.10.3", "3.10.4", "3.10.5", "3.10.6", "3.10.7", "3.10.8"], note: "rabbitmq-server#5460", lines: [
    [declare("a1", "q", { "x-single-active-consumer": true })], [qos("b1", 1)], [consume("b1", "q", "A")], [qos("b2", 1)], [consume("b2", "q", "B")],
    [publish("a1", "q", [1, 3]), "b1: A#1 m1"], [cancel("b1", "A")], [wait(700)], [confirm("a1")],
    [publish("a1", "q", 4), "a1: refused 1", "b2: cancelled B"], [count("a1", "q"), "a1: q: 3 ready, 0 consuming"],
  ] },
  { id: 201, title: "consumers without acknowledgement ignore prefetch", rules: ["prefetch.not-for-no-ack"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [qos("b1", 1)],
    [consume("b1", "q", "A", { noAck: true }), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3"],
  ] },
  { id: 202, title: "a prefetch size is not implemented", rules: ["prefetch.size"], lines: [
    [send("a1", { type: "basic.qos", prefetchCount: 0, prefetchSize: 10 }), "a: connection closed: 540 NOT_IMPLEMENTED - prefetch_size!=0 (10)"],
  ] },
  { id: 203, title: "the first consumer without prefetch gets all", rules: ["dispatch.first-drains"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 4])], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3", "b1: A#4 m4"],
    [consume("b2", "q", "B")], [publish("a1", "q", [5, 8]), "b1: A#5 m5", "b1: A#6 m7", "b2: B#1 m6", "b2: B#2 m8"],
  ] },
  { id: 204, title: "consumers of higher priority first, while they have credit", rules: ["dispatch.priority"], lines: [
    [declare("a1", "q")], [qos("b1", 2)], [qos("b2", 2)], [consume("b1", "q", "low")], [consume("b2", "q", "high", { arguments: { "x-priority": 10 } })],
    [publish("a1", "q", [1, 3]), "b1: low#1 m3", "b2: high#1 m1", "b2: high#2 m2"], [ack("b2", 1)],
    [publish("a1", "q", [4, 6]), "b1: low#2 m5", "b2: high#3 m4"],
  ] },
  { id: 205, title: "among equals of high priority in turn", rules: ["dispatch.priority", "dispatch.round-robin"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A", { arguments: { "x-priority": 1 } })], [consume("b2", "q", "low")],
    [consume("b3", "q", "B", { arguments: { "x-priority": 1 } })], [publish("a1", "q", [1, 4]), "b1: A#1 m1", "b1: A#2 m3", "b3: B#1 m2", "b3: B#2 m4"],
  ] },
  { id: 206, title: "three consumers in turn", rules: ["dispatch.round-robin"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A")], [consume("b2", "q", "B")], [consume("a2", "q", "C")],
    [publish("a1", "q", [1, 7]), "a2: C#1 m3", "a2: C#2 m6", "b1: A#1 m1", "b1: A#2 m4", "b1: A#3 m7", "b2: B#1 m2", "b2: B#2 m5"],
  ] },
  { id: 207, title: "a limit of the channel counts over its consumers, and acks free it", rules: ["prefetch.global"], lines: [
    [declare("a1", "q")], [declare("a1", "q2")], [qos("b1", 2, true)], [consume("b1", "q", "A")], [consume("b1", "q2", "B")],
    [publish("a1", "q", [1, 2]), "b1: A#1 m1", "b1: A#2 m2"], [publish("a1", "q2", [3, 4])], [count("a1", "q2"), "a1: q2: 2 ready, 1 consuming"],
    [ack("b1", 2, true), "b1: B#3 m3", "b1: B#4 m4"],
  ] },
  { id: 208, title: "a limit of the channel holds at once for consumers that are there", rules: ["prefetch.global"], lines: [
    [declare("a1", "q")], [qos("b1", 3, true)], [consume("b1", "q", "A")], [publish("a1", "q", [1, 5]), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3"],
    [qos("b1", 1, true)], [ack("b1", 1)], [ack("b1", 3, true), "b1: A#4 m4"], [qos("b1", 0, true), "b1: A#5 m5"],
  ] },
  { id: 209, title: "after cancel, deliveries stay unacknowledged and may be acknowledged", rules: ["cancel.keeps-unacked"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [qos("b1", 2)], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2"], [cancel("b1", "A")],
    [count("a1", "q"), "a1: q: 1 ready, 0 consuming"], [ack("b1", 1)], [close("b1")], [get("a1", "q"), "a1: got #1 m2 R, 1 left"],
    [get("a1", "q"), "a1: got #2 m3, 0 left"], [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 210, title: "cancelling an unknown consumer is answered", rules: ["cancel.unknown"], lines: [
    [declare("a1", "q")], [cancel("a1", "nobody")], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 211, title: "a cancelled tag may be used again", rules: ["cancel.keeps-unacked"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A")], [publish("a1", "q", 1), "b1: A#1 m1"], [cancel("b1", "A")], [publish("a1", "q", 2)],
    [consume("b1", "q", "A"), "b1: A#2 m2"], [ack("b1", 2, true)],
  ] },
  { id: 212, title: "a consumer is cancelled by the server when its queue is deleted", rules: ["cancel.queue-deleted", "delete.counts"], lines: [
    [declare("a1", "q")], [qos("b1", 1)], [consume("b1", "q", "A")], [publish("a1", "q", [1, 3]), "b1: A#1 m1"],
    [remove("a1", "q"), "a1: deleted with 2", "b1: cancelled A"],
    [consume("b1", "q", "A"), "b1: channel closed: 404 NOT_FOUND - no queue 'q' in vhost '/'"],
  ] },
  { id: 213, title: "a consumer tag twice on a channel ends the connection", rules: ["consume.duplicate-tag"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A")],
    [consume("b1", "q", "A"), "b: connection closed: 530 NOT_ALLOWED - attempt to reuse consumer tag 'A'"],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 214, title: "the same tag on another channel is another consumer", rules: ["consume.duplicate-tag"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A")], [consume("b2", "q", "A")], [publish("a1", "q", [1, 2]), "b1: A#1 m1", "b2: A#1 m2"],
  ] },
  { id: 215, title: "beside an exclusive consumer nobody consumes", rules: ["error.exclusive-consumer"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A", { exclusive: true })],
    [consume("a1", "q", "B"), "a1: channel closed: 403 ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use"], [cancel("b1", "A")],
    [consume("a1", "q", "B")],
  ] },
  { id: 216, title: "nobody consumes exclusively beside others", rules: ["error.exclusive-consumer"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A")],
    [consume("a1", "q", "B", { exclusive: true }), "a1: channel closed: 403 ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use"],
  ] },
  { id: 217, title: "of the consumers of a single active consumer queue one gets all", rules: ["sac.one"], lines: [
    [declare("a1", "q", { "x-single-active-consumer": true })], [consume("b1", "q", "A")], [consume("b2", "q", "B")],
    [publish("a1", "q", [1, 3]), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3"], [count("a1", "q"), "a1: q: 0 ready, 2 consuming"],
  ] },
  { id: 218, title: "when the active consumer's channel ends, the next one gets what it held", rules: ["sac.handover", "close.requeues"], lines: [
    [declare("a1", "q", { "x-single-active-consumer": true })], [consume("b1", "q", "A")], [consume("b2", "q", "B")],
    [publish("a1", "q", [1, 2]), "b1: A#1 m1", "b1: A#2 m2"], [close("b1"), "b2: B#1 m1 R", "b2: B#2 m2 R"], [publish("a1", "q", 3), "b2: B#3 m3"],
  ] },
  { id: 219, title: "when the active consumer of a quorum queue is cancelled, the next is active while the first holds messages", rules: ["sac.handover", "sac.one"], lines: [
    [quorum("a1", "q", { "x-single-active-consumer": true })], [qos("b1", 1)], [consume("b1", "q", "A")], [qos("b2", 1)], [consume("b2", "q", "B")],
    [publish("a1", "q", [1, 3]), "b1: A#1 m1"], [cancel("b1", "A"), "b2: B#1 m2"], [ack("b1", 1)], [ack("b2", 1), "b2: B#2 m3"],
  ] },
  { id: 220, title: "a quorum queue's consumers in turn", rules: ["dispatch.round-robin"], lines: [
    [quorum("a1", "q")], [qos("b1", 1)], [qos("b2", 1)], [consume("b1", "q", "A")], [consume("b2", "q", "B")],
    [publish("a1", "q", [1, 4]), "b1: A#1 m1", "b2: B#1 m2"], [ack("b1", 1), "b1: A#2 m3"], [ack("b2", 1), "b2: B#2 m4"],
  ] },
  { id: 221, title: "an exclusive consumer frees the queue with its connection", rules: ["error.exclusive-consumer", "close.requeues"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A", { exclusive: true })], [publish("a1", "q", 1), "b1: A#1 m1"], [cut("b")],
    [consume("a1", "q", "B"), "a1: B#1 m1 R"],
  ] },
  { id: 222, title: "the end of a connection ends its consumers", rules: ["close.requeues"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A")], [consume("b2", "q", "B")], [count("a1", "q"), "a1: q: 0 ready, 2 consuming"], [disconnect("b")],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 223, title: "exclusive and single active exclude each other", rules: ["error.exclusive-consumer"], lines: [
    [declare("a1", "q", { "x-single-active-consumer": true })],
    [consume("a1", "q", "A", { exclusive: true }), "a1: channel closed: 403 ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use"],
  ] },
  { id: 224, title: "qos without global lifts the limit of the channel", rules: ["prefetch.lifts-global"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A")], [qos("b1", 2, true)], [publish("a1", "q", [1, 4]), "b1: A#1 m1", "b1: A#2 m2"],
    [qos("b1", 1), "b1: A#3 m3", "b1: A#4 m4"], [publish("a1", "q", 5), "b1: A#5 m5"], [consume("b1", "q", "B")],
    [publish("a1", "q", [6, 9]), "b1: A#6 m6", "b1: B#7 m7", "b1: A#8 m8", "b1: A#9 m9"],
  ] },
  { id: 225, title: "a consumer without acknowledgement does not count for the channel's limit, and waits for it all the same", rules: ["prefetch.holds-no-ack"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A", { noAck: true })], [consume("b1", "q", "B")],
    [publish("a1", "q", [1, 6]), "b1: A#1 m1", "b1: B#2 m2", "b1: A#3 m3", "b1: B#4 m4", "b1: A#5 m5", "b1: B#6 m6"], [qos("b1", 1, true)],
    [publish("a1", "q", [7, 12])], [ack("b1", 6, true), "b1: A#7 m7", "b1: B#8 m8"], [ack("b1", 8), "b1: A#9 m9", "b1: B#10 m10"],
  ] },
  { id: 226, title: "while a channel is at its limit, consumers that get credit come behind those that wait", rules: ["prefetch.suspended", "prefetch.global"], lines: [
    [declare("a1", "q")], [qos("b1", 2)], [consume("b1", "q", "A")], [consume("b1", "q", "B")],
    [publish("a1", "q", [1, 12]), "b1: A#1 m1", "b1: B#2 m2", "b1: A#3 m3", "b1: B#4 m4"], [qos("b1", 4, true)], [consume("b1", "q", "C")],
    [ack("b1", 4, true), "b1: B#5 m5", "b1: A#6 m6", "b1: C#7 m7", "b1: B#8 m8"],
  ] },
];
