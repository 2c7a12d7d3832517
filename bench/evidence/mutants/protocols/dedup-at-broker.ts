import type { MutatedProtocol } from "../mutant.ts";

export const dedupAtBroker: MutatedProtocol = {
  protocol: "dedup-at-broker",
  scenarios: ["dedup-at-broker/storm", "lessons/dedup-broker", "calm/dedup-at-broker"],
  mutants: [
    { name: "id-not-persisted", before: "      tx.write(`id ${message.id}`, message.id);\n", after: "", mistake: "Remembers the id in memory only: after a crash a repeat is new." },
    { name: "id-under-wrong-key", before: "tx.write(`id ${message.id}`, message.id);", after: "tx.write(`id ${message.producer}`, message.id);", mistake: "Stores the id under its producer's name: each id overwrites the one before." },
    { name: "message-not-persisted", before: "      tx.write(`message ${message.id}`, message);\n", after: "", mistake: "Stores the id and forgets the message: after a crash a repeat is known, and nothing is there to deliver." },
    { name: "id-not-remembered", before: "    stored.add(message.id);\n", after: "", mistake: "Looks into a memory that nobody fills." },
    { name: "repeat-not-answered", before: "if (known && !answersAgain) return;", after: "if (known) return;", mistake: "Drops a repeat without a word, though the confirm may be what was lost." },
    { name: "confirmed-though-not-stored", before: 'if (!known && store(ctx, message) === "failed") return;', after: "if (!known) store(ctx, message);", mistake: "Does not look whether the transaction was committed." },
    { name: "confirmed-before-stored", before: 'if (!known && store(ctx, message) === "failed") return;\n        ctx.send(from, { type: "confirm", message: message.id });', after: 'ctx.send(from, { type: "confirm", message: message.id });\n        if (!known && store(ctx, message) === "failed") return;', mistake: "Wrong order: confirms, then stores; a crash falls between the two." },
    { name: "redelivery-not-armed-after-a-crash", before: '        ctx.timer("redeliver", REDELIVER, message.id);\n', after: "", mistake: "Reads the messages back after a crash and never delivers them." },
    { name: "redelivery-not-rearmed", before: '    ctx.timer("redeliver", REDELIVER, id);\n', after: "", mistake: "Delivers once; a lost delivery is not repeated." },
    { name: "acked-not-removed", before: 'if (ctx.transaction((tx) => tx.remove(`message ${packet.message}`)) === "failed") return;', after: "", mistake: "Forgets an acknowledged message in memory alone: each crash brings all of them back, and the disk fills." },
    { name: "ids-not-read-back", before: 'for (const key of ctx.disk.keys("id ")) stored.add(ctx.disk.read(key) as number);', after: "", mistake: "Writes the ids down and does not read them after a crash." },
    { name: "redelivery-left-running", before: 'ctx.cancel("redeliver", packet.message);', after: "", mistake: "Forgets to stop the timer of an acknowledged message.", equivalent: "The timer fires once more, does not find the message and is not armed again." },
  ],
};
