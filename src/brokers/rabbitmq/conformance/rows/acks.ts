import { ack, cancel, close, consume, count, cut, deafen, declare, get, nack, publish, qos, recover, reject, remove, together } from "../operations.ts";
import type { Row } from "../script.ts";

/** Delivery tags, acknowledgements, requeueing, recover. */
export const ACKS: readonly Row[] = [
  { id: 7, title: "a multiple ack settles what is lower; closing requeues the rest", rules: ["tags.multiple", "close.requeues", "redelivered.on-requeue"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3"], [ack("b1", 2, true)],
    [close("b1")], [get("a1", "q"), "a1: got #1 m3 R, 0 left"],
  ] },
  { id: 9, title: "tag 0 without multiple is unknown", rules: ["tags.zero-single"], lines: [
    [declare("a1", "q")], [publish("a1", "q", 1)], [get("a1", "q"), "a1: got #1 m1, 0 left"],
    [ack("a1", 0), "a1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 0"], [count("a1", "q"), "a1: q: 1 ready, 0 consuming"],
  ] },
  { id: 10, title: "an ack twice closes the channel, whose other messages return", rules: ["tags.unknown", "tags.unknown-requeues"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 2])], [get("b1", "q"), "b1: got #1 m1, 1 left"], [get("b1", "q"), "b1: got #2 m2, 0 left"],
    [ack("b1", 1)], [ack("b1", 1), "b1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 1"], [get("a1", "q"), "a1: got #1 m2 R, 0 left"],
    [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 12, title: "the tag of a multiple ack must be unacknowledged itself", rules: ["tags.multiple-needs-tag", "tags.unknown-requeues"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 2])], [get("b1", "q"), "b1: got #1 m1, 1 left"], [get("b1", "q"), "b1: got #2 m2, 0 left"],
    [ack("b1", 50, true), "b1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 50"], [count("a1", "q"), "a1: q: 2 ready, 0 consuming"],
  ] },
  { id: 14, title: "what is delivered without acknowledgement cannot be acknowledged", rules: ["tags.no-ack-consumes-one", "tags.unknown"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A", { noAck: true })], [publish("a1", "q", 1), "b1: A#1 m1"],
    [ack("b1", 1), "b1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 1"], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 15, title: "tags run on over deliveries without acknowledgement, and over get", rules: ["tags.per-channel", "tags.no-ack-consumes-one"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [consume("b1", "q", "A", { noAck: true }), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3"],
    [cancel("b1", "A")], [publish("a1", "q", 4)], [get("b1", "q"), "b1: got #4 m4, 0 left"],
  ] },
  { id: 17, title: "a classic queue restores the order of publication", rules: ["requeue.original-position", "tags.nack-shares-lookup"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 4])], [get("a1", "q"), "a1: got #1 m1, 3 left"], [get("a1", "q"), "a1: got #2 m2, 2 left"],
    [get("a1", "q"), "a1: got #3 m3, 1 left"], [reject("a1", 3)], [reject("a1", 1)], [reject("a1", 2)], [get("a1", "q"), "a1: got #4 m1 R, 3 left"],
    [get("a1", "q"), "a1: got #5 m2 R, 2 left"], [get("a1", "q"), "a1: got #6 m3 R, 1 left"], [get("a1", "q"), "a1: got #7 m4, 0 left"],
  ] },
  { id: 19, title: "a requeued message goes to the same consumer again", rules: ["requeue.same-consumer", "redelivered.on-requeue"], lines: [
    [declare("a1", "q")], [qos("b1", 1)], [consume("b1", "q", "A")], [publish("a1", "q", [1, 2]), "b1: A#1 m1"], [nack("b1", 1), "b1: A#2 m1 R"],
    [nack("b1", 2), "b1: A#3 m1 R"],
  ] },
  { id: 21, title: "closing requeues before close-ok", rules: ["close.requeues", "close.before-ok", "redelivered.on-requeue"], lines: [
    [declare("a1", "q")], [qos("b1", 3)], [consume("b1", "q", "A")], [publish("a1", "q", [1, 4]), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3"],
    [ack("b1", 2), "b1: A#4 m4"], [close("b1")], [count("a1", "q"), "a1: q: 3 ready, 0 consuming"], [get("a1", "q"), "a1: got #1 m1 R, 2 left"],
    [get("a1", "q"), "a1: got #2 m3 R, 1 left"], [get("a1", "q"), "a1: got #3 m4 R, 0 left"], [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 22, title: "what only lay in a socket buffer is redelivered as well", rules: ["redelivered.on-requeue", "close.requeues"], lines: [
    [declare("a1", "q")], [qos("b1", 2)], [consume("b1", "q", "A")], [deafen("b")], [publish("a1", "q", [1, 3])], [cut("b")],
    [get("a1", "q"), "a1: got #1 m1 R, 2 left"], [get("a1", "q"), "a1: got #2 m2 R, 1 left"], [get("a1", "q"), "a1: got #3 m3, 0 left"],
  ] },
  { id: 24, title: "recover(true) requeues all; the old tags are invalid", rules: ["recover.requeue", "tags.unknown"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A")], [publish("a1", "q", [1, 2]), "b1: A#1 m1", "b1: A#2 m2"],
    [recover("b1"), "b1: A#3 m1 R", "b1: A#4 m2 R"], [ack("b1", 1), "b1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 1"],
  ] },
  { id: 101, title: "recover(false) ends the connection", rules: ["recover.no-requeue"], lines: [
    [declare("a1", "q")], [recover("b1", false), "b: connection closed: 540 NOT_IMPLEMENTED - requeue=false"],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 102, title: "recover without anything unacknowledged is answered", rules: ["recover.requeue"], lines: [
    [declare("a1", "q")], [recover("a1")], [publish("a1", "q", 1)], [get("a1", "q"), "a1: got #1 m1, 0 left"],
  ] },
  { id: 103, title: "recover requeues what get took", rules: ["recover.requeue"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [get("a1", "q"), "a1: got #1 m1, 2 left"], [get("a1", "q"), "a1: got #2 m2, 1 left"],
    [recover("a1")], [get("a1", "q"), "a1: got #3 m1 R, 2 left"], [get("a1", "q"), "a1: got #4 m2 R, 1 left"], [get("a1", "q"), "a1: got #5 m3, 0 left"],
  ] },
  { id: 104, title: "tag 0 with multiple settles all, also when there is nothing", rules: ["tags.zero-multiple"], lines: [
    [declare("a1", "q")], [ack("a1", 0, true)], [publish("a1", "q", [1, 3])], [get("a1", "q"), "a1: got #1 m1, 2 left"],
    [get("a1", "q"), "a1: got #2 m2, 1 left"], [ack("a1", 0, true)], [ack("a1", 0, true)], [close("a1")],
    [count("a2", "q"), "a2: q: 1 ready, 0 consuming"],
  ] },
  { id: 105, title: "nack of tag 0 with multiple requeues all", rules: ["tags.zero-multiple", "tags.nack-shares-lookup"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [get("a1", "q"), "a1: got #1 m1, 2 left"], [get("a1", "q"), "a1: got #2 m2, 1 left"],
    [nack("a1", 0, { multiple: true })], [get("a1", "q"), "a1: got #3 m1 R, 2 left"], [nack("a1", 0, { multiple: true, requeue: false })],
    [count("a1", "q"), "a1: q: 2 ready, 0 consuming"],
  ] },
  { id: 106, title: "a get that finds nothing takes no tag", rules: ["tags.get-empty-consumes-none"], lines: [
    [declare("a1", "q")], [get("a1", "q"), "a1: got nothing"], [publish("a1", "q", 1)], [get("a1", "q"), "a1: got #1 m1, 0 left"],
    [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 107, title: "an ack settles exactly its tag", rules: ["tags.single"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3"], [ack("b1", 2)], [close("b1")],
    [get("a1", "q"), "a1: got #1 m1 R, 1 left"], [get("a1", "q"), "a1: got #2 m3 R, 0 left"], [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 108, title: "a tag of another channel is unknown", rules: ["tags.per-channel", "tags.unknown", "error.channel-only"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 2])], [get("a1", "q"), "a1: got #1 m1, 1 left"], [get("a1", "q"), "a1: got #2 m2, 0 left"],
    [ack("a2", 2), "a2: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 2"], [ack("a1", 2)], [close("a1")],
    [count("a2", "q"), "a2: q: 1 ready, 0 consuming"],
  ] },
  { id: 109, title: "each channel counts its own tags", rules: ["tags.per-channel"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 4])], [get("a1", "q"), "a1: got #1 m1, 3 left"], [get("a2", "q"), "a2: got #1 m2, 2 left"],
    [get("a1", "q"), "a1: got #2 m3, 1 left"], [get("b1", "q"), "b1: got #1 m4, 0 left"],
  ] },
  { id: 110, title: "nack and reject of an unknown tag close the channel", rules: ["tags.nack-shares-lookup", "tags.unknown"], lines: [
    [declare("a1", "q")], [nack("b1", 7), "b1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 7"],
    [reject("b1", 7), "b1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 7"],
    [nack("b1", 7, { multiple: true }), "b1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 7"],
    [reject("b1", 0), "b1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 0"],
  ] },
  { id: 111, title: "tags begin anew on a channel that is opened again", rules: ["tags.per-channel", "close.requeues"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 2])], [get("a1", "q"), "a1: got #1 m1, 1 left"], [get("a1", "q"), "a1: got #2 m2, 0 left"],
    [close("a1")], [get("a1", "q"), "a1: got #1 m1 R, 1 left"], [ack("a1", 2), "a1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 2"],
  ] },
  { id: 112, title: "after an error, frames of the channel are discarded", rules: ["tags.after-error-discarded"], lines: [
    [declare("a1", "q")], [together(ack("b1", 1), publish("b1", "q", [1, 3])), "b1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 1"],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 113, title: "a multiple nack without requeue discards what is lower", rules: ["tags.multiple", "tags.nack-shares-lookup"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 4])], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3", "b1: A#4 m4"],
    [nack("b1", 3, { multiple: true, requeue: false })], [close("b1")], [get("a1", "q"), "a1: got #1 m4 R, 0 left"], [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 114, title: "a multiple nack restores the order of publication", rules: ["requeue.original-position", "tags.multiple"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 4])], [get("a1", "q"), "a1: got #1 m1, 3 left"], [get("a1", "q"), "a1: got #2 m2, 2 left"],
    [get("a1", "q"), "a1: got #3 m3, 1 left"], [nack("a1", 2, { multiple: true })], [get("a1", "q"), "a1: got #4 m1 R, 2 left"],
    [get("a1", "q"), "a1: got #5 m2 R, 1 left"], [get("a1", "q"), "a1: got #6 m4, 0 left"],
  ] },
  { id: 115, title: "acks of messages whose queue was deleted are accepted", rules: ["tags.late-after-deletion", "cancel.queue-deleted"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 2])], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2"],
    [remove("a1", "q"), "a1: deleted with 0", "b1: cancelled A"], [ack("b1", 2, true)],
    [ack("b1", 2), "b1: channel closed: 406 PRECONDITION_FAILED - unknown delivery tag 2"],
  ] },
  { id: 116, title: "a requeued message goes ahead of newer ones to another consumer", rules: ["requeue.original-position", "requeue.same-consumer"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [qos("b1", 1)], [consume("b1", "q", "A"), "b1: A#1 m1"], [qos("b2", 1)],
    [consume("b2", "q", "B"), "b2: B#1 m2"], [nack("b1", 1), "b1: A#2 m1 R"], [ack("b2", 1), "b2: B#2 m3"], [ack("b2", 2)],
  ] },
  { id: 117, title: "the end of a connection requeues", rules: ["close.requeues", "redelivered.on-requeue"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 2])], [get("b1", "q"), "b1: got #1 m1, 1 left"], [consume("b2", "q", "A"), "b2: A#1 m2"], [cut("b")],
    [get("a1", "q"), "a1: got #1 m1 R, 1 left"], [get("a1", "q"), "a1: got #2 m2 R, 0 left"],
  ] },
  { id: 118, title: "redelivered stays with a message", rules: ["redelivered.on-requeue"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 2])], [get("a1", "q"), "a1: got #1 m1, 1 left"], [reject("a1", 1)],
    [get("a1", "q"), "a1: got #2 m1 R, 1 left"], [close("a1")], [get("a1", "q"), "a1: got #1 m1 R, 1 left"], [get("a1", "q"), "a1: got #2 m2, 0 left"],
  ] },
  { id: 119, title: "nothing is redelivered that was not delivered", rules: ["redelivered.on-requeue", "order.one-path"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 8])], [qos("b1", 2)], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2"], [cut("b")],
    [consume("a1", "q", "B"), "a1: B#1 m1 R", "a1: B#2 m2 R", "a1: B#3 m3", "a1: B#4 m4", "a1: B#5 m5", "a1: B#6 m6", "a1: B#7 m7", "a1: B#8 m8"],
  ] },
  { id: 120, title: "what two consumers of a channel hold is requeued consumer by consumer", rules: ["requeue.by-consumer", "recover.requeue"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "B")], [consume("b1", "q", "A")],
    [publish("a1", "q", [1, 6]), "b1: B#1 m1", "b1: A#2 m2", "b1: B#3 m3", "b1: A#4 m4", "b1: B#5 m5", "b1: A#6 m6"],
    [recover("b1"), "b1: B#7 m2 R", "b1: A#8 m4 R", "b1: B#9 m6 R", "b1: A#10 m1 R", "b1: B#11 m3 R", "b1: A#12 m5 R"],
  ] },
  { id: 121, title: "the same for a multiple nack, get first", rules: ["requeue.by-consumer", "tags.multiple"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 2])], [get("b1", "q"), "b1: got #1 m1, 1 left"], [get("b1", "q"), "b1: got #2 m2, 0 left"],
    [consume("b1", "q", "B")], [consume("b1", "q", "A")], [publish("a1", "q", [3, 6]), "b1: B#3 m3", "b1: A#4 m4", "b1: B#5 m5", "b1: A#6 m6"],
    [nack("b1", 6, { multiple: true }), "b1: B#7 m1 R", "b1: A#8 m2 R", "b1: B#9 m4 R", "b1: A#10 m6 R", "b1: B#11 m3 R", "b1: A#12 m5 R"],
  ] },
];
