import type { Parameters } from "../scenario/parameters.ts";
import { clean } from "./diagram/cells.ts";
import type { DiagramOptions } from "./diagram.ts";

/** In what setting a run was made. */
export interface Setting {
  readonly seed: string;
  /** What was set, by its path. */
  readonly parameters: Parameters;
}

/** The seed and what was set, as `run` takes them: side by side where it fits, whole lines else. */
export function settingLines({ seed, parameters }: Setting, { ascii, width }: DiagramOptions): readonly string[] {
  const set = Object.entries(parameters).map(([path, value]) => `--set ${path}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const all = [`--seed ${seed}`, ...set].map((one) => clean(one, ascii));
  const side = `  ${all.join(" ")}`;
  return side.length <= width ? [side] : all.map((one) => `  ${one}`);
}
