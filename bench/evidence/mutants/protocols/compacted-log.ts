import type { MutatedProtocol } from "../mutant.ts";

export const compactedLog: MutatedProtocol = {
  protocol: "compacted-log",
  scenarios: ["lessons/hunt-repaired", "calm/compacted-log"],
  mutants: [
    { name: "confirmed-though-not-stored", before: "if (!append(ctx, { taken: message })) return;", after: "append(ctx, { taken: message });", mistake: "Does not look whether the transaction was committed." },
    { name: "confirmed-before-stored", before: "          const { message } = packet;\n", after: '          const { message } = packet;\n          ctx.send(from, { type: "confirm", message: message.id });\n', mistake: "Wrong order: confirms, then appends; a crash falls between the two." },
    { name: "keys-not-padded", before: 'String(++position).padStart(9, "0")', after: "String(++position)", mistake: "Keys sort as text: the tenth record is read before the second." },
    { name: "position-not-read-back", before: '        position = Number(old.at(-1)?.slice("log ".length) ?? 0);\n', after: "", mistake: "Begins at position 1 again after a crash." },
    { name: "old-not-removed", before: "    for (const key of old) tx.remove(key);\n", after: "", mistake: "Compacts and removes nothing: the log only grows." },
    { name: "fresh-not-written", before: "    for (const [key, entry] of fresh) tx.write(key, entry);\n", after: "", mistake: "Removes the old records and forgets to write the new ones." },
    { name: "removed-after-written", before: "    for (const key of old) tx.remove(key);\n    for (const [key, entry] of fresh) tx.write(key, entry);", after: "    for (const [key, entry] of fresh) tx.write(key, entry);\n    for (const key of old) tx.remove(key);", mistake: "Writes first, then removes.", equivalent: "Old and new keys have nothing in common, and both happen in one transaction." },
    { name: "redelivery-not-rearmed", before: '      ctx.timer("redeliver", RETRY, message.id);\n', after: "", mistake: "Delivers once: what is lost stays lost." },
    { name: "nothing-delivered-after-a-crash", before: "        for (const message of open.values()) deliver(ctx, message);\n", after: "", mistake: "Reads the log back after a crash and delivers nothing of it." },
    { name: "done-not-read-back", before: "          else open.delete(entry.done);\n", after: "", mistake: "Does not read which messages are done: each crash brings all of them back." },
    { name: "done-not-appended", before: "open.has(packet.message) && append(ctx, { done: packet.message }))", after: "open.has(packet.message))", mistake: "Remembers in memory only what is done: each crash brings all of it back." },
  ],
};
