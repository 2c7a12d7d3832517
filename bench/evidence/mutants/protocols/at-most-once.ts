import type { MutatedProtocol } from "../mutant.ts";

export const atMostOnce: MutatedProtocol = {
  protocol: "at-most-once",
  scenarios: ["at-most-once"],
  mutants: [
    { name: "done-before-marked", before: '    if (ctx.transaction((tx) => tx.write(mark, message.id)) === "failed") return;\n    ctx.note("deliver", message);\n    ctx.effect(message);', after: '    ctx.note("deliver", message);\n    ctx.effect(message);\n    if (ctx.transaction((tx) => tx.write(mark, message.id)) === "failed") return;', mistake: "Wrong order: works, then marks; a crash falls between the two." },
    { name: "marked-one-done-again", before: "message.id <= (", after: "message.id < (", mistake: "Off by one: the last message is done again when it is repeated." },
    { name: "mark-under-message", before: "`begun ${message.producer}`", after: "`begun ${message.id}`", mistake: "Wrong key: marks each message by itself, and what is overtaken is done out of order." },
    { name: "done-though-not-marked", before: 'if (ctx.transaction((tx) => tx.write(mark, message.id)) === "failed") return;', after: "ctx.transaction((tx) => tx.write(mark, message.id));", mistake: "Does not look whether the mark was committed." },
    { name: "mark-not-synced", before: 'if (ctx.transaction((tx) => tx.write(mark, message.id)) === "failed") return;', after: "ctx.disk.write(mark, message.id);", mistake: "Writes the mark and does not wait until it is durable." },
  ],
};
