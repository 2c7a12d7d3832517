import { showTime } from "../kernel/time.ts";
import type { Thrown } from "../search/campaign.ts";
import type { HandlerError } from "../world/steps.ts";
import { clean, cut } from "./diagram/cells.ts";
import type { DiagramOptions } from "./diagram.ts";
import { count, thousands } from "./numbers.ts";

/** What a handler threw, with the first line of the stack that is not Faultline's own. */
export function errorLines({ node, at, event, message, stack }: HandlerError, { width, ascii }: DiagramOptions): string[] {
  const where = stack.split("\n").find((line) => /^\s*at /.test(line) && !/[\\/]src[\\/](kernel|world|delivery|guarantees|scenario)[\\/]|node:/.test(line));
  const lines = [`  ${node} at ${showTime(at)} (event ${thousands(event)}): ${message}`, ...(where === undefined ? [] : [`    ${where.trim()}`])];
  return lines.map((line) => cut(clean(line, ascii), width, ascii));
}

/** What handlers threw in a campaign, and how often; nothing when none did. */
export function thrownLines(thrown: readonly Thrown[], runs: number, options: DiagramOptions): string[] {
  if (thrown.length === 0) return [];
  const told = thrown.flatMap((error) => [...errorLines(error, options), `    in ${thousands(error.runs)} of ${count(runs, "run")}, first with seed ${clean(error.seed, options.ascii)}`]);
  return ["  handlers threw, which killed their node", ...told.map((line) => `  ${line}`)];
}
