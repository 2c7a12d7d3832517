import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Episode } from "./script.ts";

/** What was observed on a real cluster: by episode its steps, and for every play of it the lines of each step. */
export type Seen = { [episode: string]: { readonly steps: readonly string[]; readonly plays: (readonly (readonly string[])[])[] } };

const FILE = "bench/evidence/partitions/seen.json";

export function readSeen(): Seen {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as Seen) : {};
}

/** Plays of an episode as it is now; those of an older form of it count no more. */
export function playsOf(seen: Seen, { name, steps }: Episode): (readonly (readonly string[])[])[] {
  const known = seen[name];
  return known !== undefined && JSON.stringify(known.steps) === JSON.stringify(steps.map(([title]) => title)) ? known.plays : [];
}

export function addPlay(episode: Episode, play: readonly (readonly string[])[]): void {
  const seen = readSeen();
  const plays = [...playsOf(seen, episode), play];
  const steps = episode.steps.map(([title]) => title);
  writeFileSync(FILE, `${JSON.stringify({ ...seen, [episode.name]: { steps, plays } }, undefined, 1)}\n`);
}
