import type { MutatedProtocol } from "../mutant.ts";

export const retryWithoutDedup: MutatedProtocol = {
  protocol: "retry-without-dedup",
  scenarios: ["retry-without-dedup", "handed-over/retry-without-dedup", "calm/retry-without-dedup"],
  mutants: [
    { name: "retry-not-armed", before: '    ctx.timer("retry", RETRY, id);\n', after: "", mistake: "The producer sends once: what is lost stays lost." },
    { name: "redelivery-not-rearmed", before: '    ctx.timer("redeliver", RETRY, id);\n', after: "", mistake: "The broker delivers once: what is lost stays lost." },
    { name: "redelivery-not-armed-after-a-crash", before: '        ctx.timer("redeliver", RETRY, message.id);\n', after: "", mistake: "Reads the messages back after a crash and never delivers them." },
    { name: "message-not-persisted", before: "if (!messages.has(message.id)) ctx.disk.write(`message ${message.id}`, message);", after: "", mistake: "Confirms what only memory holds." },
    { name: "confirmed-before-synced", before: "        waiting.push({ producer: from, id: message.id });\n", after: '        ctx.send(from, { type: "confirm", message: message.id });\n        waiting.push({ producer: from, id: message.id });\n', mistake: "Wrong order: confirms before what it wrote is synced." },
    { name: "all-confirmed-by-one-sync", before: "waiting.splice(0, syncing)", after: "waiting.splice(0)", mistake: "Confirms what was written after the sync had begun." },
    { name: "written-again", before: "if (!messages.has(message.id)) ctx.disk.write", after: "ctx.disk.write", mistake: "Writes a repeat once more, and what is durable is at the mercy of a crash." },
    { name: "rest-not-synced", before: "      if (waiting.length > 0) sync(ctx);\n", after: "", mistake: "What came during a sync waits for a message that starts the next." },
    { name: "confirmed-though-sync-failed", before: "if (error === undefined) for (const", after: "for (const", mistake: "Does not look whether the sync went well." },
    { name: "acked-not-removed", before: "        ctx.disk.remove(`message ${packet.message}`);\n", after: "", mistake: "Forgets an acknowledged message in memory alone: each crash brings all of them back, and the disk fills." },
    { name: "acked-not-forgotten", before: "if (!messages.delete(packet.message)) return;\n        ctx.cancel(\"redeliver\", packet.message);", after: "if (!messages.has(packet.message)) return;", mistake: "Removes an acknowledged message from disk and delivers it from memory for ever." },
    { name: "subscribes-once", before: '    // The broker forgets its consumers in a crash; nobody tells them.\n    ctx.send("broker", { type: "subscribe" });', after: "", mistake: "Subscribes once; the broker forgets it in a crash, and nobody tells it." },
    { name: "acked-before-done", before: "    ctx.effect(packet.message);\n    ctx.note(\"ack\", packet.message);\n    ctx.send(from, { type: \"ack\", message: packet.message.id });", after: "    ctx.note(\"ack\", packet.message);\n    ctx.send(from, { type: \"ack\", message: packet.message.id });\n    ctx.effect(packet.message);", mistake: "Wrong order: acknowledges, then works; a crash falls between the two." },
    { name: "torn-taken-for-whole", before: "        if (message === undefined) continue;\n", after: "        if (message === undefined) return;\n", mistake: "Stops reading at the first torn entry, and forgets what stands behind it." },
  ],
};
