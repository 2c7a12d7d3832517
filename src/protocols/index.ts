/** The protocols that scenarios stand on: each is a producer, a broker and a consumer in one file a student can read. */
export * as correctedQueue from "./corrected-queue.ts";
export * as fireAndForget from "./fire-and-forget.ts";
export * as naiveQueue from "./naive-queue.ts";
export * as retryWithoutDedup from "./retry-without-dedup.ts";
export * as signedMessages from "./signed-messages.ts";
