import { showTime } from "../../kernel/time.ts";
import type { Moment } from "../../view/moments.ts";
import { clockOf, vectorClocks } from "../../view/vector-clocks.ts";
import type { FailureReport } from "../failure.ts";
import { attributes, element, escaped } from "../markup.ts";
import { Sentences } from "../sentences.ts";

/** Of a run of more moments than this the page has no causal past: their clocks would not fit into memory. */
const LONG = 200_000;

/** Whether the page can tell what happened before a moment. */
export function knowsPast({ whole }: FailureReport): boolean {
  return whole.moments.length <= LONG;
}

/** What is shown, as a list for whoever reads or listens; also what the page's script knows of the moments. */
export function storyList(report: FailureReport): string {
  const { shown, whole } = report;
  const clocks = knowsPast(report) ? vectorClocks(whole) : undefined;
  const sentences = new Sentences(shown);
  const there = new Set(shown.moments.map(({ index }) => index));
  const items = shown.moments.filter((moment) => isTold(moment, shown.packets, there)).map((moment) => {
    if (moment.kind === "elided") return `<li class="muted"><span class="stamp">⋮</span>${element("p", {}, escaped(sentences.of(moment)))}</li>`;
    const own = clocks === undefined ? Infinity : clockOf(whole.moments[moment.index]!, whole);
    const message = messageOf(moment, shown.packets);
    const its = attributes({
      class: moment.kind === "violation" ? "violation" : undefined,
      id: `moment-${moment.index}`, "data-moment": moment.index, "data-message": message > 0 ? message : undefined,
      "data-own": own < whole.lanes.length ? own : undefined,
      "data-clock": clocks?.[moment.index]!.join(),
    });
    const details = sentences.details(moment);
    return `<li${its}><a class="stamp" href="#moment-${moment.index}">${showTime(moment.at)}</a>${element("p", {}, escaped(sentences.of(moment)))}<dl>${details.map(([name, value]) => `${element("dt", {}, escaped(name))}${element("dd", {}, escaped(value))}`).join("")}</dl></li>`;
  });
  return `<ol class="story" id="story">\n${items.join("\n")}\n</ol>`;
}

/** Not what a neighbour says already: a packet that is lost where it is sent is told with its sending. */
function isTold(moment: Moment, packets: FailureReport["shown"]["packets"], there: ReadonlySet<number>): boolean {
  if (moment.implied) return false;
  if (moment.kind === "start") return moment.nth > 1;
  if (moment.kind !== "lost") return true;
  const { copy, endedAt, sentAt, sent } = packets[moment.packet]!;
  return copy !== "" || endedAt !== sentAt || !there.has(sent);
}

function messageOf(moment: Moment, packets: FailureReport["shown"]["packets"]): number {
  return "packet" in moment ? packets[moment.packet]!.message : "message" in moment ? moment.message : 0;
}
