import type { MutatedProtocol } from "./mutant.ts";
import { atMostOnce } from "./protocols/at-most-once.ts";
import { atomicInbox } from "./protocols/atomic-inbox.ts";
import { compactedLog } from "./protocols/compacted-log.ts";
import { competingConsumers } from "./protocols/competing-consumers.ts";
import { correctedQueue } from "./protocols/corrected-queue.ts";
import { crashBetween } from "./protocols/crash-between.ts";
import { deadLetterQueue } from "./protocols/dead-letter-queue.ts";
import { dedupAtBroker } from "./protocols/dedup-at-broker.ts";
import { dedupAtConsumer } from "./protocols/dedup-at-consumer.ts";
import { leases } from "./protocols/leases.ts";
import { retryWithoutDedup } from "./protocols/retry-without-dedup.ts";
import { signedMessages } from "./protocols/signed-messages.ts";
import { slidingWindow } from "./protocols/sliding-window.ts";
import { stopAndWait } from "./protocols/stop-and-wait.ts";
import { transactionalOutbox } from "./protocols/transactional-outbox.ts";
import { twoGenerals } from "./protocols/two-generals.ts";

/** The correct protocols, each with the mistakes that students make in it. */
export const MUTATED: readonly MutatedProtocol[] = [
  atMostOnce, stopAndWait, slidingWindow, retryWithoutDedup, dedupAtBroker, dedupAtConsumer, crashBetween, atomicInbox, transactionalOutbox,
  leases, deadLetterQueue, competingConsumers, signedMessages, correctedQueue, compactedLog, twoGenerals,
];
