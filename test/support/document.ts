/** A Markdown document as a person would follow it: what it tells to save is saved, what it tells to run is run, and what it shows is compared. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FENCE = /^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm;

/** A command in a ```console block, with what the document says it prints. */
export interface Shown {
  readonly command: string;
  readonly says: string;
  readonly prints: string;
}

/** An empty folder in which `faultline`, `vitest` and their types are installed, as far as a person can tell. */
export function furnish(folder: string): void {
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(ROOT, join(folder, "node_modules/faultline"));
  for (const name of ["vitest", "fast-check", "typescript", "@types/node"]) symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  writeFileSync(join(folder, "package.json"), '{ "name": "lesson", "private": true, "type": "module" }\n');
}

/**
 * Follows a document in a folder, from top to bottom. Blocks: ```ts file=NAME is saved; ```diff file=NAME changes it; ```console has
 * commands after "$ ", and what they print, where a line of "..." stands for any lines. `$ echo $?` prints the last exit code.
 * Other blocks are for reading. Returns what was shown, and the document as it would be right.
 */
export async function follow(path: string, folder: string): Promise<{ readonly shown: readonly Shown[]; readonly right: string }> {
  const text = readFileSync(path, "utf8");
  const shown: Shown[] = [];
  const replaced: [from: string, to: string][] = [];
  let code = 0;
  for (const [whole, language, more, body] of text.matchAll(FENCE) as Iterable<RegExpExecArray & [string, string, string, string]>) {
    const file = /file=(\S+)/.exec(more)?.[1];
    if (language === "diff" && file !== undefined) change(join(folder, file), body);
    else if (file !== undefined) save(join(folder, file), body);
    else if (language === "console") {
      let corrected = "```console\n";
      for (const part of body.split(/^\$ /m).slice(1)) {
        const [command, ...lines] = part.split("\n") as [string, ...string[]];
        const says = lines.join("\n").trimEnd();
        const done = command === "echo $?" ? { code, output: String(code) } : await run(command, folder);
        code = done.code;
        const prints = done.output.trimEnd();
        shown.push({ command, says, prints });
        corrected += `$ ${command}\n${agrees(command, says, prints) ? says : prints}${(says || prints) === "" ? "" : "\n"}`;
      }
      replaced.push([whole, `${corrected}\`\`\``]);
    }
  }
  return { shown, right: replaced.reduce((all, [from, to]) => all.replace(from, () => to), text) };
}

/** Does a command print what the document says? Times on the wall may differ; "..." stands for any lines. */
export function agrees(command: string, says: string, prints: string): boolean {
  const pattern = steady(command, says).split("\n").map((line) => (line === "..." ? "[\\s\\S]*?" : `${line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\n`)).join("");
  return new RegExp(`^${pattern}$`).test(`${steady(command, prints)}\n`);
}

function steady(command: string, output: string): string {
  const text = output.split("\n").map((line) => line.trimEnd()).join("\n");
  if (/vitest/.test(command)) return text.replace(/\b\d+(\.\d+)?m?s\b/g, "1ms").replace(/^( *Start at ).*$/gm, "$1").replace(/^( *Duration ).*$/gm, "$1").replace(/ RUN .*/g, " RUN");
  return text.replace(/, \d+(\.\d+)?s\)/g, ", 1s)");
}

function save(path: string, body: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, body);
}

/** Each run of "-" lines is found as it stands, and replaced by the "+" lines that follow; lines without either say where. */
function change(path: string, body: string): void {
  const lines = body.trimEnd().split("\n");
  const side = (sign: string): string => lines.filter((line) => line.startsWith(sign) || line.startsWith(" ")).map((line) => line.slice(1)).join("\n");
  const text = readFileSync(path, "utf8");
  const from = side("-");
  if (text.split(from).length !== 2) throw new Error(`${path}: not there exactly once:\n${from}`);
  writeFileSync(path, text.replace(from, () => side("+")));
}

function run(command: string, cwd: string): Promise<{ readonly code: number; readonly output: string }> {
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...env } = process.env;
  const tools = `npx() { tool=$1; shift; case $tool in
    faultline) "${process.execPath}" "${join(ROOT, "dist/src/cli/main.js")}" "$@";;
    vitest) "${process.execPath}" "${join(ROOT, "node_modules/vitest/vitest.mjs")}" "$@";;
    tsc) "${process.execPath}" "${join(ROOT, "node_modules/typescript/bin/tsc")}" "$@";;
    *) echo "npx $tool: not in this document's folder"; return 127;; esac; }`;
  return new Promise((done) => {
    execFile("sh", ["-c", `${tools}\n{ ${command}\n} 2>&1`], { cwd, env: { ...env, NO_COLOR: "1", VITEST: "" }, maxBuffer: 1 << 24 }, (error, stdout) => {
      done({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout });
    });
  });
}
