import { bundled, load } from "../../campaign/load.ts";
import { AS_PROMISED } from "../exit.ts";
import type { Output } from "../output.ts";
import { pulse } from "../pulse.ts";
import { table } from "../../report/table.ts";
import { VERSION } from "../../campaign/version.ts";

/** `faultline list`: the bundled scenarios, a line each. */
export async function list(output: Output): Promise<number> {
  const scenarios = [];
  for (const { name, path } of await bundled()) {
    pulse({ doing: `loading ${name}` });
    const scenario = await load(name);
    scenarios.push({ name, title: scenario.title, path, promises: Object.fromEntries(Object.entries(scenario.promises).map(([guarantee, promise]) => [guarantee, "holds" in promise ? "holds" : "breaks"])) });
  }
  output.text(table(scenarios.map(({ name, title }) => [name, title])));
  output.document({ version: VERSION, scenarios });
  return AS_PROMISED;
}
