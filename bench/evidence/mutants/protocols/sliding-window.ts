import type { MutatedProtocol } from "../mutant.ts";

export const slidingWindow: MutatedProtocol = {
  protocol: "sliding-window",
  scenarios: ["sliding-window/storm", "calm/sliding-window"],
  mutants: [
    { name: "window-one-too-wide", before: "index < Math.min(WINDOW, open.length); index++)", after: "index <= Math.min(WINDOW, open.length - 1); index++)", mistake: "Off by one: five messages are under way where four may be." },
    { name: "base-moves-by-one", before: "base += acknowledged;", after: "base++;", mistake: "Takes a cumulative acknowledgement for that of one message." },
    { name: "rest-not-sent", before: "send(ctx, WINDOW - acknowledged);", after: "", mistake: "The window moves on, and what it now covers is not sent." },
    { name: "timer-set-by-each-message", before: "if (open.length === 1) ctx.timer", after: "ctx.timer", mistake: "Arms the timer anew with each message: under load it never fires." },
    { name: "resend-not-rearmed", before: 'send(ctx, 0);\n      ctx.timer("resend", RESEND);', after: "send(ctx, 0);", mistake: "Sends again once; if that is lost as well, never more." },
    { name: "timer-left-running", before: 'else ctx.cancel("resend");', after: "", mistake: "Forgets to stop the timer when everything is acknowledged." },
    { name: "newest-resent-only", before: "      send(ctx, 0);\n", after: "      send(ctx, Math.min(WINDOW, open.length) - 1);\n", mistake: "Sends the newest message again instead of the window: the one that is missing never comes." },
    { name: "gaps-taken", before: "if (packet.number === expected) {", after: "if (packet.number >= expected) {", mistake: "Takes whatever is new, gaps and all." },
    { name: "acknowledges-what-came", before: '{ type: "ack", message: packet.message.id, expected }', after: '{ type: "ack", message: packet.message.id, expected: packet.number + 1 }', mistake: "Acknowledges the number that came, not the one up to which all has come." },
    { name: "repeat-not-answered", before: "packet.type !== \"data\") return;", after: "packet.type !== \"data\" || packet.number < expected) return;", mistake: "Drops a repeat without a word, though the acknowledgement may be what was lost." },
    { name: "numbered-by-place", before: "number: base + index", after: "number: 1 + index", mistake: "Numbers a message by its place in the window." },
    { name: "expected-stays", before: "        expected++;\n", after: "", mistake: "Forgets to count what is done." },
    { name: "acknowledged-beyond-the-window", before: "acknowledged < 1 || acknowledged > Math.min(WINDOW, open.length)", after: "acknowledged < 1", mistake: "Believes an acknowledgement of what was never sent.", equivalent: "Without a crash no acknowledgement goes beyond what was sent; with one the protocol promises nothing (sliding-window/crash)." },
  ],
};
