/** What befalls the naive queue, told again for the corrected one: the same mishap, in the steps that it has. */
import { holds, scenario } from "../../src/core.ts";
import type { Scenario } from "../../src/core.ts";
import { correctedQueue } from "../../src/protocols/index.ts";

export interface Situation {
  /** As in the title of the naive queue's scenario: "L1", "Phantom". */
  readonly failure: string;
  readonly mishap: string;
  /** What the corrected queue does instead of failing. */
  readonly instead: string;
  /** Undefined where the mishap cannot befall it. */
  readonly plan: readonly string[] | undefined;
  readonly world?: Partial<Scenario>;
}

/** What the corrected queue promises: everything but order. */
export const PROMISES = { "at-least-once": holds(), "at-most-once": holds(), "effectively-once": holds(), integrity: holds(), progress: holds() };

/** A small world around the corrected queue, in which every packet takes 3 ms: with no fault, m1 is published at 10 ms, leased to c1 at 23 ms, done at 26 ms. */
export function corrected(world: Partial<Scenario> = {}): Scenario {
  return scenario({
    title: "The corrected queue",
    nodes: cast(1),
    workload: { messages: 3, every: "10ms" },
    network: { latency: "3ms" },
    sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
    settle: "10s",
    promises: PROMISES,
    ...world,
  });
}

function cast(producers: number): Scenario["nodes"] {
  return [
    { name: "producer", count: producers, role: "producer", run: correctedQueue.producer },
    { name: "broker", role: "broker", run: correctedQueue.broker },
    { name: "consumer", count: 2, role: "consumer", run: correctedQueue.consumer },
  ];
}

export const SITUATIONS: readonly Situation[] = [
  { failure: "L1", mishap: "The broker crashes after its confirm.", instead: "It reads the message from its disk.", plan: ["crash broker in p1>broker publish m1 #1 after 2 for 50ms"] },
  { failure: "L2", mishap: "The delivery is lost.", instead: "The lease runs out, and the message is delivered again.", plan: ["drop broker>c1 deliver m1 #1"] },
  { failure: "L3", mishap: "The consumer crashes before the effect.", instead: "Nothing was marked; the lease runs out.", plan: ["crash c1 in broker>c1 deliver m1 #1 after 1 for 50ms"] },
  { failure: "L4", mishap: "The delivery is lost, and the message is sent again.", instead: "The second copy is confirmed and not stored, the first is delivered again: the ids of sends are none of receive's business.", plan: ["drop broker>c1 deliver m1 #1", "drop broker>p1 confirm m1 #1"] },
  { failure: "L5", mishap: "The work fails.", instead: "The mark fails with it, in one transaction; no ack is sent, and the lease runs out.", plan: ["disk c1 error at 20ms"] },
  { failure: "L6", mishap: "The broker crashes while it hands the message out.", instead: "Handing out takes nothing off the list.", plan: ["crash broker in c1>broker receive #1 after 0 for 50ms"] },
  { failure: "L6", mishap: "The broker crashes before it takes the message off the list.", instead: "It is delivered again, and the inbox knows it.", plan: ["crash broker in c1>broker ack m1 #1 after 0 for 50ms"] },
  { failure: "L7", mishap: "The confirm is lost, and the broker crashes while it hands the message out.", instead: "List and ids are on one disk, in one transaction: neither outlives the other.", plan: ["drop broker>p1 confirm m1 #1", "crash broker in c1>broker receive #1 after 0 for 50ms"] },
  { failure: "L8", mishap: "The producer crashes between two messages.", instead: "Its sequence numbers go on where its disk says.", plan: ["crash p1 at 15ms for 3ms"] },
  { failure: "L8", mishap: "Two producers count from 1.", instead: "Each has a watermark of its own.", plan: [], world: { nodes: cast(2) } },
  { failure: "L9", mishap: "There are two groups.", instead: "Cannot befall it: ids are those of sends to one queue, and what somebody has received is known to the inbox of his own database only.", plan: undefined },
  { failure: "L10", mishap: "A consumer dies at its work, for good.", instead: "The ack is missed when the lease runs out, and the other consumer gets the message.", plan: ["crash c1 in broker>c1 deliver m1 #1 after 0"] },
  { failure: "L11", mishap: "The network repeats a send, and the broker crashes later.", instead: "The copy is not stored, and there is but one empty-handed answer, empty.", plan: ["duplicate p1>broker publish m1 #1 after 1ms", "crash broker at 150ms for 10ms"], world: { workload: { messages: 3, every: "100ms" } } },
  { failure: "L12", mishap: "A burst is larger than the queue.", instead: "The queue holds 100 and confirms no more; the rest comes again.", plan: [], world: { workload: { messages: 150, every: "100us" }, promises: { ...PROMISES, bounded: holds({ depth: 100 }) } } },
  { failure: "D1", mishap: "The confirm is lost, the broker crashes, the message is sent again.", instead: "The watermark was on disk: the second copy is confirmed and not stored.", plan: ["drop broker>p1 confirm m1 #1", "crash broker at 80ms for 10ms"] },
  { failure: "D2", mishap: "The network repeats a send, and two consumers ask at once.", instead: "Only one copy is in the queue, and the inbox belongs to the database that both share.", plan: ["duplicate p1>broker publish m1 #1 after 1ms"] },
  { failure: "D2", mishap: "The delivery is late, its lease runs out, and both consumers get the message.", instead: "Effect and inbox entry are one transaction: the second finds the first.", plan: ["delay broker>c1 deliver m1 #1 by 600ms"] },
  { failure: "D3", mishap: "A copy comes late.", instead: "A watermark forgets no number below it.", plan: ["duplicate p1>broker publish m1 #1 after 100ms"], world: { workload: { messages: 4, every: "40ms" } } },
  { failure: "D4", mishap: "The confirm is lost, and the message is sent again.", instead: "Its sequence number was given out with the outbox entry, once.", plan: ["drop broker>p1 confirm m1 #1"] },
  { failure: "D5", mishap: "The confirm is lost, and the broker is replaced.", instead: "Whoever opens the disk has list and watermarks.", plan: ["drop broker>p1 confirm m1 #1", "crash broker at 40ms for 100ms"] },
  { failure: "Phantom", mishap: "The confirm is lost.", instead: "The producer reports nothing until it knows; only its own disk makes it refuse.", plan: ["drop broker>p1 confirm m1 #1"] },
  { failure: "Order", mishap: "The first send is lost, and comes behind the second.", instead: "Order is not promised, and breaks; the rest holds.", plan: ["drop p1>broker publish m1 #1"] },
  { failure: "Unbounded", mishap: "Confirms do not come for a while.", instead: "However often a message is sent, it is in the queue once, and in the dedup memory not at all.", plan: ["partition broker > p1 at 0s for 300ms"], world: { workload: { messages: 8, every: "20ms" }, promises: { ...PROMISES, bounded: holds({ depth: 3, dedup: 0 }) } } },
];
