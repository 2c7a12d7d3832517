import type { Conformance, ConformanceRow } from "../campaign/conform/conformance.ts";
import { summary } from "./conformance.ts";

/** A conformance table as Markdown. No newline at its end. */
export function conformanceMarkdown(found: Conformance): string {
  const differing = found.rows.filter(({ difference }) => difference !== undefined);
  const table = found.rows.length === 0 ? [] : ["| row | what it shows | rules | outcome |", "|---|---|---|---|", ...found.rows.map(rowOf), ""];
  return [...table, ...differing.flatMap(detailsOf), differencesMarkdown(found.random?.differences ?? []), summary(found).map(cell).join("\n\n")].join("\n");
}

/** Random scripts that were observed differently, as rows to be pasted. */
export function differencesMarkdown(differences: NonNullable<Conformance["random"]>["differences"]): string {
  return differences.map(({ row, model }) => ["```ts", row, `// the model: ${model.length === 0 ? "nothing" : model.join(" · ")}`, "```", ""].join("\n")).join("\n");
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
