import { DIAGRAM_STYLE } from "./assets.ts";
import { Words } from "./diagram/words.ts";
import type { FailureReport } from "./failure.ts";
import { attributes, element, escaped } from "./markup.ts";
import { described, drawing } from "./svg/drawing.ts";

/** The colours that a page would give it, on light ground and on dark. */
const COLOURS = `.diagram { --paper: #ffffff; --ink: #1b1d21; --muted: #5b6068; --line: #cfd2d6; --packet: #4c6a8f; --red: #b01e1e; --red-wash: #fdf0ee; --green: #12703a; --amber: #865300; }
@media (prefers-color-scheme: dark) { .diagram { --paper: #14161a; --ink: #e8e8e6; --muted: #a4aab3; --line: #3c4148; --packet: #8fb0d8; --red: #ff8f85; --red-wash: #331c1c; --green: #74d398; --amber: #e9b964; } }
`;

/** The diagram alone, as an SVG file: light and dark as whoever looks at it likes. */
export function failureSvg({ shown, run, guarantee, verdict }: FailureReport): string {
  const { markup, width, height, left } = drawing(shown);
  const title = `${run.scenario}: ${guarantee} ${verdict?.status === "fail" ? "is broken" : "holds"}`;
  const note = left === "" ? "" : `Not shown: ${left}.`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg"${attributes({ class: "diagram", role: "img", "aria-labelledby": "title what", viewBox: `0 0 ${width} ${height + (note === "" ? 0 : 24)}`, width, height: height + (note === "" ? 0 : 24) })}>
${element("title", { id: "title" }, escaped(title))}
${element("desc", { id: "what" }, escaped(`${verdict?.sentence ?? ""} ${described(shown, new Words(shown, false)).replace(" The same in words is in the story.", "")}`.trim()))}
<style>${COLOURS}${DIAGRAM_STYLE}</style>
<rect class="ground" width="100%" height="100%"/>
${markup}
${note === "" ? "" : element("text", { class: "role", x: 22, y: height + 8 }, escaped(note))}
</svg>
`;
}
