import type { MutatedProtocol } from "../mutant.ts";

export const signedMessages: MutatedProtocol = {
  protocol: "signed-messages",
  scenarios: ["signed-messages/under-attack", "handed-over/signed-messages"],
  mutants: [
    { name: "signature-not-checked", before: "packet.corrupt !== true && packet.signature === sign(packet)", after: "packet.corrupt !== true && packet.signature !== undefined", mistake: "Looks whether there is a signature, not whether it fits." },
    { name: "content-not-signed", before: "JSON.stringify([KEY, type, message, nonce])", after: "JSON.stringify([KEY, type, message.id, nonce])", mistake: "Signs the number of the message and not its content." },
    { name: "nonce-not-signed", before: "JSON.stringify([KEY, type, message, nonce])", after: "JSON.stringify([KEY, type, message])", mistake: "Leaves the nonce out of what is signed: the attacker gives an old packet a new one." },
    { name: "type-not-signed", before: "JSON.stringify([KEY, type, message, nonce])", after: "JSON.stringify([KEY, message, nonce])", mistake: "Leaves the type out of what is signed: an order can be sent back as its own confirm." },
    { name: "window-not-persisted", before: "          if (durable) tx.write(`window ${message.producer}`, next);\n", after: "", mistake: "Remembers the nonces in memory only." },
    { name: "window-not-remembered", before: "        windows.set(message.producer, next);\n", after: "", mistake: "Writes the window to disk and forgets the memory that is asked." },
    { name: "one-older-than-the-window-taken", before: "nonces && nonce <= oldest &&", after: "nonces && nonce < oldest &&", mistake: "Off by one: a nonce that has just left the window is taken for new." },
    { name: "window-one-too-long", before: "each > newest - window);", after: "each >= newest - window);", mistake: "Off by one: nine nonces where eight were promised." },
    { name: "window-one-too-short", before: "each > newest - window);", after: "each > newest - window + 1);", mistake: "Off by one: forgets a nonce that it does not refuse yet." },
    { name: "producer-one-too-far", before: "order.nonce < oldest!.nonce + WINDOW", after: "order.nonce <= oldest!.nonce + WINDOW", mistake: "Off by one: the producer goes one further ahead than the window is wide." },
    { name: "nonce-not-persisted", before: '        tx.write("last nonce", order.nonce);\n', after: "", mistake: "Counts nonces in memory: after a crash they are used again." },
    { name: "outbox-not-persisted", before: "        tx.write(entry(order.nonce), order);\n", after: "", mistake: "The outbox is in memory: a crash forgets what was under way." },
    { name: "removed-in-memory-only", before: 'if (ctx.transaction((tx) => tx.remove(entry(packet.nonce))) === "failed") return;', after: "", mistake: "Takes a confirmed order out of memory and leaves it on disk." },
    { name: "window-follows-the-last", before: "Math.max(oldest + window, nonce)", after: "nonce", mistake: "Lets an overtaken packet pull the window back.", equivalent: "What is remembered is within a window's width of the newest, and what is older is refused before: there is nothing for the window to leave out when an overtaken packet comes." },
    { name: "window-by-key", before: "windows.set(message.producer, next);", after: "windows.set(message.key, next);", mistake: "Wrong key: keeps the window of a producer under the message's key." },
    { name: "repeat-not-answered", before: 'ctx.sometimes("a nonce was seen before");', after: 'return ctx.sometimes("a nonce was seen before");', mistake: "Drops a repeat without a word, though the confirm may be what was lost." },
    { name: "acked-though-not-done", before: '        if (done === "failed") return;\n', after: "", mistake: "Does not look whether the transaction was committed." },
    { name: "outbox-not-sent-after-a-crash", before: "      for (const id of outbox.keys()) send(ctx, id);\n", after: "", mistake: "Reads the outbox back after a crash and sends nothing of it." },
    { name: "resend-not-armed", before: '    ctx.timer("resend", RESEND, id);\n', after: "", mistake: "Sends once; what is lost stays lost." },
  ],
};
