import type { MutatedProtocol } from "../mutant.ts";

export const correctedQueue: MutatedProtocol = {
  protocol: "corrected-queue",
  scenarios: ["corrected-queue", "handed-over/corrected-queue", "calm/corrected-queue", "calm/watermark"],
  mutants: [
    { name: "sequence-not-persisted", before: '(tx.write(`out ${message.id}`, entry), tx.write("sequence", entry.sequence))', after: "tx.write(`out ${message.id}`, entry)", mistake: "Counts in memory: after a crash numbers are used again, and the queue takes new messages for repeats." },
    { name: "outbox-not-persisted", before: '(tx.write(`out ${message.id}`, entry), tx.write("sequence", entry.sequence))', after: 'tx.write("sequence", entry.sequence)', mistake: "The outbox is in memory: a crash forgets what was under way." },
    { name: "outbox-not-sent-after-a-crash", before: "      for (const id of outbox.keys()) send(ctx, id);\n", after: "", mistake: "Reads the outbox back after a crash and sends nothing of it." },
    { name: "refusal-forgotten", before: 'if (stored === "failed") return ctx.refuse(message, "the outbox\'s disk failed");', after: 'if (stored === "failed") ctx.refuse(message, "the outbox\'s disk failed");', mistake: "Refuses what it could not store, and sends it all the same." },
    { name: "resend-not-armed", before: '    ctx.timer("resend", RESEND, id);\n', after: "", mistake: "Sends once; what is lost stays lost." },
    { name: "id-not-persisted", before: "(tx.write(key(message.id), message), tx.write(`seen ${from}`, next))", after: "tx.write(key(message.id), message)", mistake: "Remembers in memory only what it has stored." },
    { name: "message-not-persisted", before: "(tx.write(key(message.id), message), tx.write(`seen ${from}`, next))", after: "tx.write(`seen ${from}`, next)", mistake: "Stores the number and forgets the message." },
    { name: "confirmed-though-not-stored", before: '          if (stored === "failed") return;\n', after: "", mistake: "Does not look whether the transaction was committed." },
    { name: "confirmed-before-stored", before: "        const { message, sequence } = packet;\n", after: '        const { message, sequence } = packet;\n        ctx.send(from, { type: "confirm", message: message.id });\n', mistake: "Wrong order: confirms, then stores; a crash falls between the two." },
    { name: "mark-leaps-over-gaps", before: "return { mark: next, above: [...rest] };", after: "return { mark: Math.max(mark, sequence), above: [] };", mistake: "Takes the highest number for the watermark: what was overtaken is taken for a repeat." },
    { name: "mark-takes-one-step", before: "while (rest.delete(next + 1)) next++;", after: "if (rest.delete(next + 1)) next++;", mistake: "Raises the watermark by one where several have become free.", equivalent: "The watermark lags behind and catches up with each further number: what is known is the same, and the numbers above it are never more than the widest gap has made them." },
    { name: "passed-not-forgotten", before: "while (rest.delete(next + 1)) next++;", after: "while (rest.has(next + 1)) next++;", mistake: "Raises the watermark and keeps the numbers it has passed: they pile up." },
    { name: "lease-without-end", before: '          ctx.timer("lease", LEASE, id);\n', after: "", mistake: "The lease never runs out: the dead keep what they have." },
    { name: "leased-again", before: "          if (leases.has(id)) continue;\n", after: "", mistake: "Does not look whether a message is leased: everybody gets the oldest." },
    { name: "acked-not-removed", before: "const removed = ctx.transaction((tx) => tx.remove(key(packet.message)));", after: 'const removed = "committed" as "committed" | "failed";', mistake: "Forgets an acknowledged message in memory alone: each crash brings all of them back." },
    { name: "acked-though-not-done", before: '    if (done === "failed") return;\n    ctx.note("ack", message);', after: '    ctx.note("ack", message);', mistake: "Does not look whether the transaction was committed." },
    { name: "acked-before-done", before: '    ctx.note("deliver", message);\n', after: '    ctx.note("deliver", message);\n    ctx.send(from, { type: "ack", message: message.id, token });\n', mistake: "Wrong order: acknowledges, then works; a crash falls between the two." },
    { name: "asks-once", before: '    ctx.send("broker", { type: "receive" });\n    ctx.timer("poll", POLL, 0, { background: true });', after: '    ctx.send("broker", { type: "receive" });', mistake: "Asks for one message and never again." },
    { name: "lease-not-taken-away", before: "wake: (_ctx, _timer, id) => void leases.delete(id!),", after: "wake: () => {},", mistake: "The timer fires and the lease is not taken away." },
    { name: "any-ack-counts", before: 'packet.type === "ack" && leases.get(packet.message) === packet.token', after: 'packet.type === "ack" && leases.has(packet.message)', mistake: "Does not look at the token of an acknowledgement.", equivalent: "Whoever acknowledges has committed the effect, so the message is done, whoever holds it now. (Where the sink had no memory, nothing would be different either: the other's effect is under way already.)" },
  ],
};
