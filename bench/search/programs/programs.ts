import { acknowledgedDelivery, classicDelivery, givesUp, redundantDelivery, retryDelivery, simpleDelivery } from "./broadcast.ts";
import { cooperative, threePhase, twoPhase } from "./commit.ts";
import { bully, paxos } from "./consensus.ts";
import { kafka } from "./kafka.ts";
import type { Program } from "./rounds.ts";

/** A program of the lineage paper, and the runs that it published (Alvaro et al., SIGMOD 2015, figures 12 and 13). */
export interface Published {
  readonly program: Program;
  readonly published: { readonly lineage?: number; readonly random?: number };
}

export const PROGRAMS: readonly Published[] = [
  { program: simpleDelivery, published: { lineage: 2, random: 4.08 } },
  { program: retryDelivery, published: { lineage: 3, random: 75.24 } },
  { program: classicDelivery, published: { lineage: 5, random: 116.16 } },
  { program: twoPhase, published: { lineage: 2, random: 5.48 } },
  { program: cooperative, published: { lineage: 3, random: 8.56 } },
  { program: threePhase, published: { lineage: 55, random: 40.6 } },
  { program: kafka, published: { lineage: 38, random: 1183.12 } },
  ...givesUp.map((program) => ({ program, published: {} })),
  { program: redundantDelivery, published: { lineage: 11 } },
  { program: acknowledgedDelivery, published: { lineage: 673 } },
  { program: paxos, published: { lineage: 173 } },
  { program: bully, published: { lineage: 2 } },
];
