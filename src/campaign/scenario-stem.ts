import { relative, resolve } from "node:path";
import { hexadecimal, hashText } from "../kernel/hash.ts";
import type { Scenario } from "../scenario/types.ts";
import { sourceOf } from "./load.ts";

/**
 * What files about a scenario are called in a folder: by its name; for a user's file, whose name another file may have as well, with
 * eight digits of where that lies as seen from the folder, so that both may be moved together.
 */
export function stemOf(scenario: Scenario, name: string, folder: string): string {
  const safe = name.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 100);
  const source = sourceOf(scenario);
  if (source === undefined || source.name !== undefined) return safe;
  const place = relative(resolve(folder), source.path).replaceAll("\\", "/");
  return `${safe}-${hexadecimal(hashText(place, 0), 0).slice(0, 8)}`;
}
