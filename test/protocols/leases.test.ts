import { expect, it } from "vitest";
import { load } from "../../src/campaign/load.ts";
import { run } from "../../src/core.ts";
import type { Status } from "../../src/core.ts";

const WORKING = "pause c1 at 65ms for 200ms";
const ANSWERED = "pause c1 at 86ms for 200ms";

/** Whether fencing holds when c1 falls asleep over its work, and when it does so with the broker's answer on its way. */
async function asleep(name: string): Promise<readonly Status[]> {
  const lesson = await load(name);
  return [WORKING, ANSWERED].map((pause) => {
    const { missed, verdicts } = run(lesson, { plan: [pause] });
    expect(missed).toEqual([]);
    return verdicts.find(({ guarantee }) => guarantee === "fenced")!.status;
  });
}

it("a zombie writes when nobody checks, and when the broker was asked a moment too early; the sink turns it away by its token", async () => {
  expect(await asleep("lessons/zombie-fencing-without-tokens")).toEqual(["fail", "pass"]);
  expect(await asleep("lessons/zombie-fencing-at-the-broker")).toEqual(["pass", "fail"]);
  expect(await asleep("lessons/zombie-fencing")).toEqual(["pass", "pass"]);
});

it("a sink that looks at no token does not help, even if the tokens are sent", async () => {
  const fenced = await load("lessons/zombie-fencing");
  const { verdicts } = run({ ...fenced, sinks: [{ name: "storage" }] }, { plan: [WORKING] });
  expect(verdicts).toContainEqual(expect.objectContaining({ guarantee: "fenced", status: "fail", sentence: "c1 applied m1 at 265ms, though it had been replaced as the owner of m1 at 185ms" }));
});
