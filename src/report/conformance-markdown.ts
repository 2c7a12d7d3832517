import type { Conformance, ConformanceRow } from "../campaign/conform/conformance.ts";
import { summary } from "./conformance.ts";

/** A conformance table as Markdown. No newline at its end. */
export function conformanceMarkdown(found: Conformance): string {
  const differing = found.rows.filter(({ difference }) => difference !== undefined);
  const table = found.rows.length === 0 ? [] : ["| row | what it shows | rules | outcome |", "|---|---|---|---|", ...found.rows.map(rowOf), ""];
  const scripts = (found.random?.differences ?? []).flatMap(({ row, model }) => ["```ts", row, `// the model: ${model.length === 0 ? "nothing" : model.join(" · ")}`, "```", ""]);
  return [...table, ...differing.flatMap(detailsOf), ...scripts, ...summary(found).map(cell).join("\n\n").split("\n")].join("\n");
}

function rowOf({ id, title, rules, versions, verdict, real }: ConformanceRow): string {
  return `| ${id} | ${cell(title)} | ${rules.map((rule) => `\`${rule}\``).join(", ")} | ${verdict}${real ? "" : ", model only"}${versions === undefined ? "" : ` (of ${versions.join(", ")})`} |`;
}

function detailsOf({ id, difference }: ConformanceRow): string[] {
  const { after, expected, model, broker } = difference!;
  const list = (name: string, lines: readonly string[]): string => `- ${name}: ${lines.length === 0 ? "nothing" : lines.map((line) => `\`${line.replaceAll("`", "'")}\``).join(", ")}`;
  return [`Row ${id}, after \`${after}\`:`, "", list("the row", expected), list("the model", model), ...(broker === undefined ? [] : [list("the broker", broker)]), ""];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
