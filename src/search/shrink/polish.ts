import type { Work } from "../attempt.ts";
import { constantTimes } from "./latency.ts";
import { fewerMessages } from "./messages.ts";
import { firstNames, smallestStory } from "./names.ts";
import { fewerKeys, fewerNodes } from "./nodes.ts";
import { plainerFaults } from "./plainer.ts";
import type { Reducer } from "./reducer.ts";
import { round, shorten } from "./times.ts";

/** The world first: what it leaves out makes every later replay shorter, and its times decide how round the faults' can be. */
const PASSES = [constantTimes, smallestStory, fewerMessages, fewerNodes, fewerKeys, firstNames, plainerFaults, shorten, round];
const ROUNDS = 4;

/** Makes a reduced failure easier to read, pass after pass, as long as one of them finds something. No fault is taken out any more. */
export function* polish(reducer: Reducer): Work<void> {
  for (let count = 0, before; count < ROUNDS && before !== reducer.best; count++) {
    before = reducer.best;
    for (const pass of PASSES) yield* pass(reducer);
  }
}
