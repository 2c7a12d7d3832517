import type { MutatedProtocol } from "../mutant.ts";

export const dedupAtConsumer: MutatedProtocol = {
  protocol: "dedup-at-consumer",
  scenarios: ["dedup-at-consumer/storm", "lessons/window-repaired", "calm/window-by-count", "calm/window-by-age"],
  mutants: [
    { name: "id-not-persisted", before: "      tx.write(`done ${message.id}`, ctx.now);\n", after: "", mistake: "Remembers what is done in memory only." },
    { name: "id-not-remembered", before: "    done.set(message.id, ctx.now);\n", after: "", mistake: "Writes the id to disk and forgets the memory that is asked." },
    { name: "window-one-too-long", before: "index <= done.size - ids", after: "index < done.size - ids", mistake: "Off by one: one id more than there are places." },
    { name: "window-one-too-short", before: "index <= done.size - ids", after: "index <= done.size - ids + 1", mistake: "Off by one: the oldest id goes before its place is needed." },
    { name: "young-ids-dropped", before: "now - at > longest || index", after: "now - at < longest || index", mistake: "Compares with the wrong operator: drops the young ids and keeps the old ones." },
    { name: "age-not-looked-at", before: "now - at > longest || index <= done.size - ids", after: "index <= done.size - ids", mistake: "Bounds the window by count alone: ids that are too old stay until their place is needed." },
    { name: "count-not-looked-at", before: "now - at > longest || index <= done.size - ids", after: "now - at > longest", mistake: "Bounds the window by age alone: it grows with the load." },
    { name: "old-ids-known", before: "at !== undefined && ctx.now - at <= longest", after: "at !== undefined && ctx.now - at >= longest", mistake: "Compares with the wrong operator: only what is too old is known." },
    { name: "acked-though-not-done", before: 'if (!known && work(ctx, message) === "failed") return;', after: "if (!known) work(ctx, message);", mistake: "Does not look whether the transaction was committed." },
    { name: "effect-outside-the-transaction", before: "      tx.write(`done ${message.id}`, ctx.now);\n      tx.effect(message);\n    });\n", after: "      tx.write(`done ${message.id}`, ctx.now);\n    });\n    ctx.effect(message);\n", mistake: "Writes the id down in the transaction and works after it; a crash falls between the two." },
    { name: "acked-before-done", before: '      if (!known && work(ctx, message) === "failed") return;\n      ctx.note("ack", message);\n      ctx.send(from, { type: "ack", message: message.id });', after: '      ctx.note("ack", message);\n      ctx.send(from, { type: "ack", message: message.id });\n      if (!known && work(ctx, message) === "failed") return;', mistake: "Wrong order: acknowledges, then works; a crash falls between the two." },
    { name: "forgotten-on-disk-only-in-memory", before: "      for (const id of forgotten) tx.remove(`done ${id}`);\n", after: "", mistake: "Takes what is outdated out of memory and leaves it on disk: after a crash the window is longer than it may be." },
    { name: "ids-not-read-back", before: "for (const [id, at] of kept.sort((a, b) => a[1] - b[1])) done.set(id, at);", after: "", mistake: "Writes the ids down and does not read them after a crash." },
    { name: "read-back-under-wrong-key", before: "Number(key.slice(5))", after: "Number(key.slice(6))", mistake: "Cuts one character too many off the key." },
    { name: "read-back-in-key-order", before: "kept.sort((a, b) => a[1] - b[1])", after: "kept", mistake: "Reads the ids back in the order of their keys: after a crash the wrong ones go first." },
    { name: "subscribes-once", before: '      ctx.timer("subscribe", "1s", 0, { background: true });\n    },\n    wake', after: "    },\n    wake", mistake: "Subscribes once; the broker forgets it in a crash, and nobody tells it." },
    { name: "repeat-not-answered", before: 'if (!known && work(ctx, message) === "failed") return;', after: 'if (known || work(ctx, message) === "failed") return;', mistake: "Drops a repeat without a word, though the acknowledgement may be what was lost." },
    { name: "read-back-with-a-blank", before: "Number(key.slice(5))", after: "Number(key.slice(4))", mistake: "Cuts one character too few off the key.", equivalent: "Number() skips the blank." },
  ],
};
