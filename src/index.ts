/** Faultline, whole: what runs in a browser too, and what needs files and a clock on the wall. */
export * from "./core.ts";
export { check } from "./campaign/check.ts";
export type { Campaign, CheckOptions } from "./campaign/check.ts";
export { judge } from "./campaign/judge.ts";
export type { JudgeFileOptions } from "./campaign/judge.ts";
export { load } from "./campaign/load.ts";
export { regression } from "./campaign/regression.ts";
export type { Regression, RegressionOptions } from "./campaign/regression.ts";
export { replay } from "./campaign/replay.ts";
export type { Replay, ReplayOptions } from "./campaign/replay.ts";
export { shrink } from "./campaign/shrink.ts";
export type { Failing, ShrinkOptions } from "./campaign/shrink.ts";
export type { CampaignVerdict } from "./search/campaign.ts";
export type { Counterexample } from "./search/counterexample.ts";
export type { Minimality } from "./search/shrink.ts";
