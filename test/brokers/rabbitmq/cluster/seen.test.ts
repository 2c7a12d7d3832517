/** Partitions as a real cluster of three nodes lived through them (bench/evidence/partitions): the model observes the same, step by step. */
import { describe, expect, it } from "vitest";
import { likeness } from "../../../../bench/evidence/partitions/compare.ts";
import { DIFFERENCES } from "../../../../bench/evidence/partitions/differences.ts";
import { EPISODES } from "../../../../bench/evidence/partitions/episodes.ts";
import { playOnModel } from "../../../../bench/evidence/partitions/play-model.ts";
import { playsOf, readSeen } from "../../../../bench/evidence/partitions/seen.ts";

const seen = readSeen();

describe("the model observes what a real cluster did", () => {
  for (const episode of EPISODES) {
    const plays = playsOf(seen, episode);
    it.skipIf(plays.length === 0)(episode.name, () => {
      const model = playOnModel(episode);
      const different = episode.steps.flatMap(([title], nth) => (likeness(model[nth]!, plays.map((play) => play[nth]!)) === "different" ? [title] : []));
      expect([...new Set(different)]).toEqual(Object.keys(DIFFERENCES[episode.name] ?? {}));
    });
  }
});
