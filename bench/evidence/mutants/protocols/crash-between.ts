import type { MutatedProtocol } from "../mutant.ts";

export const crashBetween: MutatedProtocol = {
  protocol: "crash-between",
  scenarios: ["crash-between/no-crash", "crash-between/effect-then-ack"],
  mutants: [
    { name: "done-not-remembered", before: "      done.add(message.id);\n", after: "", mistake: "Looks into a memory that nobody fills." },
    { name: "repeat-not-answered", before: "return acknowledge(ctx, message);", after: "return;", mistake: "Drops a repeat without a word, though the acknowledgement may be what was lost." },
    { name: "acked-before-done", before: "consumer(effect, acknowledge)", after: "consumer(acknowledge, effect)", mistake: "Wrong order: acknowledges, then works; a crash falls between the two." },
    { name: "one-of-two-steps", before: "      second(ctx, message);\n", after: "", mistake: "Forgets the second of the two steps." },
  ],
};
