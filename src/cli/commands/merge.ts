import type { CampaignDocument, CampaignPart } from "../../campaign/campaign-file.ts";
import { merging } from "../../campaign/merge.ts";
import { resultInTurns } from "../../campaign/turns.ts";
import { VERSION } from "../../campaign/version.ts";
import { InputError } from "../../kernel/errors.ts";
import { campaignLine, campaignText } from "../../report/campaign.ts";
import { BAD_INPUT, INTERRUPTED, worst } from "../exit.ts";
import { interrupts } from "../interrupts.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { campaignCode, isAsPromised, writeReports } from "./check.ts";

export interface MergeFlags extends CommonOptions {
  readonly junit?: string;
  readonly report?: string;
}

/** `faultline merge SHARD...`: the shards of a campaign as one, told and judged as `check` would have. */
export async function mergeCommand(files: readonly string[], flags: MergeFlags, output: Output): Promise<number> {
  const merged = await resultInTurns(merging(files, { onDamaged: (what) => output.complain(what) }), { signal: interrupts(), onTurn: () => pulse({ progress: "reading shards" }) });
  if (merged === undefined) return INTERRUPTED;
  const seeds = [...new Set(merged.map(({ seed }) => seed))];
  if (seeds.length > 1) throw new InputError(`these are shards of campaigns with the seeds ${seeds.join(" and ")}; merge those of one at a time`);
  const style = { width: output.width, ascii: output.ascii, color: output.color };
  const longest = Math.max(...merged.map(({ scenario }) => scenario.length));
  const codes: number[] = [];
  const scenarios: CampaignPart[] = [];
  for (const { scenario: name, title, campaign } of merged) {
    codes.push(campaignCode(campaign));
    const asPromised = isAsPromised(campaign);
    scenarios.push({ name, title, ...campaign, asPromised });
    output.text(merged.length > 1 && asPromised ? campaignLine(name, campaign, style, longest) : campaignText(name, title, campaign, style));
  }
  const whole: CampaignDocument = { version: VERSION, seed: seeds[0]!, scenarios };
  output.document(whole);
  writeReports(whole, flags, ({ message }) => {
    codes.push(BAD_INPUT);
    output.complain(message);
  });
  return worst(codes);
}
