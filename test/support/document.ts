/** A Markdown document as a person would follow it: what it tells to save is saved, what it tells to run is run, and what it shows is compared. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./shell.ts";
import type { Shell } from "./shell.ts";

const FENCE = /^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm;

/** Something a document shows, such as a command with what it prints, and what there is in truth. */
export interface Shown {
  readonly what: string;
  readonly says: string;
  readonly prints: string;
}

/** An empty folder in which `faultline`, `vitest` and their types are installed, as far as a person can tell. */
export function furnish(folder: string): void {
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(ROOT, join(folder, "node_modules/faultline"));
  for (const name of ["vitest", "fast-check", "typescript", "@types/node"]) symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  writeFileSync(join(folder, "package.json"), '{ "dependencies": { "faultline": "*" } }\n');
}

/**
 * Follows a document in a folder, from top to bottom, with a shell in that folder. Blocks: ```ts file=NAME is saved; ```diff file=NAME changes it; ```ts same=NAME
 * shows what it has become; ```console has commands after "$ ", and what they print, where a line of "..." stands for any lines.
 * `$ echo $?` prints the last exit code. Other blocks are for reading. Returns what was shown, and the document as it would be right.
 */
export async function follow(path: string, folder: string, shell: Shell): Promise<{ readonly shown: readonly Shown[]; readonly right: string }> {
  const text = readFileSync(path, "utf8");
  const shown: Shown[] = [];
  let right = "";
  let read = 0;
  let code = 0;
  for (const { 0: whole, 1: language, 2: more, 3: body, index } of text.matchAll(FENCE) as Iterable<RegExpExecArray & [string, string, string, string]>) {
    const [, use, name] = /(file|same)=(\S+)/.exec(more) ?? [];
    const file = join(folder, name ?? "");
    let corrected = whole;
    if (use === "same") {
      const prints = readFileSync(file, "utf8");
      shown.push({ what: name!, says: body, prints });
      corrected = `\`\`\`${language}${more}\n${prints}\`\`\``;
    } else if (use === "file" && language === "diff") change(file, body);
    else if (use === "file") save(file, body);
    else if (language === "console") {
      corrected = "```console\n";
      for (const part of body.split(/^\$ /m).slice(1)) {
        const [command, ...lines] = part.split("\n") as [string, ...string[]];
        const says = lines.join("\n").trimEnd();
        const done = command === "echo $?" ? { code, output: String(code) } : await shell.run(command);
        code = done.code;
        const prints = done.output.trimEnd();
        shown.push({ what: `$ ${command}`, says, prints });
        const kept = agrees(says, prints) ? says : prints;
        corrected += `$ ${command}\n${kept}${kept === "" ? "" : "\n"}`;
      }
      corrected += "```";
    }
    right += text.slice(read, index) + corrected;
    read = index + whole.length;
  }
  return { shown, right: right + text.slice(read) };
}

/** Is this what the document says? Times on the wall may differ; a line of "..." stands for any lines. */
export function agrees(says: string, prints: string): boolean {
  const pattern = steady(says).split("\n").map((line) => (line === "..." ? "(?:.*\\n)*?" : `${line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\n`)).join("");
  return new RegExp(`^${pattern}$`).test(`${steady(prints)}\n`);
}

/** Without what differs from one execution to the next: how long it took, and where. */
function steady(output: string): string {
  return output
    .replace(/ +$/gm, "")
    .replace(/(\d runs?,.*) \d+\.\d+s(?: by \d+ workers)?((?:,? as shard \d+ of \d+| in \d+ shards)?\)?)$/gm, "$1 1.0s$2")
    .replace(/^ RUN .*$/gm, " RUN")
    .replace(/^ +(Start at|Duration) .*$/gm, " $1")
    .replace(/^( [✓❯×] .*) \d+ms$/gm, "$1 1ms")
    .replace(/^(   [✓×] .*?)(?: +\d+ms)?$/gm, "$1");
}

function save(path: string, body: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, body);
}

/** Its "-" lines are found as they stand, and replaced by its "+" lines; the others say where. */
function change(path: string, body: string): void {
  const lines = body.split("\n").slice(0, -1);
  const side = (sign: string): string => lines.filter((line) => line === "" || line.startsWith(sign) || line.startsWith(" ")).map((line) => `${line.slice(1)}\n`).join("");
  const text = readFileSync(path, "utf8");
  const from = side("-");
  if (text.split(from).length !== 2) throw new Error(`${path}: not there exactly once:\n${from}`);
  writeFileSync(path, text.replace(from, () => side("+")));
}
