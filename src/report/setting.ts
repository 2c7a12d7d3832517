import type { Parameters } from "../scenario/parameters.ts";
import { clean } from "./diagram/cells.ts";
import type { DiagramOptions } from "./diagram.ts";

/** In what setting a run was made. */
export interface Setting {
  readonly seed: string;
  /** What was set, by its path. */
  readonly parameters: Parameters;
}

/** What was set, as it is typed. */
export function setFlags(parameters: Parameters): readonly string[] {
  return Object.entries(parameters).map(([path, value]) => `--set ${path}=${typeof value === "string" ? value : JSON.stringify(value)}`);
}

/** Flags to be copied: side by side where it fits, else whole lines, however long. */
export function flagLines(flags: readonly string[], { ascii, width }: Pick<DiagramOptions, "ascii" | "width">): readonly string[] {
  const all = flags.map((flag) => clean(flag, ascii));
  const side = `  ${all.join(" ")}`;
  return all.length > 0 && side.length <= width ? [side] : all.map((flag) => `  ${flag}`);
}
