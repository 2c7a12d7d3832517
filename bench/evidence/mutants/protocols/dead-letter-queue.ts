import type { MutatedProtocol } from "../mutant.ts";

export const deadLetterQueue: MutatedProtocol = {
  protocol: "dead-letter-queue",
  scenarios: ["dead-letter-queue/storm", "dead-letter-queue/outage"],
  mutants: [
    { name: "one-attempt-too-many", before: "attempts >= most;", after: "attempts > most;", mistake: "Off by one: six attempts where five were promised." },
    { name: "attempts-not-counted", before: "attempts: attempts + 1 };", after: "attempts: Math.max(1, attempts) };", mistake: "Counts the first attempt and forgets the others." },
    { name: "attempts-counted-in-memory", before: "if (ctx.transaction((tx) => tx.write(`message ${entry.message.id}`, entry)) === \"failed\") return false;", after: "if (entry.attempts < 2 && ctx.transaction((tx) => tx.write(`message ${entry.message.id}`, entry)) === \"failed\") return false;", mistake: "Writes the message down once and counts its attempts in memory: each crash gives it another." },
    { name: "done-not-persisted", before: 'if (store(ctx, { ...entry, queue: "done" })) ctx.cancel("attempt", packet.message);', after: 'entries.set(packet.message, { ...entry, queue: "done" });\n          ctx.cancel("attempt", packet.message);', mistake: "Remembers in memory only that it is done." },
    { name: "attempt-not-rearmed", before: '      ctx.timer("attempt", FIRST << Math.min(next.attempts - 1, DOUBLINGS), id);\n', after: "", mistake: "Tries once." },
    { name: "done-tried-again", before: '      if (queue === "done") return;\n', after: "", mistake: "Does not look whether it is done: a crash has everything tried anew." },
    { name: "done-is-unknown", before: "const known = entries.has(message.id);", after: 'const known = entries.has(message.id) && entries.get(message.id)!.queue !== "done";', mistake: "Forgets what is done: a late copy is tried anew." },
    { name: "nothing-tried-after-a-crash", before: "          attempt(ctx, entry.message.id);\n", after: "", mistake: "Reads the queue back after a crash and tries nothing." },
    { name: "poisoned-acked", before: '    ctx.note("nack", message, { subscription: "orders" });\n    return false;', after: '    ctx.note("nack", message, { subscription: "orders" });\n    return true;', mistake: "Acknowledges what it could not do." },
    { name: "put-aside-nowhere", before: 'ctx.send(next.queue === "orders" ? "c1" : "operator", { type: "deliver", message });', after: 'if (next.queue === "orders") ctx.send("c1", { type: "deliver", message });', mistake: "Puts dead letters into a queue that nobody reads." },
    { name: "confirmed-though-not-stored", before: 'if (!known && !store(ctx, { message, queue: "orders", attempts: 0 })) return;', after: 'if (!known) store(ctx, { message, queue: "orders", attempts: 0 });', mistake: "Does not look whether the transaction was committed." },
    { name: "no-back-off", before: "FIRST << Math.min(next.attempts - 1, DOUBLINGS)", after: "FIRST", mistake: "Tries again at once: five attempts are over before whatever failed has recovered." },
  ],
};
