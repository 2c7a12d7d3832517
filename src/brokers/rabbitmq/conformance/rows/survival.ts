import { ack, bind, confirm, consume, count, declare, exchange, get, kill, publish, publishTo, quorum, restart, together, TRANSIENT, wait, nack } from "../operations.ts";
import type { Row } from "../script.ts";

/** Restarts and kills; only against a broker of our own. */
export const SURVIVAL: readonly Row[] = [
  { id: 42, title: "a graceful restart keeps persistent messages, and flags what was delivered", rules: ["survival.persistent", "survival.transient", "redelivered.clean-restart"], lines: [
    [declare("a1", "q")], [declare("a1", "q2")], [confirm("a1")], [publish("a1", "q", 1)], [publish("a1", "q", 2, TRANSIENT)], [publish("a1", "q", 3)], [publish("a1", "q2", [4, 6])], [get("b1", "q2")], [get("b1", "q2")], [restart], [get("a1", "q")], [get("a1", "q")], [get("a1", "q")], [get("a1", "q2")], [get("a1", "q2")], [get("a1", "q2")],
  ] },
  { id: 43, title: "a kill keeps persistent messages, and flags them all", rules: ["survival.persistent", "survival.transient", "redelivered.unclean-restart", "survival.quorum", "quorum.persists"], lines: [
    [declare("a1", "q")], [declare("a1", "q2")], [quorum("a1", "q3")], [confirm("a1")], [publish("a1", "q", 1)], [publish("a1", "q", 2, TRANSIENT)], [publish("a1", "q", 3)], [publish("a1", "q2", [4, 6])], [publish("a1", "q3", 7)], [publish("a1", "q3", 8, TRANSIENT)], [publish("a1", "q3", 9)], [get("b1", "q2")], [get("b1", "q2")], [wait(1_500)], [kill],
    [get("a1", "q")], [get("a1", "q")], [get("a1", "q")], [get("a1", "q2")], [get("a1", "q2")], [get("a1", "q2")], [consume("a1", "q3", "A")],
  ] },
  { id: 44, title: "acks shortly before a kill may be lost", rules: ["survival.acks"], versions: ["3.10."], lines: [
    [declare("a1", "q")], [confirm("a1")], [publish("a1", "q", [1, 9])], [consume("b1", "q", "A")], [wait(1_500)], [together(ack("b1", 9, true), wait(20), kill)], [count("a1", "q")],
  ] },
  { id: 801, title: "what is not durable is gone after a restart", rules: ["survival.non-durable", "survival.topology"], lines: [
    [declare("a1", "q", {}, { durable: false })], [declare("a1", "q2")], [exchange("a1", "x", "direct")], [exchange("a1", "x2", "direct", {}, { durable: false })], [bind("a1", "q2", "x", "k")], [confirm("a1")], [publish("a1", "q", 1)], [restart], [count("a1", "q")], [publishTo("a1", "x", "k", 2, {}, { mandatory: true })], [count("a1", "q2")], [publishTo("a1", "x2", "k", 3)],
  ] },
  { id: 802, title: "the same after a kill", rules: ["survival.non-durable", "survival.topology"], lines: [
    [declare("a1", "q", {}, { durable: false })], [declare("a1", "q2")], [exchange("a1", "x", "direct")], [bind("a1", "q2", "x", "k")], [confirm("a1")], [publish("a1", "q", 1)], [wait(500)], [kill], [count("a1", "q")], [publishTo("a1", "x", "k", 2, {}, { mandatory: true })], [count("a1", "q2")],
  ] },
  { id: 803, title: "a quorum queue keeps everything over a restart, and counts what was out", rules: ["survival.quorum", "quorum.persists", "quorum.delivery-count"], lines: [
    [quorum("a1", "q")], [confirm("a1")], [publish("a1", "q", 1)], [publish("a1", "q", [2, 3], TRANSIENT)], [get("b1", "q")], [restart], [consume("a1", "q", "A")],
  ] },
  { id: 804, title: "a lazy queue keeps its persistent messages", rules: ["survival.persistent", "lazy", "survival.transient"], lines: [[declare("a1", "q", { "x-queue-mode": "lazy" })], [confirm("a1")], [publish("a1", "q", [1, 2])], [publish("a1", "q", 3, TRANSIENT)], [restart], [consume("a1", "q", "A")]] },
  { id: 805, title: "acknowledged and settled before a restart is gone", rules: ["survival.persistent"], lines: [[declare("a1", "q")], [confirm("a1")], [publish("a1", "q", [1, 4])], [get("b1", "q")], [get("b1", "q")], [ack("b1", 1)], [nack("b1", 2, { requeue: false })], [restart], [consume("a1", "q", "A")]] },
  { id: 806, title: "priorities survive", rules: ["survival.persistent", "priority.order"], lines: [[declare("a1", "q", { "x-max-priority": 5 })], [confirm("a1")], [publish("a1", "q", 1)], [publish("a1", "q", 2, { priority: 3 })], [publish("a1", "q", 3, { priority: 5 })], [restart], [consume("a1", "q", "A")]] },
  { id: 807, title: "the acks of a quorum queue survive a kill", rules: ["survival.quorum"], lines: [[quorum("a1", "q")], [confirm("a1")], [publish("a1", "q", [1, 4])], [get("b1", "q")], [get("b1", "q")], [ack("b1", 1)], [wait(1_500)], [kill], [consume("a1", "q", "A")]] },
  { id: 808, title: "a delivery unacknowledged for too long closes the channel", rules: ["timeout.oldest", "close.requeues"], own: true, lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [get("b1", "q")], [get("b2", "q")], [wait(3_000)], [ack("b2", 1)], [get("b2", "q")], [wait(4_600)], [count("a1", "q")],
  ] },
];
