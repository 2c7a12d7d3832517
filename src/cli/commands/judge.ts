import { judge } from "../../campaign/judge.ts";
import { load } from "../../campaign/load.ts";
import { VERSION } from "../../campaign/version.ts";
import { judgementText } from "../../report/judgement.ts";
import { printable } from "../../world/step-key.ts";
import { codeOf } from "../exit.ts";
import type { CommonOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";

export interface JudgeFlags extends CommonOptions {
  readonly lenient?: boolean;
  readonly scenario?: string;
}

const MB = 1024 * 1024;

/** `faultline judge HISTORY.jsonl`: the checkers over a history recorded from a real system. `breaks` only informs. */
export async function judgeCommand(file: string, flags: JudgeFlags, output: Output): Promise<number> {
  if (flags.scenario !== undefined) pulse({ doing: `loading ${printable(flags.scenario)}` });
  const scenario = flags.scenario === undefined ? undefined : await load(flags.scenario);
  const doing = `judging ${printable(file)}`;
  pulse({ doing });
  const began = performance.now();
  const judgement = await judge(file, {
    lenient: flags.lenient === true,
    ...(scenario === undefined ? {} : { scenario }),
    onProgress: (read, size) => pulse({ progress: `${doing}: ${Math.floor(read / MB)} of ${Math.ceil(size / MB)} MB, ${Math.max(0, Math.round(((performance.now() - began) / 1_000) * (size / read - 1)))}s left` }),
  });
  const seconds = (performance.now() - began) / 1_000;
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1_024);
  output.text(`${judgementText(file, judgement, { width: output.width, ascii: output.ascii, color: output.color })}\n\n${seconds.toFixed(1)}s, ${megabytes} MB of memory at most`);
  output.document({ version: VERSION, ...judgement, seconds, megabytes });
  return codeOf(judgement.verdicts);
}
