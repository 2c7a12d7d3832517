import type { MutatedProtocol } from "../mutant.ts";

export const twoGenerals: MutatedProtocol = {
  protocol: "two-generals",
  scenarios: ["two-generals/safe-roads"],
  mutants: [
    { name: "last-messenger-not-sent", before: "if (next <= k) ctx.send", after: "if (next < k) ctx.send", mistake: "Off by one: the last messenger stays at home." },
    { name: "sender-of-the-last-waits", before: "if (next >= k) ctx.effect", after: "if (next > k) ctx.effect", mistake: "Off by one: whoever sends the last messenger waits for an answer that nobody sends." },
    { name: "copies-heard-again", before: "      if (number <= heard) return;\n", after: "", mistake: "Takes a messenger with the same words for a new one, and attacks again." },
    { name: "heard-not-remembered", before: "      heard = number;\n", after: "", mistake: "Forgets which messenger has come." },
    { name: "attacks-on-each", before: "if (next >= k) ctx.effect", after: "if (next >= k - 1) ctx.effect", mistake: "Off by one: attacks before all that he waits for have come." },
  ],
};
