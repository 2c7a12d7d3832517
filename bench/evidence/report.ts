import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

/** Writes docs/evidence/<name>.md: what was claimed, the command, when and on what, and what came out. */
export function writeEvidence(name: string, title: string, body: string): void {
  const head = `# ${title}\n\nCommand: \`npm run evidence:${name}\` · ${new Date().toISOString().slice(0, 10)} · Node ${process.version} · ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}\n\n`;
  mkdirSync("docs/evidence", { recursive: true });
  writeFileSync(`docs/evidence/${name}.md`, `${head}${body.trimEnd()}\n`);
  process.stdout.write(`${body}\nwritten: docs/evidence/${name}.md\n`);
}

/** Rows as a Markdown table. */
export function markdown(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
