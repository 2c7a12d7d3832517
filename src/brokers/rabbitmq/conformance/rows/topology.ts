import { bind, bindExchange, cancel, close, consume, count, cut, declare, disconnect, exchange, get, publish, publishTo, purge, quorum, remove, send, together, unbind } from "../operations.ts";
import type { Row } from "../script.ts";

/** Exchanges and routing; declaring, deleting; errors and whom they strike. */
export const TOPOLOGY: readonly Row[] = [
  { id: 45, title: "topic patterns", rules: ["exchange.topic"], lines: [
    [exchange("a1", "x", "topic")], [declare("a1", "q1")], [bind("a1", "q1", "x", "a.*.c")], [declare("a1", "q2")], [bind("a1", "q2", "x", "#.b")],
    [declare("a1", "q3")], [bind("a1", "q3", "x", "*")], [declare("a1", "q4")], [bind("a1", "q4", "x")], [declare("a1", "q5")],
    [bind("a1", "q5", "x", "#")], [declare("a1", "q6")], [bind("a1", "q6", "x", "a.#.c.#")], [publishTo("a1", "x", "a.b.c", 1)],
    [publishTo("a1", "x", "a..c", 2)], [publishTo("a1", "x", "b", 3)], [publishTo("a1", "x", "a.b", 4)], [publishTo("a1", "x", "", 5)],
    [publishTo("a1", "x", "a.c", 6)], [publishTo("a1", "x", ".b", 7)], [publishTo("a1", "x", "a.x.y.c.z", 8)],
    [consume("b1", "q1", "A1"), "b1: A1#1 m1", "b1: A1#2 m2"], [consume("b2", "q2", "A2"), "b2: A2#1 m3", "b2: A2#2 m4", "b2: A2#3 m7"],
    [consume("b3", "q3", "A3"), "b3: A3#1 m3"], [consume("b4", "q4", "A4"), "b4: A4#1 m5"],
    [consume("b5", "q5", "A5"), "b5: A5#1 m1", "b5: A5#2 m2", "b5: A5#3 m3", "b5: A5#4 m4", "b5: A5#5 m5", "b5: A5#6 m6", "b5: A5#7 m7", "b5: A5#8 m8"],
    [consume("b6", "q6", "A6"), "b6: A6#1 m1", "b6: A6#2 m2", "b6: A6#3 m6", "b6: A6#4 m8"],
  ] },
  { id: 701, title: "direct: the key as it is", rules: ["exchange.direct", "mandatory.without-confirm"], lines: [
    [exchange("a1", "x", "direct")], [declare("a1", "q")], [bind("a1", "q", "x", "k")], [publishTo("a1", "x", "k", 1)],
    [publishTo("a1", "x", "k2", 2, {}, { mandatory: true }), "a1: returned m2 312 NO_ROUTE"], [publishTo("a1", "x", "K", 3)],
    [publishTo("a1", "x", "#", 4)], [count("a1", "q"), "a1: q: 1 ready, 0 consuming"],
  ] },
  { id: 702, title: "fanout: whatever the key", rules: ["exchange.fanout"], lines: [
    [exchange("a1", "x", "fanout")], [declare("a1", "q")], [declare("a1", "q2")], [bind("a1", "q", "x", "k")], [bind("a1", "q2", "x", "other")],
    [publishTo("a1", "x", "z", 1)], [count("a1", "q"), "a1: q: 1 ready, 0 consuming"], [count("a1", "q2"), "a1: q2: 1 ready, 0 consuming"],
  ] },
  { id: 703, title: "one copy for each queue, however many bindings match", rules: ["exchange.one-copy"], lines: [
    [exchange("a1", "x", "topic")], [exchange("a1", "x2", "fanout")], [declare("a1", "q")], [bind("a1", "q", "x", "#")], [bind("a1", "q", "x", "a")],
    [bindExchange("a1", "x2", "x", "a")], [bind("a1", "q", "x2")], [publishTo("a1", "x", "a", 1)], [count("a1", "q"), "a1: q: 1 ready, 0 consuming"],
  ] },
  { id: 704, title: "exchange to exchange, and a cycle of two", rules: ["exchange.one-copy"], lines: [
    [exchange("a1", "x", "fanout")], [exchange("a1", "x2", "fanout")], [declare("a1", "q")], [bindExchange("a1", "x2", "x")],
    [bindExchange("a1", "x", "x2")], [bind("a1", "q", "x2")], [publishTo("a1", "x", "a", 1)], [count("a1", "q"), "a1: q: 1 ready, 0 consuming"],
  ] },
  { id: 705, title: "headers: all, any, and empty", rules: ["exchange.headers"], lines: [
    [exchange("a1", "x", "headers")], [declare("a1", "q1")], [bind("a1", "q1", "x", "", { a: 1, b: "two" })], [declare("a1", "q2")],
    [bind("a1", "q2", "x", "", { "x-match": "any", a: 1, b: "two" })], [declare("a1", "q3")], [bind("a1", "q3", "x")], [declare("a1", "q4")],
    [bind("a1", "q4", "x", "", { "x-match": "any" })], [publishTo("a1", "x", "", 1, { headers: { a: 1 } })],
    [publishTo("a1", "x", "", 2, { headers: { a: 1, b: "two", c: 3 } })], [publishTo("a1", "x", "", 3, { headers: { a: "1" } })],
    [publishTo("a1", "x", "", 4)], [consume("b1", "q1", "A1"), "b1: A1#1 m2"], [consume("b2", "q2", "A2"), "b2: A2#1 m1", "b2: A2#2 m2"],
    [consume("b3", "q3", "A3"), "b3: A3#1 m1", "b3: A3#2 m2", "b3: A3#3 m3", "b3: A3#4 m4"], [consume("b4", "q4", "A4")],
  ] },
  { id: 706, title: "headers: x- arguments are ignored, but with all-with-x", rules: ["exchange.headers-x"], versions: ["3.10.", "3.11.", "3.12.", "3.13.", "4."], lines: [
    [exchange("a1", "x", "headers")], [declare("a1", "q1")], [bind("a1", "q1", "x", "", { "x-match": "all", "x-a": 1 })], [declare("a1", "q2")],
    [bind("a1", "q2", "x", "", { "x-match": "all-with-x", "x-a": 1 })], [declare("a1", "q3")],
    [bind("a1", "q3", "x", "", { "x-match": "any-with-x", "x-a": 1 })], [publishTo("a1", "x", "", 1, { headers: { "x-a": 2 } })],
    [publishTo("a1", "x", "", 2, { headers: { "x-a": 1 } })], [consume("b1", "q1", "A1"), "b1: A1#1 m1", "b1: A1#2 m2"],
    [consume("b2", "q2", "A2"), "b2: A2#1 m2"], [consume("b3", "q3", "A3"), "b3: A3#1 m2"],
  ] },
  { id: 707, title: "an alternate exchange takes what has no route, and suppresses the return", rules: ["exchange.alternate"], lines: [
    [exchange("a1", "x2", "fanout")], [declare("a1", "q")], [bind("a1", "q", "x2")], [exchange("a1", "x", "direct", { "alternate-exchange": "x2" })],
    [publishTo("a1", "x", "k", 1, {}, { mandatory: true })], [unbind("a1", "q", "x2")],
    [publishTo("a1", "x", "k", 2, {}, { mandatory: true }), "a1: returned m2 312 NO_ROUTE"], [count("a1", "q"), "a1: q: 1 ready, 0 consuming"],
  ] },
  { id: 708, title: "an alternate exchange that is not there", rules: ["exchange.alternate"], lines: [
    [exchange("a1", "x", "direct", { "alternate-exchange": "xmissing" })],
    [publishTo("a1", "x", "k", 1, {}, { mandatory: true }), "a1: returned m1 312 NO_ROUTE"],
  ] },
  { id: 709, title: "an internal exchange takes no publishes", rules: ["exchange.internal"], lines: [
    [exchange("a1", "x", "fanout", {}, { internal: true })],
    [publishTo("b1", "x", "", 1), "b1: channel closed: 403 ACCESS_REFUSED - cannot publish to internal exchange 'x' in vhost '/'"],
    [exchange("a1", "x2", "fanout")], [declare("a1", "q")], [bindExchange("a1", "x", "x2")], [bind("a1", "q", "x")], [publishTo("a1", "x2", "", 2)],
    [count("a1", "q"), "a1: q: 1 ready, 0 consuming"],
  ] },
  { id: 710, title: "an auto-delete exchange goes with its last binding", rules: ["exchange.auto-delete"], lines: [
    [exchange("a1", "x", "fanout", {}, { autoDelete: true })], [declare("a1", "q")], [publishTo("a1", "x", "", 1)], [bind("a1", "q", "x")],
    [unbind("a1", "q", "x")],
    [send("a1", { type: "exchange.declare", exchange: "x", kind: "fanout", passive: true }), "a1: channel closed: 404 NOT_FOUND - no exchange 'x' in vhost '/'"],
  ] },
  { id: 711, title: "an auto-delete exchange goes with the queue of its last binding", rules: ["exchange.auto-delete"], lines: [
    [exchange("a1", "x", "fanout", {}, { autoDelete: true })], [declare("a1", "q")], [bind("a1", "q", "x")], [remove("a1", "q"), "a1: deleted with 0"],
    [publishTo("a1", "x", "", 1), "a1: channel closed: 404 NOT_FOUND - no exchange 'x' in vhost '/'"],
  ] },
  { id: 712, title: "unbinding what is not bound is answered", rules: ["exchange.unbind"], lines: [
    [exchange("a1", "x", "fanout")], [declare("a1", "q")], [unbind("a1", "q", "x", "k")], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 713, title: "the default exchange routes to the queue of that name, and cannot be bound to", rules: ["exchange.default", "error.default-exchange"], lines: [
    [declare("a1", "q")], [publish("a1", "q", 1)], [get("a1", "q"), "a1: got #1 m1, 0 left"],
    [bind("b1", "q", "", "k"), "b1: channel closed: 403 ACCESS_REFUSED - operation not permitted on the default exchange"],
    [send("b1", { type: "exchange.delete", exchange: "" }), "b1: channel closed: 403 ACCESS_REFUSED - operation not permitted on the default exchange"],
    [unbind("b1", "q", "", "q"), "b1: channel closed: 403 ACCESS_REFUSED - operation not permitted on the default exchange"],
  ] },
  { id: 714, title: "CC and BCC add routing keys; BCC is taken off", rules: ["exchange.cc"], show: ["route", "properties"], lines: [
    [declare("a1", "q")], [declare("a1", "q2")], [declare("a1", "q3")], [publish("a1", "q", 1, { headers: { CC: ["q2"], BCC: ["q3"] } })],
    [get("a1", "q"), "a1: got #1 m1 (by default/q; CC [\"q2\"]; deliveryMode 2), 0 left"],
    [get("a1", "q2"), "a1: got #2 m1 (by default/q; CC [\"q2\"]; deliveryMode 2), 0 left"],
    [get("a1", "q3"), "a1: got #3 m1 (by default/q; CC [\"q2\"]; deliveryMode 2), 0 left"],
  ] },
  { id: 715, title: "CC that is no list", rules: ["exchange.cc"], lines: [
    [declare("a1", "q")],
    [publish("b1", "q", 1, { headers: { CC: "q2" } }), "b1: channel closed: 406 PRECONDITION_FAILED - invalid message: {unacceptable_type_in_header,\"CC\",longstr}"],
  ] },
  { id: 716, title: "after unbinding nothing is routed", rules: ["exchange.unbind", "exchange.direct"], lines: [
    [exchange("a1", "x", "direct")], [declare("a1", "q")], [bind("a1", "q", "x", "k")], [bind("a1", "q", "x", "k")], [unbind("a1", "q", "x", "k")],
    [publishTo("a1", "x", "k", 1)], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 717, title: "a queue that is not there", rules: ["error.missing-queue", "error.channel-only"], lines: [
    [count("a1", "qmissing"), "a1: channel closed: 404 NOT_FOUND - no queue 'qmissing' in vhost '/'"],
    [consume("a1", "qmissing", "A"), "a1: channel closed: 404 NOT_FOUND - no queue 'qmissing' in vhost '/'"],
    [get("a1", "qmissing"), "a1: channel closed: 404 NOT_FOUND - no queue 'qmissing' in vhost '/'"],
    [purge("a1", "qmissing"), "a1: channel closed: 404 NOT_FOUND - no queue 'qmissing' in vhost '/'"], [declare("a2", "q")],
    [together(count("a1", "qmissing"), publish("a2", "q", 1)), "a1: channel closed: 404 NOT_FOUND - no queue 'qmissing' in vhost '/'"],
    [count("a2", "q"), "a2: q: 1 ready, 0 consuming"],
  ] },
  { id: 718, title: "an exchange that is not there", rules: ["error.missing-exchange"], lines: [
    [declare("a2", "q")],
    [send("a1", { type: "exchange.declare", exchange: "xmissing", kind: "direct", passive: true }), "a1: channel closed: 404 NOT_FOUND - no exchange 'xmissing' in vhost '/'"],
    [bind("a1", "q", "xmissing", "k"), "a1: channel closed: 404 NOT_FOUND - no exchange 'xmissing' in vhost '/'"],
    [bind("a1", "qmissing", "amq.direct", "k"), "a1: channel closed: 404 NOT_FOUND - no queue 'qmissing' in vhost '/'"],
    [publishTo("a1", "xmissing", "k", 1), "a1: channel closed: 404 NOT_FOUND - no exchange 'xmissing' in vhost '/'"], [unbind("a1", "q", "xmissing", "k")],
  ] },
  { id: 719, title: "declaring a queue again otherwise", rules: ["error.inequivalent"], lines: [
    [declare("a1", "q")], [declare("a1", "q")],
    [declare("a1", "q", { "x-max-length": 1 }), "a1: channel closed: 406 PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received the value '1' of type 'integer' but current is none"],
    [declare("a1", "q", {}, { durable: false }), "a1: channel closed: 406 PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false' but current is 'true'"],
    [declare("a1", "q", {}, { autoDelete: true }), "a1: channel closed: 406 PRECONDITION_FAILED - inequivalent arg 'auto_delete' for queue 'q' in vhost '/': received 'true' but current is 'false'"],
    [quorum("a1", "q"), "a1: channel closed: 406 PRECONDITION_FAILED - inequivalent arg 'x-queue-type' for queue 'q' in vhost '/': received the value 'quorum' of type 'longstr' but current is none"],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 720, title: "declaring a queue again with another value of an argument", rules: ["error.inequivalent"], lines: [
    [declare("a1", "q", { "x-max-length": 1 })],
    [declare("a1", "q", { "x-max-length": 2 }), "a1: channel closed: 406 PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received '2' but current is '1'"],
    [declare("a1", "q"), "a1: channel closed: 406 PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received none but current is the value '1' of type 'integer'"],
    [declare("a1", "q", { "x-max-length": 1 })],
  ] },
  { id: 721, title: "declaring an exchange again otherwise", rules: ["error.inequivalent"], lines: [
    [exchange("a1", "x", "direct")], [exchange("a1", "x", "direct")],
    [exchange("a1", "x", "fanout"), "a1: channel closed: 406 PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'x' in vhost '/': received 'fanout' but current is 'direct'"],
    [exchange("a1", "x", "direct", {}, { durable: false }), "a1: channel closed: 406 PRECONDITION_FAILED - inequivalent arg 'durable' for exchange 'x' in vhost '/': received 'false' but current is 'true'"],
    [exchange("a1", "x", "direct", { "alternate-exchange": "x2" }), "a1: channel closed: 406 PRECONDITION_FAILED - inequivalent arg 'alternate-exchange' for exchange 'x' in vhost '/': received the value 'x2' of type 'longstr' but current is none"],
  ] },
  { id: 722, title: "arguments that make no sense", rules: ["error.invalid-argument"], lines: [
    [declare("a1", "q", { "x-message-ttl": -1 }), "a1: channel closed: 406 PRECONDITION_FAILED - invalid arg 'x-message-ttl' for queue 'q' in vhost '/': {value_negative,-1}"],
    [declare("a1", "q", { "x-max-length": "many" }), "a1: channel closed: 406 PRECONDITION_FAILED - invalid arg 'x-max-length' for queue 'q' in vhost '/': \"expected integer, got longstr\""],
    [declare("a1", "q", { "x-expires": 0 }), "a1: channel closed: 406 PRECONDITION_FAILED - invalid arg 'x-expires' for queue 'q' in vhost '/': {value_zero,0}"],
    [declare("a1", "q", { "x-overflow": "explode" }), "a1: channel closed: 406 PRECONDITION_FAILED - invalid arg 'x-overflow' for queue 'q' in vhost '/': invalid_overflow"],
    [declare("a1", "q", { "x-dead-letter-routing-key": "k" }), "a1: channel closed: 406 PRECONDITION_FAILED - invalid arg 'x-dead-letter-routing-key' for queue 'q' in vhost '/': routing_key_but_no_dlx_defined"],
    [declare("a1", "q", { "x-queue-type": "fast" }), "a1: channel closed: 406 PRECONDITION_FAILED - invalid arg 'x-queue-type' for queue 'q' in vhost '/': \"unsupported queue type 'fast'\""],
    [declare("a1", "q", { "x-max-priority": 256 }), "a1: channel closed: 406 PRECONDITION_FAILED - invalid arg 'x-max-priority' for queue 'q' in vhost '/': {max_value_exceeded,256}"],
    [count("a1", "q"), "a1: channel closed: 404 NOT_FOUND - no queue 'q' in vhost '/'"],
  ] },
  { id: 723, title: "an argument nobody knows is ignored, also when declaring again", rules: ["error.unknown-argument"], lines: [
    [declare("a1", "q", { "x-unheard-of": 1 })], [declare("a1", "q")],
  ] },
  { id: 724, title: "another connection's exclusive queue", rules: ["error.exclusive-queue", "queue.exclusive"], lines: [
    [declare("a1", "q", {}, { exclusive: true, durable: false })],
    [declare("b1", "q", {}, { exclusive: true, durable: false }), "b1: channel closed: 405 RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost '/'. It could be originally declared on another connection or the exclusive property value does not match that of the original declaration."],
    [count("b1", "q"), "b1: channel closed: 405 RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost '/'. It could be originally declared on another connection or the exclusive property value does not match that of the original declaration."],
    [consume("b1", "q", "A"), "b1: channel closed: 405 RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost '/'. It could be originally declared on another connection or the exclusive property value does not match that of the original declaration."],
    [get("b1", "q"), "b1: channel closed: 405 RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost '/'. It could be originally declared on another connection or the exclusive property value does not match that of the original declaration."],
    [purge("b1", "q"), "b1: channel closed: 405 RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost '/'. It could be originally declared on another connection or the exclusive property value does not match that of the original declaration."],
    [remove("b1", "q"), "b1: channel closed: 405 RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost '/'. It could be originally declared on another connection or the exclusive property value does not match that of the original declaration."],
    [publish("b1", "q", 1)], [get("a1", "q"), "a1: got #1 m1, 0 left"], [disconnect("a")],
    [count("b1", "q"), "b1: channel closed: 404 NOT_FOUND - no queue 'q' in vhost '/'"],
  ] },
  { id: 725, title: "an exclusive queue dies with its socket", rules: ["queue.exclusive"], lines: [
    [declare("b1", "q", {}, { exclusive: true, durable: false })], [cut("b")],
    [count("a1", "q"), "a1: channel closed: 404 NOT_FOUND - no queue 'q' in vhost '/'"],
  ] },
  { id: 726, title: "an auto-delete queue goes with its last consumer, unacknowledged messages included", rules: ["queue.auto-delete"], lines: [
    [declare("a1", "q", {}, { autoDelete: true })], [publish("a1", "q", [1, 3])], [consume("b1", "q", "A"), "b1: A#1 m1", "b1: A#2 m2", "b1: A#3 m3"],
    [consume("b2", "q", "B")], [cancel("b1", "A")], [count("a1", "q"), "a1: q: 0 ready, 1 consuming"], [close("b2")],
    [count("a1", "q"), "a1: channel closed: 404 NOT_FOUND - no queue 'q' in vhost '/'"],
  ] },
  { id: 727, title: "an auto-delete queue that never had a consumer stays", rules: ["queue.auto-delete-unused"], lines: [
    [declare("b1", "q", {}, { autoDelete: true })], [publish("b1", "q", 1)], [get("b1", "q"), "b1: got #1 m1, 0 left"], [disconnect("b")],
    [count("a1", "q"), "a1: q: 1 ready, 0 consuming"],
  ] },
  { id: 728, title: "names of the server", rules: ["error.reserved-name"], lines: [
    [declare("a1", "amq.mine"), "a1: channel closed: 403 ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*'"],
    [exchange("a1", "amq.mine", "direct"), "a1: channel closed: 403 ACCESS_REFUSED - exchange name 'amq.mine' contains reserved prefix 'amq.*'"],
    [send("a1", { type: "exchange.delete", exchange: "amq.direct" }), "a1: channel closed: 403 ACCESS_REFUSED - deletion of system exchange 'amq.direct' in vhost '/' not allowed"],
    [exchange("a1", "amq.direct", "direct")],
  ] },
  { id: 729, title: "deleting what is in use, or not empty", rules: ["error.in-use"], lines: [
    [declare("a1", "q")], [publish("a1", "q", 1)],
    [remove("a1", "q", { ifEmpty: true }), "a1: channel closed: 406 PRECONDITION_FAILED - queue 'q' in vhost '/' not empty"],
    [consume("b1", "q", "A"), "b1: A#1 m1"],
    [remove("a1", "q", { ifUnused: true }), "a1: channel closed: 406 PRECONDITION_FAILED - queue 'q' in vhost '/' in use"],
    [exchange("a1", "x", "fanout")], [bind("a1", "q", "x")],
    [send("a1", { type: "exchange.delete", exchange: "x", ifUnused: true }), "a1: channel closed: 406 PRECONDITION_FAILED - exchange 'x' in vhost '/' in use"],
    [count("a1", "q"), "a1: q: 0 ready, 1 consuming"],
  ] },
  { id: 730, title: "deleting what is not there is answered", rules: ["delete.missing"], lines: [
    [remove("a1", "qmissing"), "a1: deleted with 0"], [send("a1", { type: "exchange.delete", exchange: "xmissing" })], [declare("a1", "q")],
  ] },
  { id: 731, title: "deleting tells how many were ready", rules: ["delete.counts"], lines: [
    [declare("a1", "q")], [publish("a1", "q", [1, 3])], [get("a1", "q"), "a1: got #1 m1, 2 left"], [remove("a1", "q"), "a1: deleted with 2"],
    [publish("a1", "q", 4, {}, { mandatory: true }), "a1: returned m4 312 NO_ROUTE"],
  ] },
  { id: 732, title: "an exchange type nobody knows", rules: ["error.unknown-type"], lines: [
    [declare("b1", "q")], [exchange("a1", "x", "magic"), "a: connection closed: 503 COMMAND_INVALID - unknown exchange type 'magic'"],
    [count("b1", "q"), "b1: q: 0 ready, 0 consuming"],
  ] },
  { id: 734, title: "deleting an exchange removes its bindings", rules: ["exchange.direct", "error.missing-exchange"], lines: [
    [exchange("a1", "x", "direct")], [declare("a1", "q")], [bind("a1", "q", "x", "k")], [send("a1", { type: "exchange.delete", exchange: "x" })],
    [exchange("a1", "x", "direct")], [publishTo("a1", "x", "k", 1, {}, { mandatory: true }), "a1: returned m1 312 NO_ROUTE"],
    [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
  { id: 735, title: "deleting a queue removes its bindings", rules: ["exchange.direct"], lines: [
    [exchange("a1", "x", "direct")], [declare("a1", "q")], [bind("a1", "q", "x", "k")], [remove("a1", "q"), "a1: deleted with 0"], [declare("a1", "q")],
    [publishTo("a1", "x", "k", 1, {}, { mandatory: true }), "a1: returned m1 312 NO_ROUTE"], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],
  ] },
];
