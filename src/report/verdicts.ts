import type { Verdict } from "../scenario/result.ts";
import { paint } from "./diagram/canvas.ts";
import type { Style } from "./diagram/canvas.ts";
import { clean, columnsOf, cut, wrap } from "./diagram/cells.ts";
import type { DiagramOptions } from "./diagram.ts";
import { thousands } from "./numbers.ts";

/** What became of a promise. */
const OUTCOMES: { readonly [status in Verdict["status"]]: { readonly [promised in Verdict["promised"]]: string } } = {
  pass: { holds: "holds, as promised", breaks: "holds, though promised to break", nothing: "holds" },
  fail: { holds: "BROKEN, though promised to hold", breaks: "broken, as promised", nothing: "does not hold, nor was it promised" },
  unknown: { holds: "unknown, though promised to hold", breaks: "unknown, though promised to break", nothing: "unknown" },
};
/** Names of guarantees take at most so many columns. */
const NAME = 24;

/** How verdicts are told. */
export interface VerdictOptions extends DiagramOptions {
  /** What `at` counts. Default "event". */
  readonly place?: "event" | "line";
}

/** A line for each guarantee, the promised ones first; below it the sentence of what broke or could not be told, and the `evidence`. */
export function verdictLines<V extends Verdict>(verdicts: readonly V[], options: VerdictOptions, evidence: (verdict: V) => string | undefined = () => undefined): string[] {
  const { width, ascii, color, place = "event" } = options;
  const name = ({ guarantee }: Verdict): string => cut(clean(guarantee, ascii), NAME, ascii);
  const longest = Math.max(0, ...verdicts.map((verdict) => columnsOf(name(verdict))));
  const ordered = promisedFirst(verdicts);
  const indent = " ".repeat(longest + 6);
  return ordered.flatMap((verdict) => {
    const { status, sentence, at } = verdict;
    const style = styleOf(verdict);
    const padded = name(verdict) + " ".repeat(longest - columnsOf(name(verdict)));
    const event = at === undefined ? "" : ` (${place} ${thousands(at)})`;
    const below = [...(sentence === undefined ? [] : [`${clean(sentence, ascii)}${event}`]), ...[evidence(verdict) ?? []].flat()];
    return [
      `  ${paint(markOf(status, ascii), style, color)} ${padded}  ${status === "pass" ? outcomeOf(verdict) : paint(outcomeOf(verdict), style, color)}`,
      ...below.flatMap((text) => wrap(text, Math.max(20, width - indent.length))).map((line) => indent + line),
    ];
  });
}

/** ✓, ✗ or ?, in ASCII +, X or ?. */
export function markOf(status: Verdict["status"], ascii: boolean): string {
  if (status === "unknown") return "?";
  return status === "pass" ? (ascii ? "+" : "✓") : ascii ? "X" : "✗";
}

/** "holds, as promised". */
export function outcomeOf({ status, promised }: Pick<Verdict, "status" | "promised">): string {
  return OUTCOMES[status][promised];
}

/** Those about which something was promised first. */
export function promisedFirst<V extends Pick<Verdict, "promised">>(verdicts: readonly V[]): V[] {
  return [...verdicts.filter(({ promised }) => promised !== "nothing"), ...verdicts.filter(({ promised }) => promised === "nothing")];
}

/** Red for what should not be. */
export function styleOf({ status, promised }: Pick<Verdict, "status" | "promised">): Style {
  if (status === "pass") return "effect";
  return status === "fail" && promised === "holds" ? "violation" : "odd";
}
