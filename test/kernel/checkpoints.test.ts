import { describe, expect, it } from "vitest";
import { Checkpoints } from "../../src/kernel/checkpoints.ts";
import { Digest } from "../../src/kernel/digest.ts";

/** Records so many events; the digest after each, by event number. */
function recorded(events: number): { readonly checkpoints: Checkpoints; readonly after: readonly string[] } {
  const checkpoints = new Checkpoints();
  const digest = new Digest();
  const after = [digest.toString()];
  for (let event = 1; event <= events; event++) {
    digest.word(event);
    checkpoints.record(event, digest);
    after.push(digest.toString());
  }
  return { checkpoints, after };
}

describe("Checkpoints", () => {
  it.each([0, 1, 255, 4_095, 4_096])("stand after every event of a run of %i", (events) => {
    const { checkpoints, after } = recorded(events);
    expect(checkpoints.every).toBe(1);
    expect(checkpoints.digests).toEqual(after.slice(1));
  });

  it.each([4_097, 5_000, 8_192, 8_193, 100_000, 262_144])("are at most 256 in a run of %i events, evenly spaced from its first to its last, each as it was then", (events) => {
    const { checkpoints, after } = recorded(events);
    const { every, digests } = checkpoints;
    expect(digests.length).toBe(Math.floor(events / every));
    expect(digests.length).toBeLessThanOrEqual(256);
    expect(digests.length).toBeGreaterThanOrEqual(128);
    expect(digests).toEqual(digests.map((_, index) => after[(index + 1) * every]));
  });
});
