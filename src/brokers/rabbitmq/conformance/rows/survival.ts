import { ack, bind, confirm, consume, count, declare, exchange, get, kill, publish, publishTo, quorum, restart, together, TRANSIENT, wait, nack } from "../operations.ts";
import type { Row } from "../script.ts";

/** Restarts and kills; only against a broker of our own. */
export const SURVIVAL: readonly Row[] = [
  { id: 42, title: "a graceful restart keeps persistent messages, and flags what was delivered", rules: ["survival.persistent", "survival.transient", "redelivered.clean-restart"], lines: [
    [declare("a1", "q")], [declare("a1", "q2")], [confirm("a1")], [publish("a1", "q", 1), "a1: confirmed 1"],
    [publish("a1", "q", 2, TRANSIENT), "a1: confirmed 2"], [publish("a1", "q", 3), "a1: confirmed 3"], [publish("a1", "q2", [4, 6]), "a1: confirmed 4-6"],
    [get("b1", "q2"), "b1: got #1 m4, 2 left"], [get("b1", "q2"), "b1: got #2 m5, 1 left"], [restart], [get("a1", "q"), "a1: got #1 m1, 1 left"],
    [get("a1", "q"), "a1: got #2 m3, 0 left"], [get("a1", "q"), "a1: got nothing"], [get("a1", "q2"), "a1: got #3 m4 R, 2 left"],
    [get("a1", "q2"), "a1: got #4 m5 R, 1 left"], [get("a1", "q2"), "a1: got #5 m6, 0 left"],
  ] },
  { id: 43, title: "a kill keeps persistent messages, and flags them all", rules: ["survival.persistent", "survival.transient", "redelivered.unclean-restart", "survival.quorum", "quorum.persists"], lines: [
    [declare("a1", "q")], [declare("a1", "q2")], [quorum("a1", "q3")], [confirm("a1")], [publish("a1", "q", 1), "a1: confirmed 1"],
    [publish("a1", "q", 2, TRANSIENT), "a1: confirmed 2"], [publish("a1", "q", 3), "a1: confirmed 3"], [publish("a1", "q2", [4, 6]), "a1: confirmed 4-6"],
    [publish("a1", "q3", 7), "a1: confirmed 7"], [publish("a1", "q3", 8, TRANSIENT), "a1: confirmed 8"], [publish("a1", "q3", 9), "a1: confirmed 9"],
    [get("b1", "q2"), "b1: got #1 m4, 2 left"], [get("b1", "q2"), "b1: got #2 m5, 1 left"], [wait(1500)], [kill],
    [get("a1", "q"), "a1: got #1 m1 R, 1 left"], [get("a1", "q"), "a1: got #2 m3 R, 0 left"], [get("a1", "q"), "a1: got nothing"],
    [get("a1", "q2"), "a1: got #3 m4 R, 2 left"], [get("a1", "q2"), "a1: got #4 m5 R, 1 left"], [get("a1", "q2"), "a1: got #5 m6 R, 0 left"],
    [consume("a1", "q3", "A"), "a1: A#6 m7", "a1: A#7 m8", "a1: A#8 m9"],
  ] },
  { id: 44, title: "acks shortly before a kill may be lost", rules: ["survival.acks"], note: "Any number of them: it is a race against the journal.", lines: [
    [declare("a1", "q")], [confirm("a1")], [publish("a1", "q", [1, 9]), "a1: confirmed 1-9"],
    [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3", "b1: A#4 m4", "b1: A#5 m5", "b1: A#6 m6", "b1: A#7 m7", "b1: A#8 m8", "b1: A#9 m9"],
    [wait(1500)], [together(ack("b1", 9, true), wait(20), kill)], [count("a1", "q"), "a1: q: * ready, 0 consuming"],
  ] },
  { id: 801, title: "what is not durable is gone after a restart", rules: ["survival.non-durable", "survival.topology"], lines: [
    [declare("a1", "q", {}, { durable: false })], [declare("a1", "q2")], [exchange("a1", "x", "direct")],
    [exchange("a1", "x2", "direct", {}, { durable: false })], [bind("a1", "q2", "x", "k")], [confirm("a1")], [publish("a1", "q", 1), "a1: confirmed 1"],
    [restart], [count("a1", "q"), "a1: channel closed: 404 NOT_FOUND - no queue 'q' in vhost '/'"],
    [publishTo("a1", "x", "k", 2, {}, { mandatory: true })], [count("a1", "q2"), "a1: q2: 1 ready, 0 consuming"],
    [publishTo("a1", "x2", "k", 3), "a1: channel closed: 404 NOT_FOUND - no exchange 'x2' in vhost '/'"],
  ] },
  { id: 802, title: "the same after a kill", rules: ["survival.non-durable", "survival.topology"], lines: [
    [declare("a1", "q", {}, { durable: false })], [declare("a1", "q2")], [exchange("a1", "x", "direct")], [bind("a1", "q2", "x", "k")], [confirm("a1")],
    [publish("a1", "q", 1), "a1: confirmed 1"], [wait(500)], [kill], [count("a1", "q"), "a1: channel closed: 404 NOT_FOUND - no queue 'q' in vhost '/'"],
    [publishTo("a1", "x", "k", 2, {}, { mandatory: true })], [count("a1", "q2"), "a1: q2: 1 ready, 0 consuming"],
  ] },
  { id: 803, title: "a quorum queue keeps everything over a restart, and counts what was out", rules: ["survival.quorum", "quorum.persists", "quorum.delivery-count"], lines: [
    [quorum("a1", "q")], [confirm("a1")], [publish("a1", "q", 1), "a1: confirmed 1"], [publish("a1", "q", [2, 3], TRANSIENT), "a1: confirmed 2-3"],
    [get("b1", "q"), "b1: got #1 m1 (count 0), 2 left"], [restart], [wait(1000)], [consume("a1", "q", "A"), "a1: A#1 m1 R (count 1)", "a1: A#2 m2", "a1: A#3 m3"],
  ] },
  { id: 804, title: "a lazy queue keeps its persistent messages", rules: ["survival.persistent", "lazy", "survival.transient"], lines: [
    [declare("a1", "q", { "x-queue-mode": "lazy" })], [confirm("a1")], [publish("a1", "q", [1, 2]), "a1: confirmed 1-2"],
    [publish("a1", "q", 3, TRANSIENT), "a1: confirmed 3"], [restart], [consume("a1", "q", "A"), "a1: A#1 m1", "a1: A#2 m2"],
  ] },
  { id: 805, title: "acknowledged and settled before a restart is gone", rules: ["survival.persistent"], lines: [
    [declare("a1", "q")], [confirm("a1")], [publish("a1", "q", [1, 4]), "a1: confirmed 1-4"], [get("b1", "q"), "b1: got #1 m1, 3 left"],
    [get("b1", "q"), "b1: got #2 m2, 2 left"], [ack("b1", 1)], [nack("b1", 2, { requeue: false })], [restart],
    [consume("a1", "q", "A"), "a1: A#1 m3", "a1: A#2 m4"],
  ] },
  { id: 806, title: "priorities survive", rules: ["survival.persistent", "priority.order"], lines: [
    [declare("a1", "q", { "x-max-priority": 5 })], [confirm("a1")], [publish("a1", "q", 1), "a1: confirmed 1"],
    [publish("a1", "q", 2, { priority: 3 }), "a1: confirmed 2"], [publish("a1", "q", 3, { priority: 5 }), "a1: confirmed 3"], [restart],
    [consume("a1", "q", "A"), "a1: A#1 m3", "a1: A#2 m2", "a1: A#3 m1"],
  ] },
  { id: 807, title: "the acks of a quorum queue survive a kill", rules: ["survival.quorum"], lines: [
    [quorum("a1", "q")], [confirm("a1")], [publish("a1", "q", [1, 4]), "a1: confirmed 1-4"], [get("b1", "q"), "b1: got #1 m1 (count 0), 3 left"],
    [get("b1", "q"), "b1: got #2 m2 (count 0), 2 left"], [ack("b1", 1)], [wait(1500)], [kill], [wait(1000)],
    [consume("a1", "q", "A"), "a1: A#1 m2 R (count 1)", "a1: A#2 m3", "a1: A#3 m4"],
  ] },
  { id: 808, title: "a delivery unacknowledged for too long closes the channel", rules: ["timeout.oldest", "close.requeues"], own: true, lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [get("b1", "q"), "b1: got #1 m1, 2 left"], [get("b2", "q"), "b2: got #1 m2, 1 left"], [wait(3000)],
    [ack("b2", 1)], [get("b2", "q"), "b2: got #2 m3, 0 left"],
    [wait(4600), "b1: channel closed: 406 PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used: 6000 ms. This timeout value can be configured, see consumers doc guide to learn more"],
    [count("a1", "q"), "a1: q: 1 ready, 0 consuming"],
  ] },
];
