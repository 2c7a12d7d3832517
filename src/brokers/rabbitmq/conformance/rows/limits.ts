import { ack, close, confirm, consume, count, declare, get, nack, publish, purge, qos, quorum, reject, wait } from "../operations.ts";
import type { Row } from "../script.ts";

/** Time to live, length limits, priorities, dead letters. */
export const LIMITS: readonly Row[] = [
  { id: 31, title: "a limit of 0 with reject-publish refuses even beside an idle consumer", rules: ["length.reject-zero", "length.drop-head"], versions: ["3.10."], lines: [
    [declare("a1", "q", { "x-max-length": 0, "x-overflow": "reject-publish" })], [declare("a1", "q2", { "x-max-length": 0 })], [consume("b1", "q", "A")],
    [consume("b2", "q2", "B")], [confirm("a1")], [publish("a1", "q", 1), "a1: refused 1"], [publish("a1", "q2", 2), "a1: confirmed 2", "b2: B#1 m2"],
    [count("a1", "q"), "a1: q: 0 ready, 1 consuming"],
  ] },
  { id: 401, title: "the shorter time to live counts", rules: ["ttl.minimum"], lines: [
    [declare("a1", "q", { "x-message-ttl": 60000 })], [publish("a1", "q", 1, { expiration: "80" })], [publish("a1", "q", 2)], [wait(250)],
    [get("a1", "q"), "a1: got #1 m2, 0 left"],
  ] },
  { id: 402, title: "the queue's time to live where it is shorter", rules: ["ttl.minimum"], lines: [
    [declare("a1", "q", { "x-message-ttl": 80 })], [publish("a1", "q", 1, { expiration: "60000" })], [publish("a1", "q", 2)], [wait(250)],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 403, title: "messages expire at the head only", rules: ["ttl.head-only"], lines: [
    [declare("a1", "q")], [publish("a1", "q", 1)], [publish("a1", "q", 2, { expiration: "60" })], [wait(250)],
    [count("a1", "q"), "a1: q: 2 ready, 0 consuming"], [get("a1", "q"), "a1: got #1 m1, 0 left"], [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 404, title: "what is unacknowledged does not expire, and does when it returns", rules: ["ttl.unacked", "requeue.expired"], lines: [
    [declare("a1", "q")], [consume("b1", "q", "A")], [publish("a1", "q", [1, 2], { expiration: "80" }), "b1: A#1 m1", "b1: A#2 m2"], [wait(250)],
    [ack("b1", 1)], [close("b1")], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 405, title: "time to live 0: to a waiting consumer, or gone", rules: ["ttl.zero"], lines: [
    [declare("a1", "q", { "x-message-ttl": 0 })], [publish("a1", "q", 1)], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"], [qos("b1", 1)],
    [consume("b1", "q", "A")], [publish("a1", "q", [2, 3]), "b1: A#1 m2"], [ack("b1", 1)], [publish("a1", "q", 4, { expiration: "0" }), "b1: A#2 m4"],
  ] },
  { id: 406, title: "an expiration of 0 on a plain queue", rules: ["ttl.zero"], lines: [
    [declare("a1", "q")], [publish("a1", "q", 1, { expiration: "0" })], [get("a1", "q"), "a1: got nothing"], [publish("a1", "q", 2)],
    [publish("a1", "q", 3, { expiration: "0" })], [count("a1", "q"), "a1: q: 2 ready, 0 consuming"],
  ] },
  { id: 407, title: "an expiration that is no number", rules: ["ttl.invalid"], lines: [
    [declare("a1", "q")],
    [publish("b1", "q", 1, { expiration: "soon" }), "b1: channel closed: 406 PRECONDITION_FAILED - invalid expiration 'soon': no_integer"],
    [publish("b1", "q", 1, { expiration: "-1" }), "b1: channel closed: 406 PRECONDITION_FAILED - invalid expiration '-1': {value_negative,-1}"],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 408, title: "a queue with x-expires goes when it is not used, whatever is in it", rules: ["expires.unused"], lines: [
    [declare("a1", "q", { "x-expires": 1500 })], [publish("a1", "q", [1, 2])], [get("b1", "q"), "b1: got #1 m1, 1 left"], [wait(2500)],
    [count("a1", "q"), "a1: channel closed: 404 NOT_FOUND - no queue 'q' in vhost '/'"],
  ] },
  { id: 409, title: "a consumer keeps it", rules: ["expires.used"], lines: [
    [declare("a1", "q", { "x-expires": 1500 })], [consume("b1", "q", "A")], [wait(2500)], [publish("a1", "q", 1), "b1: A#1 m1"], [close("b1")],
    [wait(2500)], [count("a1", "q"), "a1: channel closed: 404 NOT_FOUND - no queue 'q' in vhost '/'"],
  ] },
  { id: 410, title: "a declaration and a get within the period keep it", rules: ["expires.used"], lines: [
    [declare("a1", "q", { "x-expires": 2500 })], [wait(1500)], [get("a1", "q"), "a1: got nothing"], [wait(1500)],
    [declare("a1", "q", { "x-expires": 2500 })], [wait(1500)], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 411, title: "limits count ready messages only", rules: ["length.ready-only", "length.drop-head"], lines: [
    [declare("a1", "q", { "x-max-length": 2 })], [publish("a1", "q", [1, 2])], [get("a1", "q"), "a1: got #1 m1, 1 left"], [publish("a1", "q", 3)],
    [count("a1", "q"), "a1: q: 2 ready, 0 consuming"], [publish("a1", "q", 4)], [get("a1", "q"), "a1: got #2 m3, 1 left"],
    [get("a1", "q"), "a1: got #3 m4, 0 left"],
  ] },
  { id: 412, title: "drop-head: the oldest go, confirmed", rules: ["length.drop-head", "confirm.not-retained"], lines: [
    [declare("a1", "q", { "x-max-length": 2 })], [confirm("a1")], [publish("a1", "q", [1, 5]), "a1: confirmed 1-5"],
    [get("a1", "q"), "a1: got #1 m4, 1 left"], [get("a1", "q"), "a1: got #2 m5, 0 left"], [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 413, title: "a requeued message may be dropped itself", rules: ["requeue.drop-head", "length.drop-head"], lines: [
    [declare("a1", "q", { "x-max-length": 2 })], [publish("a1", "q", [1, 2])], [get("a1", "q"), "a1: got #1 m1, 1 left"], [publish("a1", "q", 3)],
    [nack("a1", 1)], [get("a1", "q"), "a1: got #2 m2, 1 left"], [get("a1", "q"), "a1: got #3 m3, 0 left"], [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 414, title: "a limit of bytes", rules: ["length.bytes"], note: "Each body has two bytes.", lines: [
    [declare("a1", "q", { "x-max-length-bytes": 5 })], [publish("a1", "q", [1, 4])], [get("a1", "q"), "a1: got #1 m3, 1 left"],
    [get("a1", "q"), "a1: got #2 m4, 0 left"], [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 415, title: "reject-publish refuses what is too many", rules: ["length.reject", "length.ready-only"], lines: [
    [declare("a1", "q", { "x-max-length": 2, "x-overflow": "reject-publish" })], [confirm("a1")], [publish("a1", "q", 1), "a1: confirmed 1"],
    [publish("a1", "q", 2), "a1: confirmed 2"], [publish("a1", "q", 3), "a1: refused 3"], [get("a1", "q"), "a1: got #1 m1, 1 left"],
    [publish("a1", "q", 4), "a1: confirmed 4"], [publish("a1", "q", 5), "a1: refused 5"], [count("a1", "q"), "a1: q: 2 ready, 0 consuming"],
  ] },
  { id: 416, title: "requeueing may exceed a limit of reject-publish", rules: ["length.requeue-exceeds"], lines: [
    [declare("a1", "q", { "x-max-length": 1, "x-overflow": "reject-publish" })], [confirm("a1")], [publish("a1", "q", 1), "a1: confirmed 1"],
    [get("a1", "q"), "a1: got #1 m1, 0 left"], [publish("a1", "q", 2), "a1: confirmed 2"], [nack("a1", 1)],
    [count("a1", "q"), "a1: q: 2 ready, 0 consuming"], [publish("a1", "q", 3), "a1: refused 3"],
  ] },
  { id: 417, title: "higher priorities first, in order within each", rules: ["priority.order", "priority.capped"], lines: [
    [declare("a1", "q", { "x-max-priority": 5 })], [publish("a1", "q", 1)], [publish("a1", "q", 2, { priority: 3 })],
    [publish("a1", "q", 3, { priority: 9 })], [publish("a1", "q", 4, { priority: 5 })], [publish("a1", "q", 5, { priority: 3 })],
    [publish("a1", "q", 6, { priority: 0 })],
    [consume("b1", "q", "A"), "b1: A#1 m3", "b1: A#2 m4", "b1: A#3 m2", "b1: A#4 m5", "b1: A#5 m1", "b1: A#6 m6"],
  ] },
  { id: 418, title: "what is prefetched is not overtaken", rules: ["priority.prefetched"], lines: [
    [declare("a1", "q", { "x-max-priority": 5 })], [qos("b1", 2)], [consume("b1", "q", "A")], [publish("a1", "q", [1, 3]), "b1: A#1 m1", "b1: A#2 m2"],
    [publish("a1", "q", 4, { priority: 4 })], [ack("b1", 1), "b1: A#3 m4"], [nack("b1", 2), "b1: A#4 m2 R"],
  ] },
  { id: 419, title: "a requeued message returns to its place within its priority", rules: ["priority.order", "requeue.original-position"], lines: [
    [declare("a1", "q", { "x-max-priority": 5 })], [publish("a1", "q", [1, 2], { priority: 1 })], [publish("a1", "q", 3, { priority: 2 })],
    [get("a1", "q"), "a1: got #1 m3, 2 left"], [get("a1", "q"), "a1: got #2 m1, 1 left"], [reject("a1", 2)], [reject("a1", 1)],
    [get("a1", "q"), "a1: got #3 m3 R, 2 left"], [get("a1", "q"), "a1: got #4 m1 R, 1 left"], [get("a1", "q"), "a1: got #5 m2, 0 left"],
  ] },
  { id: 420, title: "a priority queue with a length limit drops the lowest first", rules: ["priority.order", "length.drop-head"], lines: [
    [declare("a1", "q", { "x-max-priority": 5, "x-max-length": 2 })], [publish("a1", "q", 1, { priority: 4 })], [publish("a1", "q", 2, { priority: 1 })],
    [publish("a1", "q", 3, { priority: 2 })], [get("a1", "q"), "a1: got #1 m3, 1 left"], [get("a1", "q"), "a1: got #2 m2, 0 left"],
    [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 421, title: "a lazy queue behaves as any other", rules: ["lazy"], lines: [
    [declare("a1", "q", { "x-queue-mode": "lazy" })], [publish("a1", "q", [1, 4])], [qos("b1", 2)], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2"],
    [nack("b1", 2), "b1: A#3 m2 R"], [ack("b1", 1), "b1: A#4 m3"], [close("b1")], [get("a1", "q"), "a1: got #1 m2 R, 2 left"],
    [get("a1", "q"), "a1: got #2 m3 R, 1 left"],
  ] },
  { id: 422, title: "purging spares what is unacknowledged", rules: ["queue.purge"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 4])], [get("a1", "q"), "a1: got #1 m1, 3 left"], [purge("a1", "q"), "a1: purged 3"], [nack("a1", 1)],
    [get("a1", "q"), "a1: got #2 m1 R, 0 left"], [purge("a1", "q"), "a1: purged 0"],
  ] },
  { id: 423, title: "drop-head with a consumer that has no credit", rules: ["length.drop-head", "length.ready-only"], lines: [
    [declare("a1", "q", { "x-max-length": 1 })], [qos("b1", 1)], [consume("b1", "q", "A")], [publish("a1", "q", [1, 4]), "b1: A#1 m1"],
    [ack("b1", 1), "b1: A#2 m4"], [count("a1", "q"), "a1: q: 0 ready, 1 consuming"],
  ] },
  { id: 424, title: "a quorum queue drops at its head as well", rules: ["length.drop-head"], lines: [
    [quorum("a1", "q", { "x-max-length": 2 })], [confirm("a1")], [publish("a1", "q", [1, 4]), "a1: confirmed 1-4"],
    [get("a1", "q"), "a1: got #1 m3 (count 0), 1 left"], [get("a1", "q"), "a1: got #2 m4 (count 0), 0 left"], [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 425, title: "the messages of a quorum queue expire", rules: ["ttl.minimum", "ttl.head-only"], versions: ["3.10.", "3.11.", "3.12.", "3.13.", "4."], lines: [
    [quorum("a1", "q", { "x-message-ttl": 80 })], [publish("a1", "q", [1, 2])], [wait(300)], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
    [get("a1", "q"), "a1: got nothing"],
  ] },
  { id: 426, title: "an expired message of high priority that others wait behind is delivered all the same", rules: ["ttl.looked-for"], lines: [
    [declare("a1", "q", { "x-max-priority": 4 })], [publish("a1", "q", [1, 2])], [publish("a1", "q", 3, { priority: 4, expiration: "0" })],
    [consume("b1", "q", "A"), "b1: A#1 m3", "b1: A#2 m1", "b1: A#3 m2"],
  ] },
  { id: 427, title: "nor is it looked for when a channel goes that held nothing", rules: ["ttl.looked-for"], lines: [
    [declare("a1", "q", { "x-max-priority": 3 })], [publish("a1", "q", 1)], [get("b1", "q"), "b1: got #1 m1, 0 left"], [nack("b1", 1)],
    [publish("a1", "q", 2, { priority: 3, expiration: "0" })], [close("b1")], [purge("a1", "q"), "a1: purged 2"],
  ] },
];
