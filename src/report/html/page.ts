import { PAGE_SCRIPT, PAGE_STYLE, SCRIPT_HASH, STYLE_HASH } from "../assets.ts";
import { attributes, element, escaped } from "../markup.ts";

/** What a page holds, all of it markup but the title. */
export interface Page {
  readonly title: string;
  /** Where the skip link leads: an id and what is there. */
  readonly skip: readonly [id: string, what: string];
  readonly main: readonly string[];
  readonly footer: string;
  /** Version of Faultline. */
  readonly faultline: string;
}

/** A whole page in one file: no address is fetched, nothing but its own style and script is obeyed. */
export function page({ title, skip: [id, what], main, footer, faultline }: Page): string {
  const policy = `default-src 'none'; style-src '${STYLE_HASH}'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${escaped(`Faultline ${faultline}`)}">
<title>${escaped(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<a class="skip-link" href="#${id}">Skip to ${escaped(what)}</a>
<header><strong>Faultline</strong><span>report</span>${element("button", { id: "theme", type: "button", hidden: true, "data-needs-script": true }, "Dark or light")}</header>
<main>
${main.join("\n")}
</main>
<footer>${footer}</footer>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** A part of a page under a heading that names it. */
export function section(id: string, heading: string, ...content: readonly string[]): string {
  return `<section id="${id}"${attributes({ "aria-labelledby": `${id}-heading` })}>\n${element("h2", { id: `${id}-heading` }, escaped(heading))}\n${content.filter((part) => part !== "").join("\n")}\n</section>`;
}

/** Names and values; the values are markup. */
export function facts(kind: string, pairs: readonly (readonly [name: string, value: string])[]): string {
  return element("dl", { class: kind === "" ? undefined : kind }, ...pairs.map(([name, value]) => `<div>${element("dt", {}, escaped(name))}${element("dd", {}, value)}</div>`));
}

/** A command, and a button that copies it. */
export function command(id: string, text: string): string {
  return `<div class="command">${element("code", { id }, escaped(text))}${element("button", { type: "button", "data-copies": id, hidden: true, "data-needs-script": true }, "Copy")}</div>`;
}
