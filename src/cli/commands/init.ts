import { quoted } from "../../scenario/replay-command.ts";
import { init } from "../../campaign/init.ts";
import { VERSION } from "../../campaign/version.ts";
import { table } from "../../report/table.ts";
import { printable } from "../../world/step-key.ts";
import { AS_PROMISED } from "../exit.ts";
import type { Output } from "../output.ts";

const ABOUT: { readonly [name: string]: string } = {
  "protocol.ts": "what runs: a producer and a consumer",
  "scenario.ts": "who runs it, what goes wrong, what is promised; and what to try",
  "scenario.test.ts": "a test for each promise; they pass, for the scenario says what breaks",
  "tsconfig.json": "how the types are checked",
  "package.json": "what is to be installed",
};

/** `faultline init [DIR]`: a protocol, a scenario and a test to start from. Overwrites nothing. */
export async function initCommand(folder: string, output: Output): Promise<number> {
  const started = init(folder);
  const { written, kept, missing } = started;
  const install = missing.length === 0 ? [] : [written.includes("package.json") ? "npm install" : `npm install -D ${missing.map(quoted).join(" ")}`];
  const next = [...(folder === "." ? [] : [`cd ${quoted(folder)}`]), ...install, "npx vitest run", "npx faultline check scenario.ts"];
  output.text([
    `In ${folder === "." ? "this folder" : printable(folder)}:`,
    table([...written.map((name) => [`  ${name}`, ABOUT[name]!]), ...kept.map((name) => [`  ${name}`, "was there and is as it was"])]),
    "",
    "Next:",
    ...next.map((line) => `  ${line}`),
  ].join("\n"));
  output.document({ version: VERSION, ...started, next });
  return AS_PROMISED;
}
