import type { StrategyMaker } from "../strategy.ts";
import type { Shard } from "./part.ts";

/** What a campaign is to do. */
export interface CampaignPlan {
  readonly seed: string;
  readonly runs: number;
  /** Runs of the same campaign to pass over, where the strategy does not learn from them. Default 0. */
  readonly from?: number;
  /** Only this part of the runs, besides the first and those from which the strategy learns. Default: all. */
  readonly shard?: Shard;
  readonly strategy: StrategyMaker;
  /** Replays for each reduction. */
  readonly replays: number;
  /** With parameters set, promises to break only inform. */
  readonly altered: boolean;
  /** Runs the first seed twice and compares. */
  readonly verify: boolean;
  /** So many failures of each promised guarantee are reduced. Default 1. */
  readonly failures?: number;
  /** Ends at the first failure of a promised guarantee. */
  readonly first: boolean;
}
