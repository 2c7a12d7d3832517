import { expect, it } from "vitest";
import { load } from "../../src/campaign/load.ts";
import { run } from "../../src/core.ts";
import type { Status } from "../../src/core.ts";

/** What becomes of a guarantee when the consumer crashes after 0, 1, 2, ... outputs of its first delivery: as far as the handler goes. */
async function strip(name: string, guarantee: string): Promise<readonly Status[]> {
  const lesson = await load(name);
  const strip: Status[] = [];
  for (let after = 0; ; after++) {
    const { missed, verdicts } = run(lesson, { plan: [`crash c1 in broker>c1 deliver m1 #1 after ${after} for 50ms`] });
    if (missed.length > 0) return strip;
    strip.push(verdicts.find((verdict) => verdict.guarantee === guarantee)!.status);
  }
}

it("survives a crash at any cut of a delivery when effect and id are one commit", async () => {
  expect(await strip("lessons/atomic-inbox", "effectively-once")).toEqual(["pass", "pass", "pass", "pass", "pass"]);
});

it("has one cut that repeats the effect when they are two: the one between them", async () => {
  expect(await strip("lessons/atomic-inbox-split", "at-most-once")).toEqual(["pass", "pass", "fail", "pass", "pass", "pass"]);
  expect(await strip("lessons/atomic-inbox-split", "at-least-once")).not.toContain("fail");
});
