import type { MutatedProtocol } from "../mutant.ts";

export const stopAndWait: MutatedProtocol = {
  protocol: "stop-and-wait",
  scenarios: ["stop-and-wait/storm"],
  mutants: [
    { name: "resend-not-armed", before: 'ctx.timer("resend", RESEND);', after: "", mistake: "Sends once and waits for ever: the timer is forgotten." },
    { name: "any-ack-counts", before: "packet.corrupt || packet.number !== number || waiting.length === 0", after: "packet.corrupt || waiting.length === 0", mistake: "Takes the late acknowledgement of an earlier message for that of the one under way." },
    { name: "number-stays", before: "      number++;\n", after: "", mistake: "Forgets to count: the next message bears the number of the last, and is taken for its copy." },
    { name: "confirms-the-newest", before: "waiting.shift()!", after: "waiting.pop()!", mistake: "Takes the message off the wrong end of the queue." },
    { name: "repeat-not-answered", before: "packet.number > expected) return;", after: "packet.number !== expected) return;", mistake: "Drops a repeat without a word, though the acknowledgement may be what was lost." },
    { name: "expected-stays", before: "        expected++;\n", after: "", mistake: "Forgets to count what is done: the copy is done again." },
    { name: "newest-number-taken", before: "if (packet.number === expected) {", after: "if (packet.number <= expected) {", mistake: "Compares with the wrong operator: what was done before is done again." },
    { name: "idle-timer-left-running", before: 'return ctx.cancel("resend");', after: "return;", mistake: "Forgets to stop the timer when there is nothing left to send.", equivalent: "The timer fires once more, finds nothing to send and is not armed again: an event, but no packet and no effect." },
    { name: "idle-ack-not-looked-at", before: " || waiting.length === 0) return;", after: ") return;", mistake: "Does not ask whether anything is under way.", equivalent: "A number that was not sent yet cannot be acknowledged, so with nothing under way no acknowledgement bears the number that is next." },
  ],
};
