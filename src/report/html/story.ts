import { showTime } from "../../kernel/time.ts";
import type { Moment } from "../../view/moments.ts";
import { clockOf, vectorClocks } from "../../view/vector-clocks.ts";
import type { FailureReport } from "../failure.ts";
import { attributes, element, escaped } from "../markup.ts";
import { Sentences } from "../sentences.ts";

/** What is shown, as a list for whoever reads or listens; also what the page's script knows of the moments. */
export function storyList({ shown, whole }: FailureReport): string {
  const clocks = vectorClocks(whole);
  const sentences = new Sentences(shown);
  const items = shown.moments.filter((moment) => !moment.implied && (moment.kind !== "start" || moment.nth > 1)).map((moment) => {
    const own = moment.kind === "elided" ? undefined : clockOf(whole.moments[moment.index]!, whole);
    const message = messageOf(moment, shown.packets);
    const its = attributes({
      class: moment.kind === "violation" ? "violation" : undefined,
      id: `moment-${moment.index}`, "data-moment": moment.index, "data-message": message > 0 ? message : undefined,
      "data-own": own !== undefined && own < whole.lanes.length ? own : undefined,
      "data-clock": moment.kind === "elided" ? undefined : clocks[moment.index]!.join(),
    });
    const details = sentences.details(moment);
    return `<li${its}><a class="stamp" href="#moment-${moment.index}">${showTime(moment.at)}</a>${element("p", {}, escaped(sentences.of(moment)))}<dl>${details.map(([name, value]) => `${element("dt", {}, escaped(name))}${element("dd", {}, escaped(value))}`).join("")}</dl></li>`;
  });
  return `<ol class="story" id="story">\n${items.join("\n")}\n</ol>`;
}

function messageOf(moment: Moment, packets: FailureReport["shown"]["packets"]): number {
  return "packet" in moment ? packets[moment.packet]!.message : "message" in moment ? moment.message : 0;
}
