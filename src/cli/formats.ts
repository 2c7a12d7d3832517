import type { CampaignDocument } from "../campaign/campaign-file.ts";
import { InputError, suggestion } from "../kernel/errors.ts";
import type { DiagramOptions } from "../report/diagram.ts";
import type { FailureReport } from "../report/failure.ts";
import type { Companions } from "../report/html/campaign.ts";
import { printable } from "../world/step-key.ts";

/** One format of a report. Loaded when it is asked for. */
export interface Format {
  /** How a file of it ends. */
  readonly ending: string;
  /** It has all of the run, not a part that is drawn. */
  readonly whole?: true;
  readonly failure: (report: FailureReport, options: DiagramOptions) => Promise<string>;
  /** Undefined: there is no such thing of a campaign. */
  readonly campaign?: (campaign: CampaignDocument, options: DiagramOptions, beside: Companions) => Promise<string>;
}

export const FORMATS: { readonly [name: string]: Format } = {
  html: {
    ending: ".html",
    failure: async (report) => (await import("../report/html/failure.ts")).failureHtml(report),
    campaign: async (campaign, _, beside) => (await import("../report/html/campaign.ts")).campaignHtml(campaign, beside),
  },
  json: {
    ending: ".json", whole: true,
    failure: async (report) => `${JSON.stringify((await import("../report/json.ts")).failureJson(report), undefined, 2)}\n`,
    campaign: async (campaign) => `${JSON.stringify(campaign, undefined, 2)}\n`,
  },
  junit: {
    ending: ".xml",
    failure: async (report) => (await import("../report/junit.ts")).failureJunit(report),
    campaign: async (campaign) => (await import("../report/campaign-cases.ts")).campaignJunit(campaign),
  },
  mermaid: { ending: ".mmd", failure: async (report) => (await import("../report/mermaid.ts")).failureMermaid(report) },
  shiviz: { ending: ".log", whole: true, failure: async (report) => (await import("../report/shiviz.ts")).failureShiviz(report) },
  svg: { ending: ".svg", failure: async (report) => (await import("../report/svg.ts")).failureSvg(report) },
  text: {
    ending: ".txt",
    failure: async (report, options) => `${(await import("../report/failure-text.ts")).failureText(report, options)}\n`,
    campaign: async (campaign, options) => `${(await import("../report/failure-text.ts")).campaignsText(campaign, options)}\n`,
  },
};

/** The format that was asked for; else what the file's name says; else text. @throws InputError for one that does not exist. */
export function formatNamed(asked: string | undefined, file: string | undefined): Format & { readonly name: string } {
  const names = Object.keys(FORMATS);
  const name = asked ?? names.find((one) => file?.endsWith(FORMATS[one]!.ending) === true) ?? "text";
  if (!names.includes(name)) throw new InputError(`--format: there is no format "${printable(name)}"${suggestion(name, names)}`);
  return { name, ...FORMATS[name]! };
}
