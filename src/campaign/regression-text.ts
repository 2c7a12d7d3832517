import type { FailureFile } from "../scenario/failure-file.ts";
import type { Resolved } from "../scenario/resolve.ts";
import { printFault } from "../world/plan-text.ts";
import { printable } from "../world/step-key.ts";
import type { Regression } from "./regression.ts";

/** What the scenario is made of, beside what was found. */
export interface Writing {
  readonly failure: FailureFile;
  readonly original: { readonly path: string } | { readonly name: string };
  readonly resolved: Resolved;
  readonly from: string;
  readonly name: string;
}

/** The scenario file of a failure that is kept. Text from the failure file ends up in strings and in a comment, nowhere else. */
export function regressionText({ guarantee, promised, plan, parameters, sentence }: Regression, { failure, original, resolved, from, name }: Writing): string {
  const isBundled = "name" in original;
  const altered = Object.keys(parameters).length > 0;
  const limits = resolved.scenario.promises[guarantee]?.limits;
  const lines = plan.map((fault) => `      ${JSON.stringify(printFault(fault))},\n`).join("");
  const by = [`    plan: [${lines === "" ? "" : `\n${lines}    `}],`, ...(limits === undefined ? [] : [`    limits: ${JSON.stringify(limits)},`])];
  const names = [promised, ...(isBundled ? ["load"] : []), "scenario", ...(altered ? ["withParameters"] : [])];
  return [
    "/**",
    ` * Promised: ${comment(guarantee)} of ${comment(resolved.name)}, ${promised === "breaks" ? "when it is repaired" : "since it was repaired"}.`,
    ` * What breaks it: ${comment(sentence)}.`,
    ` * Kept from ${comment(from)}. ${promised === "breaks" ? "When the protocol is repaired, write holds in the place of breaks: the plan must not break it then." : "The plan broke it once and must not again."}`,
    " */",
    `import { ${names.sort().join(", ")} } from "faultline";`,
    isBundled ? `\nconst original = await load(${JSON.stringify(original.name)});` : `import original from ${JSON.stringify(original.path)};`,
    "",
    "export default scenario({",
    `  ...${altered ? `withParameters(original, ${JSON.stringify(parameters)})` : "original"},`,
    `  name: ${JSON.stringify(name)},`,
    `  title: ${JSON.stringify(`Kept: ${printable(sentence)}`)},`,
    `  seed: ${JSON.stringify(failure.seed)},`,
    ...(resolved.scenario.beats === undefined ? [] : ["  beats: [],"]),
    `  promises: { ${JSON.stringify(guarantee)}: ${promised}({`,
    ...by,
    "  }) },",
    "});",
    "",
  ].join("\n");
}

/** Text from a file, for a comment. */
function comment(words: string): string {
  return printable(words.replace(/\s+/g, " ")).replaceAll("*/", "* /");
}
