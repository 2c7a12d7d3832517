import type { Scenario } from "../scenario/types.ts";
import type { CampaignRun } from "../search/campaign.ts";

/** A campaign in one line: how far, how fast, how much longer. `elapsed` in ms of wall-clock time. */
export function progressOf(scenario: Scenario, campaign: CampaignRun, runs: number, elapsed: number, workers: number): string {
  const rate = campaign.runs / Math.max(1, elapsed / 1_000);
  const left = campaign.runs === 0 ? "" : `, ${Math.max(0, Math.ceil((runs - campaign.runs) / Math.max(rate, 0.001)))}s left`;
  const found = campaign.discoveries.length === 0 ? "" : `, ${campaign.discoveries.length} broken`;
  const phase = campaign.phase === "shrinking" ? ", shrinking" : "";
  return `${scenario.name ?? "scenario"}: ${campaign.runs}/${runs} runs, ${Math.round(rate)} a second${left}${workers > 1 ? `, ${workers} workers` : ""}${found}${phase}`;
}
