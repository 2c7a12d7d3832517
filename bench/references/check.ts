import { byTurns, peakMemory, table } from "../harness.ts";
import { bareLoop } from "./bare-loop.ts";
import { handWritten } from "./hand-written.ts";

const EVENTS = 2_000_000;
const MESSAGES = 100_000;
const SEED = 1;

console.log("bare loop   ", JSON.stringify(bareLoop(EVENTS)));
console.log("hand-written", JSON.stringify(handWritten(MESSAGES, SEED)), `(${MESSAGES} messages)`);

const rows = byTurns([
  { name: "bare loop, events", run: () => bareLoop(EVENTS).events },
  { name: "hand-written, events", run: () => handWritten(MESSAGES, SEED).events },
  { name: "hand-written, messages", run: () => handWritten(MESSAGES, SEED).effects },
  { name: "hand-written, events of runs of 1,000 messages", run: () => handWritten(1_000, SEED).events },
]);
table(rows);
const [bare, written] = rows;
console.log(`hand-written to bare loop: ${(written!.perSecond.median / bare!.perSecond.median).toFixed(2)}; peak memory ${(peakMemory() / 2 ** 20).toFixed(0)} MB`);
