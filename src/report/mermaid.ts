import { showTime } from "../kernel/time.ts";
import type { Moment } from "../view/moments.ts";
import type { SpaceTime } from "../view/space-time.ts";
import { markOf } from "./diagram/marks.ts";
import { Words } from "./diagram/words.ts";
import type { FailureReport } from "./failure.ts";

/**
 * The diagram as a Mermaid sequence diagram, for Markdown. Its arrows take no time, so a packet stands where it arrives, or where it
 * dies (`-x`), with the time of its sending; what overtakes stands first. Nothing of the run's own words is markup.
 */
export function failureMermaid({ shown, run, guarantee, verdict }: FailureReport): string {
  const words = new Words(shown, false);
  const lines = shown.moments.flatMap((moment) => linesOf(moment, shown, words));
  return [
    "sequenceDiagram",
    `  accTitle: ${plain(`${run.scenario}, ${guarantee} ${verdict?.status === "fail" ? "is broken" : "holds"}`)}`,
    ...shown.lanes.map(({ index, name, role }) => `  participant n${index} as ${plain(words.clean(name))}${role === name || role === "other" ? "" : ` (${role})`}`),
    ...lines.map((line) => `  ${line}`),
  ].join("\n") + "\n";
}

function linesOf(moment: Moment, shown: SpaceTime, words: Words): string[] {
  const { packets, lanes, subscriptions } = shown;
  const everywhere = lanes.length === 1 ? "n0" : `n0,n${lanes.length - 1}`;
  const over = (lane: number, text: string): string => `Note over n${lane}: ${plain(`${showTime(moment.at)} ${text}`)}`;
  if (moment.kind === "send") {
    const packet = packets[moment.packet]!;
    return packet.fate === "in flight" ? [`n${packet.from}--)n${packet.to}: ${plain(`${showTime(moment.at)} ${words.label(packet)}, still under way`)}`] : [];
  }
  if (moment.implied || moment.kind === "held") return [];
  if (moment.kind === "violation") return [`Note over ${everywhere}: ${plain(`BROKEN ${moment.violation.guarantees.join(", ")}: ${words.clean(moment.violation.sentence)}`)}`];
  if (moment.kind === "elided") return [`Note over ${everywhere}: ${plain(`... ${words.elided(moment, false)} ...`)}`];
  if (moment.kind === "end") return [`Note over ${everywhere}: ${plain(`${showTime(moment.at)} ${words.ending(moment)}`)}`];
  if (moment.kind === "fault" && moment.lanes.length > 1) return [`Note over n${moment.lanes[0]},n${moment.lanes.at(-1)}: ${plain(`${showTime(moment.at)} ${words.fault(moment)}`)}`];
  if (moment.kind === "arrive" || moment.kind === "lost") {
    const packet = packets[moment.packet]!;
    const sent = packet.sentAt === moment.at || packet.sent < 0 ? "" : `, sent ${showTime(packet.sentAt)}`;
    const why = moment.kind === "lost" ? `, ${words.stop(packet).texts[0]}` : "";
    return [`n${packet.from}${moment.kind === "lost" ? "--x" : "->>"}n${packet.to}: ${plain(`${showTime(moment.at)} ${words.label(packet)}${sent}${why}`)}`];
  }
  const mark = markOf(moment, words, subscriptions.length > 1);
  return mark === undefined ? [] : [over(mark.lane, mark.texts[0]!)];
}

/** Text in which Mermaid finds no syntax: its own entities for what means something to it. */
function plain(text: string): string {
  return text.replace(/[#;:"'<>%{}\\`]|\bend\b/g, (sign) => (sign === "end" ? "#101;nd" : `#${sign.charCodeAt(0)};`));
}
