import { showTime } from "../kernel/time.ts";
import type { Judgement } from "../scenario/history/judge.ts";
import { listed } from "./campaign.ts";
import { paint } from "./diagram/canvas.ts";
import { clean, wrap } from "./diagram/cells.ts";
import type { DiagramOptions } from "./diagram.ts";
import { count, thousands } from "./numbers.ts";
import { verdictLines } from "./verdicts.ts";

/** So many lines that could not be read are printed. */
const SHOWN = 5;

const ENDINGS: { readonly [ending: string]: string } = {
  quiet: "nothing was left to happen", settle: "the time to settle ran out", events: "stopped at its limit of events", time: "stopped at its limit of time", cut: "the recording was stopped",
};

/** A judged history for people: what it was, what became of each promise, and what keeps the verdicts from being sure. No newline at its end. */
export function judgementText(file: string, judgement: Judgement, options: DiagramOptions): string {
  const { ascii, color, width } = options;
  const { title, lines, messages, time, ending, verdicts, history, gauges } = judgement;
  const pairs = (values: { readonly [name: string]: number }): string[] => Object.entries(values).map(([name, value]) => `${clean(name, ascii)} ${thousands(value)}`);
  const warnings = [...unread(judgement), ...disorder(judgement)].flatMap((text) => wrap(clean(text, ascii), width - 2).map((line, index) => (index === 0 ? `! ${line}` : `  ${line}`)));
  return [
    `${paint(clean(file, ascii), "bold", color)}${title === undefined ? "" : `   ${clean(title, ascii)}`}`,
    `${count(lines, "line")}, ${count(messages, "message")} in ${showTime(time)}; ${ending === undefined ? 'no line says "end"' : ENDINGS[ending]}`,
    "",
    ...verdictLines(verdicts, { ...options, place: "line" }),
    "",
    ...listed("history", pairs(history), width),
    ...listed("at most", pairs(gauges), width),
    ...(warnings.length === 0 ? [] : ["", ...warnings]),
  ].join("\n");
}

function unread({ unread: { lines, first } }: Judgement): string[] {
  if (lines === 0) return [];
  const more = lines > SHOWN ? [`... and ${thousands(lines - SHOWN)} more`] : [];
  return [`${count(lines, "line")} could not be read. The verdicts are about the rest: what is missing there may have been in them.`, ...first.slice(0, SHOWN).map(({ line, error }) => `line ${thousands(line)}: ${error}`), ...more];
}

function disorder({ disorder: { backwards, most, early } }: Judgement): string[] {
  return [
    ...(early === 0 ? [] : [`Of ${count(early, "message")} something is said before the line of their publish. Lines are taken in their order: put those of producers first.`]),
    ...(backwards === 0 ? [] : [`${count(backwards, "line")} ${backwards === 1 ? "is" : "are"} earlier than one before, by up to ${showTime(most)}. Lines are taken in their order: it must be that of what happened, as far as order, deadline and fenced go by it.`]),
  ];
}
