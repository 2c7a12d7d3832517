import type { FaultFigures } from "../scenario/result.ts";
import type { Spent, Thrown, Unexercised } from "../search/campaign.ts";
import type { CampaignVerdict } from "../search/verdicts.ts";
import type { CorpusReplay } from "../campaign/corpus/replays.ts";
import type { Certificate } from "../search/strategy.ts";
import { certifiedPhrase, knownPhrase, madeBy, neverIn } from "./campaign-facts.ts";
import { paint } from "./diagram/canvas.ts";
import { clean, wrap } from "./diagram/cells.ts";
import type { DiagramOptions } from "./diagram.ts";
import { thrownLines } from "./errors.ts";
import { count, thousands } from "./numbers.ts";
import { verdictLines } from "./verdicts.ts";

/** What of a campaign is told. */
export interface CampaignFigures {
  readonly runs: number;
  readonly events: number;
  /** Wall-clock seconds. */
  readonly seconds: number;
  readonly verdicts: readonly CampaignVerdict[];
  readonly sometimes: { readonly [name: string]: number };
  readonly strategies?: { readonly [name: string]: Spent };
  readonly certificate?: Certificate;
  readonly unexercised?: Unexercised;
  readonly faults: FaultFigures;
  readonly errors?: readonly Thrown[];
  readonly interrupted: boolean;
  /** Threads that made runs. */
  readonly workers?: number;
  readonly shards?: number;
  readonly shard?: { readonly index: number; readonly of: number; readonly file: string };
  readonly corpus?: readonly CorpusReplay[];
}

/** A campaign for people: how much was tried, what became of each promise, how sure that is, and what struck. */
export function campaignText(name: string, title: string, campaign: CampaignFigures, options: DiagramOptions): string {
  const { ascii, color, width } = options;
  const { runs, events, seconds, verdicts, faults, sometimes, strategies = {}, certificate, unexercised, errors = [], interrupted, corpus = [] } = campaign;
  const kinds = Object.entries(faults).filter(([, { injected }]) => injected > 0).map(([kind, { injected }]) => `${clean(kind, ascii)} ${thousands(injected)}`);
  const spent = Object.entries(strategies).map(([strategy, { runs: many, found }]) => `${strategy} ${thousands(many)}${found.length === 0 ? "" : ` (${found.length} found)`}`);
  const never = neverIn(unexercised, runs).map((what) => clean(what, ascii));
  const by = madeBy(campaign);
  const reached = Object.entries(sometimes).filter(([, times]) => times > 0).map(([what, times]) => `${clean(what, ascii)} ${thousands(times)}`);
  return [
    `${paint(clean(name, ascii), "bold", color)}   ${clean(title, ascii)}`,
    `${count(runs, "run")}, ${count(events, "event")}, ${seconds.toFixed(1)}s${by === "" ? "" : ` ${by}`}${interrupted ? "; interrupted" : ""}`,
    ...verdictLines(verdicts, options, (verdict) => evidence(verdict, runs)),
    ...(corpus.length === 0 ? [] : listed("known", [knownPhrase(corpus)], width)),
    ...(certificate === undefined ? [] : wrap(`certified  ${clean(certifiedPhrase(certificate), ascii)}`, width - 2).map((line) => `  ${line}`)),
    ...(spent.length > 1 ? listed("runs", spent, width) : []),
    ...listed("faults", kinds, width),
    ...listed("reached", reached, width),
    ...listed("never", never, width),
    ...thrownLines(errors, runs, options),
  ].join("\n");
}

/** The same in one line, for a campaign among many that came out as promised. */
export function campaignLine(name: string, { runs, seconds, verdicts }: CampaignFigures, { ascii, color }: DiagramOptions, width: number): string {
  const promised = (what: string): number => verdicts.filter((verdict) => verdict.promised === what).length;
  const parts = [...(promised("holds") > 0 ? [`${promised("holds")} ${promised("holds") === 1 ? "holds" : "hold"}`] : []), ...(promised("breaks") > 0 ? [`${promised("breaks")} ${promised("breaks") === 1 ? "breaks" : "break"}`] : [])];
  return `${paint(ascii ? "ok" : "✓", "effect", color)} ${clean(name, ascii).padEnd(width)}  ${parts.join(", ")}, as promised  (${count(runs, "run")}, ${seconds.toFixed(1)}s)`;
}

/** How often it failed, or how sure it is that it does not. */
export function evidence({ failures, ownRuns, upperBound95, pin, promised, asPromised, known }: CampaignVerdict, runs: number): string | undefined {
  if (promised === "holds" && pin?.breaks === true) return "the pinned plan breaks it again";
  if (promised !== "holds" && pin !== undefined && !asPromised) return pin.breaks ? `the pinned plan breaks it, but so does a smaller one: ${pin.smaller ?? "no fault at all"}` : "the pinned plan does not break it";
  if (failures === 0 && known === true) return "a failure known from before breaks it again";
  if (failures > 0) return `in ${thousands(failures)} of ${count(runs, "run")}`;
  if (promised !== "holds" && pin !== undefined) return "by the pinned plan";
  return upperBound95 === undefined || promised === "nothing" ? undefined : `${pin === undefined ? "" : "under the pinned plan, and "}in all of ${count(runs, "run")}; by its own chances 0 of ${thousands(ownRuns)} failed: under ${(upperBound95 * 100).toPrecision(2)} % at 95 %`;
}

/** Parts in a row behind a name, on as many lines as it takes. */
export function listed(name: string, parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const [at, part] of parts.entries()) {
    const text = at === parts.length - 1 ? part : `${part},`;
    if (lines.length > 0 && lines.at(-1)!.length + 1 + text.length <= width) lines[lines.length - 1] += ` ${text}`;
    else lines.push(`  ${lines.length === 0 ? name : " ".repeat(name.length)}  ${text}`);
  }
  return lines;
}
