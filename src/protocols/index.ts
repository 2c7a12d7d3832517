/** The protocols that scenarios stand on: each is a producer, a broker and a consumer in one file a student can read. */
export * as correctedQueue from "./corrected-queue.ts";
export * as fireAndForget from "./fire-and-forget.ts";
export * as naiveBrokers from "./naive-brokers.ts";
export * as naiveConsumers from "./naive-consumers.ts";
export * as naiveFailover from "./naive-failover.ts";
export * as naiveGroups from "./naive-groups.ts";
export * as naiveProducers from "./naive-producers.ts";
export * as naiveQueue from "./naive-queue.ts";
export * as retryWithoutDedup from "./retry-without-dedup.ts";
