import type { MutatedProtocol } from "../mutant.ts";

export const leases: MutatedProtocol = {
  protocol: "leases",
  scenarios: ["leases/storm", "leases/after-a-crash", "lessons/zombie-fencing", "calm/leases"],
  mutants: [
    { name: "token-not-sent", before: "worker({ fences: true })", after: "worker({})", mistake: "Has a token and does not put it on the write." },
    { name: "token-stays", before: "token: book.token + 1", after: "token: book.token", mistake: "Gives every lease the same token." },
    { name: "book-not-persisted", before: 'if (ctx.transaction((tx) => tx.write("book", next)) === "failed") return;', after: "", mistake: "Counts tokens in memory: after a crash old ones are given again." },
    { name: "book-not-read-back", before: 'book = (ctx.disk.read("book") as Book | undefined) ?? book;', after: "", mistake: "Writes the last token down and does not read it after a crash." },
    { name: "lease-without-end", before: '        ctx.timer("lease", LEASE, message.id);\n', after: "", mistake: "The lease never runs out: the dead keep what they have." },
    { name: "end-not-noticed", before: "    wake() {\n      lease = undefined;", after: "    wake() {", mistake: "The timer fires and the lease is not taken away." },
    { name: "acked-not-removed", before: "          tx.remove(key(packet.message));\n", after: "", mistake: "Forgets an acknowledged message in memory alone: each crash brings all of them back." },
    { name: "acked-not-forgotten", before: "        messages.delete(packet.message);\n", after: "", mistake: "Removes the acknowledged message from disk and leases it out again from memory." },
    { name: "lease-kept-after-ack", before: '        ctx.cancel("lease", packet.message);\n        lease = undefined;', after: '        ctx.cancel("lease", packet.message);', mistake: "Forgets to free the lease when its message is done." },
    { name: "old-lease-acks", before: 'packet.type === "ack" && lease?.token === packet.token', after: 'packet.type === "ack" && lease !== undefined', mistake: "Does not look whose acknowledgement it is: an old owner's ends the lease of another." },
    { name: "timer-of-the-done-left", before: '        ctx.cancel("lease", packet.message);\n', after: "", mistake: "Forgets to stop the timer of a message that is done: it ends the next lease." },
    { name: "lease-shorter-than-the-work", before: 'const LEASE = "100ms";', after: 'const LEASE = "15ms";', mistake: "A lease that is shorter than the work." },
    { name: "message-not-kept", before: '"failed") return;\n        messages.set(message.id, message);', after: '"failed") return;', mistake: "Stores the message on disk and does not put it into the queue." },
    { name: "confirmed-before-stored", before: '        if (ctx.transaction((tx) => tx.write(key(message.id), message)) === "failed") return;\n', after: '        ctx.send(from, { type: "confirm", message: message.id });\n        if (ctx.transaction((tx) => tx.write(key(message.id), message)) === "failed") return;\n', mistake: "Wrong order: confirms, then stores; a crash falls between the two." },
    { name: "message-not-persisted", before: '        if (ctx.transaction((tx) => tx.write(key(message.id), message)) === "failed") return;\n', after: "", mistake: "Confirms what only memory holds." },
    { name: "lease-on-the-newest", before: "const [message] = messages.values();", after: "const message = [...messages.values()].at(-1);", mistake: "Takes the message off the wrong end of the queue." },
    { name: "fenced-acks", before: '=== "fenced") return ctx.sometimes("a zombie was turned away");', after: '=== "fenced") ctx.sometimes("a zombie was turned away");', mistake: "Acknowledges though the sink has turned the write away.", equivalent: "The sink has seen a larger token, so the broker has given one: it does not listen to an acknowledgement with an older." },
  ],
};
