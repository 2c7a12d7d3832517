import type { MutatedProtocol } from "../mutant.ts";

export const transactionalOutbox: MutatedProtocol = {
  protocol: "transactional-outbox",
  scenarios: ["transactional-outbox/storm", "calm/transactional-outbox"],
  mutants: [
    { name: "message-not-persisted", before: "    tx.write(`outbox ${id}`, message);\n", after: "", mistake: "Changes the state and forgets to write the message that tells of it." },
    { name: "relay-not-rearmed", before: 'ctx.send("broker", { type: "publish", message });\n        ctx.timer("relay", POLL, 0, { background: true });', after: 'ctx.send("broker", { type: "publish", message });', mistake: "The relay looks into the outbox once." },
    { name: "confirmed-though-rolled-back", before: 'if (done === "failed") ctx.refuse(message, "rolled back");\n  else ctx.confirm(message);', after: "ctx.confirm(message);", mistake: "Does not look whether the transaction was committed." },
    { name: "confirmed-before-commit", before: "        open.set(message.id, { id", after: "        ctx.confirm(message);\n        open.set(message.id, { id", mistake: "Wrong order: tells whoever ordered before the transaction is committed." },
    { name: "sequence-starts-anew", before: "sequence = ctx.incarnation * 1_000_000;", after: "sequence = 0;", mistake: "Counts from 1 again after a crash: new rows overwrite old ones." },
    { name: "confirm-takes-all-below", before: "message.id === packet.message", after: "message.id <= packet.message", mistake: "Takes a confirm for that of everything before it." },
    { name: "last-row-left", before: "service(() => (_ctx, outbox) => outbox)", after: "service(() => (_ctx, outbox) => outbox.slice(0, -1))", mistake: "Off by one: the last row is never published." },
    { name: "row-keyed-by-message", before: "tx.remove(`outbox ${row.id}`)", after: "tx.remove(`outbox ${row.message.id}`)", mistake: "Wrong key: removes a row that is not there, and publishes the other for ever." },
    { name: "published-once", before: 'for (const { message } of choose(ctx, outboxOf(ctx))) ctx.send("broker", { type: "publish", message });', after: 'for (const { id: row, message } of choose(ctx, outboxOf(ctx))) ctx.send("broker", { type: "publish", message }), ctx.transaction((tx) => tx.remove(`outbox ${row}`));', mistake: "Wrong order: takes a row out when it is published, not when that is confirmed." },
  ],
};
