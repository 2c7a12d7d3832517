import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ORACLES } from "../support/oracles.ts";
import { play } from "../support/script.ts";
import type { Played } from "../support/script.ts";
import { scripts } from "../support/scripts.ts";

const HISTORIES = 1_000;

/** Every checker judges the same histories: each is made once. */
const known = new Map<string, Played>();
function playedOnce(script: Parameters<typeof play>[0]): Played {
  const key = JSON.stringify(script);
  const played = known.get(key) ?? play(script);
  known.set(key, played);
  return played;
}

describe(`on ${HISTORIES} random histories, a checker gives the verdict and the event of a definition that looks at the whole history again and again`, () => {
  it.each(Object.entries(ORACLES))("%s", (guarantee, oracle) => {
    const seen = { pass: 0, fail: 0, unknown: 0 };
    fc.assert(fc.property(scripts, (script) => {
      const played = playedOnce(script);
      const { status, at, sentence } = played.run.verdicts.find((verdict) => verdict.guarantee === guarantee)!;
      expect({ status, ...(at === undefined ? {} : { at }) }).toEqual(oracle(played));
      expect(sentence === undefined, `a sentence says why it is ${status}`).toBe(status === "pass");
      seen[status]++;
    }), { numRuns: HISTORIES, seed: 1978 });
    // Not by always saying the same.
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(HISTORIES / 50);
  });
});

describe("what a guarantee of one's own is told at the end", () => {
  it("is what the history says, and nothing is told of a run that was cut short", () => {
    fc.assert(fc.property(scripts, (script) => {
      const { run, events, summary } = play(script);
      expect(summary === undefined).toBe(run.ending === "events");
      if (summary === undefined) return;
      const distinct = (verb: string): number => new Set(events.filter((event) => event.verb === verb).map(({ message }) => message)).size;
      expect(summary).toMatchObject({ published: distinct("publish"), confirmed: distinct("confirm"), effects: events.filter(({ verb }) => verb === "effect").length });
      expect(summary.settled).toBe(run.verdicts.find(({ guarantee }) => guarantee === "progress")!.status === "pass");
      expect(summary.gauges).toEqual(highest(events));
    }), { numRuns: 300, seed: 1979 });
  });
});

function highest(events: Played["events"]): { readonly [name: string]: number } {
  const most: { [name: string]: number } = {};
  for (const { verb, detail } of events) {
    if (verb !== "poll") continue;
    const { gauge, value } = detail as { gauge: string; value: number };
    most[gauge] = Math.max(most[gauge] ?? value, value);
  }
  return most;
}
