import type { MutatedProtocol } from "../mutant.ts";

export const competingConsumers: MutatedProtocol = {
  protocol: "competing-consumers",
  scenarios: ["competing-consumers/storm", "competing-consumers/hand-over", "calm/competing-consumers"],
  mutants: [
    { name: "gaps-taken", before: "if (position === done) {", after: "if (position >= done) {", mistake: "Takes whatever is new of a key, gaps and all." },
    { name: "done-before-not-believed", before: "Math.max(known.get(key) ?? 0, packet.done)", after: "(known.get(key) ?? 0)", mistake: "Counts only what it has done itself: what another has done it waits for in vain." },
    { name: "done-not-remembered", before: "      known.set(key, done);\n", after: "", mistake: "Forgets what it has done of a key." },
    { name: "acked-though-not-done", before: 'if (ctx.transaction((tx) => tx.effect(message)) === "failed") return;', after: "ctx.transaction((tx) => tx.effect(message));", mistake: "Does not look whether the transaction was committed." },
    { name: "stale-ack-turns-back", before: "if (done <= log.done) return;", after: "if (done === log.done) return;", mistake: "A late acknowledgement turns the log back." },
    { name: "last-stored-not-persisted", before: "      tx.write(`stored ${message.producer}`, message.id);\n", after: "", mistake: "Remembers in memory only what it has stored: after a crash a repeat is new." },
    { name: "last-stored-under-key", before: "tx.write(`stored ${message.producer}`, message.id);", after: "tx.write(`stored ${key}`, message.id);", mistake: "Wrong key: remembers the last message of each key and looks for that of each producer." },
    { name: "last-stored-again", before: "packet.message.id > (stored.get(from) ?? 0)", after: "packet.message.id >= (stored.get(from) ?? 0)", mistake: "Off by one: the last message is stored again when it is repeated." },
    { name: "dead-stay-owners", before: "      living.splice(living.indexOf(name), 1);\n", after: "", mistake: "Notices that a consumer is dead and leaves its keys with it." },
    { name: "nobody-dies", before: "ctx.timer(`lease ${from}`, LEASE, 0, { background: true });", after: "", mistake: "Does not watch whether consumers live." },
    { name: "key-not-watched", before: "    if (waiting.length === 0) watch(ctx, key);\n", after: "", mistake: "Forgets the timer for the first message of a key." },
    { name: "redelivery-not-rearmed", before: "return watch(ctx, name);", after: "return;", mistake: "Delivers again once; if that is lost as well, never more." },
    { name: "nothing-watched-after-a-crash", before: "      for (const key of logs.keys()) watch(ctx, key);\n", after: "", mistake: "Reads the logs back after a crash and delivers nothing of them." },
    { name: "position-in-the-window", before: "position: done + index", after: "position: index", mistake: "Numbers a message by its place in the window instead of its place in the log." },
    { name: "any-confirm-counts", before: ' || packet.message !== waiting[0]?.id) return;', after: " || waiting.length === 0) return;", mistake: "Takes the late confirm of an earlier message for that of the one under way." },
    { name: "rest-not-sent", before: "        deliver(ctx, key, Math.max(0, WINDOW - (done - log.done)));\n", after: "", mistake: "The window moves on, and what it now covers is not sent." },
    { name: "log-not-persisted", before: "      tx.write(`log ${key}`, log);\n", after: "", mistake: "Confirms what only memory holds." },
    { name: "counted-before-done", before: '        if (ctx.transaction((tx) => tx.effect(message)) === "failed") return;\n        done++;', after: '        known.set(key, ++done);\n        if (ctx.transaction((tx) => tx.effect(message)) === "failed") return;', mistake: "Wrong order: counts, then works; when the work fails, it is taken for done." },
    { name: "resend-not-armed", before: 'ctx.send("broker", { type: "publish", message });\n    ctx.timer("resend", RESEND);', after: 'ctx.send("broker", { type: "publish", message });', mistake: "The producer sends once and waits for ever." },
    { name: "acknowledges-one-too-many", before: "key, done });\n    },\n  };\n};", after: "key, done: done + 1 });\n    },\n  };\n};", mistake: "Off by one: acknowledges the message that is to come next." },
  ],
};
