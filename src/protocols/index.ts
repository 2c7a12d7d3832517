/** The protocols that scenarios stand on: each is a producer, a broker and a consumer in one file a student can read. */
export * as atMostOnce from "./at-most-once.ts";
export * as atomicInbox from "./atomic-inbox.ts";
export * as compactedLog from "./compacted-log.ts";
export * as competingConsumers from "./competing-consumers.ts";
export * as correctedQueue from "./corrected-queue.ts";
export * as crashBetween from "./crash-between.ts";
export * as deadLetterQueue from "./dead-letter-queue.ts";
export * as dedupAtBroker from "./dedup-at-broker.ts";
export * as dedupAtConsumer from "./dedup-at-consumer.ts";
export * as fireAndForget from "./fire-and-forget.ts";
export * as leases from "./leases.ts";
export * as naiveQueue from "./naive-queue.ts";
export * as retryWithoutDedup from "./retry-without-dedup.ts";
export * as slidingWindow from "./sliding-window.ts";
export * as stopAndWait from "./stop-and-wait.ts";
export * as transactionalOutbox from "./transactional-outbox.ts";
export * as twoGenerals from "./two-generals.ts";
