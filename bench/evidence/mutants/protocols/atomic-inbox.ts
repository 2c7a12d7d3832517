import type { MutatedProtocol } from "../mutant.ts";

export const atomicInbox: MutatedProtocol = {
  protocol: "atomic-inbox",
  scenarios: ["atomic-inbox/storm", "lessons/atomic-inbox"],
  mutants: [
    { name: "id-not-persisted", before: "    tx.write(inbox(message), true);\n", after: "", mistake: "Does the work and forgets to write the id into the inbox." },
    { name: "inbox-by-producer", before: "return `inbox ${message.id}`;", after: "return `inbox ${message.producer}`;", mistake: "Wrong key: whoever has sent one message is taken to have sent all." },
    { name: "inbox-by-body-alone", before: "return `inbox ${message.id}`;", after: "return `inbox ${message.key}`;", mistake: "Wrong key: takes messages about the same thing for the same message." },
    { name: "effect-outside-the-transaction", before: "subscriber((ctx, message) =>\n  ctx.transaction((tx) => {\n    tx.effect(message);\n    tx.write(inbox(message), true);\n  }),\n);", after: "subscriber((ctx, message) => {\n  ctx.effect(message);\n  return ctx.transaction((tx) => tx.write(inbox(message), true));\n});", mistake: "Works first, then writes the id down in a transaction; a crash falls between the two." },
    { name: "acked-though-not-done", before: 'if (!known && work(ctx, message) === "failed") return;', after: "if (!known) work(ctx, message);", mistake: "Does not look whether the transaction was committed." },
    { name: "repeat-not-answered", before: 'if (!known && work(ctx, message) === "failed") return;', after: 'if (known || work(ctx, message) === "failed") return;', mistake: "Drops a repeat without a word, though the acknowledgement may be what was lost." },
    { name: "acked-before-done", before: '      if (!known && work(ctx, message) === "failed") return;\n      ctx.note("ack", message);\n      ctx.send(from, { type: "ack", message: message.id });', after: '      ctx.note("ack", message);\n      ctx.send(from, { type: "ack", message: message.id });\n      if (!known && work(ctx, message) === "failed") return;', mistake: "Wrong order: acknowledges, then works; a crash falls between the two." },
    { name: "inbox-not-looked-into", before: "ctx.disk.read(inbox(message)) !== undefined", after: "ctx.disk.read(inbox(message)) === undefined && false", mistake: "Fills an inbox that nobody looks into." },
    { name: "subscribes-once", before: '    ctx.timer("subscribe", SUBSCRIBE, 0, { background: true });\n', after: "", mistake: "Subscribes once; the broker forgets it in a crash, and nobody tells it." },
  ],
};
