import { describe, expect, it } from "vitest";
import { explain } from "../../src/campaign/explain.ts";
import { LectureScreen } from "../../src/dashboard/lecture/screen.ts";
import { lessonOf } from "../../src/dashboard/lecture/lesson.ts";
import { RunScreen } from "../../src/dashboard/run/screen.ts";
import { widthOf } from "../../src/dashboard/text.ts";
import { jumpWords, needWords, pastWords } from "../../src/report/explanation-words.ts";
import { withParameters } from "../../src/scenario/parameters.ts";
import { resolve } from "../../src/scenario/resolve.ts";
import type { Stage } from "../../src/dashboard/stage.ts";
import { holds } from "../../src/index.ts";
import type { Scenario } from "../../src/index.ts";
import type { Plan } from "../../src/world/fault.ts";
import { KeptOutlet, LARGE, MIDDLE, open, SMALL, staged, subjectOf } from "./stages.ts";

/** The lost acknowledgement. */
const LOST = { plan: [{ fault: "drop", packet: "broker>p1 confirm m1 #1" }] as Plan, rates: false };

/** Lets a screen work as a terminal would, until it has nothing left to do. Returns how many turns it took. */
function settle(stage: Stage): number {
  let turns = 0;
  for (; stage.moving; turns++) stage.tick(33);
  return turns;
}

/** Rows as one text, blanks as one: lines are broken where the terminal ends. */
const flat = (text: string): string => text.replace(/\s+/g, " ");

describe("why a promise breaks", () => {
  it("is what explain says: each fault, the course, the jump and the past", async () => {
    const { stage, press, shows, run } = await open("lessons/lost-ack", LOST);
    press("w");
    settle(stage);
    const found = await explain(run.subject.scenario, { seed: "1", plan: LOST.plan, guarantee: "at-most-once" });
    const text = flat(shows(LARGE));
    expect(text).toContain("why at-most-once breaks");
    for (const words of [found.sentence, found.faults[0]!.line, needWords(found.faults[0]!), jumpWords(found.jump!), pastWords(found)]) expect(text).toContain(words);
    expect(text).toMatch(/░{20} +0 %.*█{20} +100 % after 1 fault/);
  });

  it("is looked for in turns, in which keys are heard, and not any more once it is closed", async () => {
    const { stage, press, shows, run } = await open("naive-queue/storm", { seed: "1" });
    const before = shows();
    press("w");
    expect(shows()).toContain("looking ...");
    expect(stage.moving).toBe(true);
    stage.tick(33);
    expect(shows()).toContain("looking ...");
    press("w");
    expect(stage.moving).toBe(false);
    expect(shows()).toBe(before);
    expect(run.player.branches.current.explanations.size).toBe(0);
    press("w", "escape");
    expect(shows()).toBe(before);
  });

  it("is kept for the run it is about, and looked for anew in another", async () => {
    const { stage, press, shows, run } = await open("lessons/lost-ack", LOST);
    press("w");
    expect(settle(stage)).toBeGreaterThan(0);
    const told = shows();
    press("w", "w");
    expect(stage.moving).toBe(false);
    expect(shows()).toBe(told);
    press("w", ":", "1", "2", "m", "s", "return", "+", "w");
    expect(run.player.branches.number).toBe(2);
    expect(stage.moving).toBe(true);
    settle(stage);
    expect(flat(shows())).toContain("not needed: it breaks without it as well delay");
    press("w", "z", "w");
    expect(stage.moving).toBe(false);
    expect(shows()).toBe(told);
  });

  it("stops where it is when the run is left for the screen before", async () => {
    const { run, stage, press } = await open("naive-queue/storm", { seed: "1" });
    const other = new RunScreen(run.subject, run.player.branches.current.conditions, { ascii: false, color: false }, new KeptOutlet());
    stage.open(other);
    press("w");
    stage.tick(33);
    press("q");
    expect(stage.screen).toBe(run);
    expect(other.moving).toBe(false);
  });

  it("takes what struck by chance as a plan, and names first what is needed of it", async () => {
    const { stage, press, shows, run } = await open("naive-queue/storm", { seed: "2" });
    press("w");
    settle(stage);
    const { plan } = run.player.branches.current;
    const text = flat(shows(LARGE));
    expect(plan).toHaveLength(4);
    expect(text).toContain(`what struck by chance is taken as a plan of ${plan.length} faults`);
    expect(text).toMatch(/what each fault is needed for .* Needed.* not needed: without any one of them/);
    const found = await explain(run.subject.scenario, { seed: "2", plan, guarantee: "at-least-once" });
    expect(run.player.branches.current.explanations.get("at-least-once")).toEqual(found);
  });

  it("is about the promise that broke last before the moment looked at", async () => {
    const { press, shows } = await open("naive-queue/storm", { seed: "2" });
    press("w");
    expect(shows()).toContain("why at-least-once breaks");
    press("w", "v", "w");
    expect(shows()).toContain("why order breaks");
    press("w", ">", "w");
    expect(shows()).toContain("why at-least-once breaks");
  });

  it("says in one line that nothing is broken, or that there is too much to explain", async () => {
    const clean = await open("lessons/lost-ack");
    clean.press("w");
    expect(clean.run.notice).toBe("no promise is broken in this run, so there is nothing to explain");
    expect(clean.stage.moving).toBe(false);
    const subject = await subjectOf("retry-without-dedup");
    const resolved = resolve(withParameters(subject.scenario, { "workload.messages": 2_000 }));
    const run = new RunScreen({ ...subject, resolved }, { seed: "1", plan: [], rates: true }, { ascii: false, color: false }, new KeptOutlet());
    const large = staged(run);
    large.press("w");
    expect(run.notice).toMatch(/^to explain 1,\d+ faults over 1\d,\d+ events would take minutes/);
    expect(large.stage.moving).toBe(false);
  });

  it("says why it cannot be told, where a run without a fault does what no handler may", async () => {
    const scenario: Scenario = {
      title: "A careless reader",
      nodes: [
        { name: "p", role: "producer", run: () => ({ publish: (ctx, { id }) => ctx.send("c", { type: "letter", message: id }) }) },
        { name: "c", role: "consumer", run: () => ({ receive: () => void Math.random() }) },
      ],
      workload: { messages: 1 }, obligation: "published", promises: { "at-least-once": holds() },
    };
    const subject = { target: "careless", scenario, parameters: {}, resolved: resolve(scenario), out: "reports" };
    const run = new RunScreen(subject, { seed: "1", plan: [{ fault: "drop", packet: "p>c letter m1 #1" }], rates: false }, { ascii: false, color: false }, new KeptOutlet());
    const { stage, press, shows } = staged(run);
    press("w");
    settle(stage);
    expect(flat(shows())).toMatch(/why at-least-once breaks .*Math\.random/);
    press("w");
    expect(shows()).toContain("before the first event");
  });

  it("is no key behind the curtain, where nobody tells what is broken", async () => {
    const { press, shows, stage } = await open("lessons/lost-ack", LOST);
    press("h", "w");
    expect(stage.moving).toBe(false);
    expect(shows()).not.toContain("why");
  });

  it("fills any terminal exactly, and can be read to its last line", async () => {
    const { stage, press, shows } = await open("naive-queue/storm", { seed: "1" });
    press("w");
    settle(stage);
    for (const size of [{ columns: 60, rows: 14 }, SMALL, MIDDLE, LARGE]) {
      press("home");
      const seen = new Set<string>();
      for (let page = 0; page < 20; page++) {
        const rows = stage.rows(size);
        expect(rows).toHaveLength(size.rows);
        for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(size.columns);
        shows(size).split("\n").forEach((row) => seen.add(row));
        press("down");
      }
      press("end");
      shows(size).split("\n").forEach((row) => seen.add(row));
      expect(shows(size)).not.toContain("below");
      expect([...seen].join(" ")).toMatch(/m6 took effect after m8.*drop c1>broker receive #5.*92.5ms .*The violation goes back to/);
    }
  });

  it("keeps to ASCII, and is told in sentences", async () => {
    const subject = await subjectOf("lessons/lost-ack");
    const run = new RunScreen(subject, { seed: "1", ...LOST }, { ascii: true, color: false }, new KeptOutlet());
    const { stage, press, shows } = staged(run);
    press("w");
    expect(stage.told()).toEqual(["why at-most-once breaks: looking ..."]);
    settle(stage);
    expect(shows()).toMatch(/^[\x00-\x7f]*$/);
    expect(stage.told()).toEqual([
      "why at-most-once breaks",
      "m1 took effect a second time, on c1 at 120ms",
      expect.stringMatching(/^drop broker>p1 confirm m1 #1: Needed; only the place and time matter/),
      "How likely the failure was, had the rest been left to chance: 0 % at 0us, 100 % at 15.5ms after 1 fault, 100 % at 120ms after 1 fault.",
      expect.stringMatching(/^It became likely between 15ms and 15.5ms/),
      expect.stringMatching(/^The violation goes back to 8 steps/),
    ]);
  });

  it("gives way in a lecture when that goes on", async () => {
    const look = { ascii: false, color: false };
    const lesson = lessonOf(await subjectOf("lessons/lost-ack"), look, new KeptOutlet());
    const { stage, press, shows } = staged(new LectureScreen(["lessons/lost-ack"], lesson, () => Promise.reject(new Error("one lesson only")), look));
    press("pageDown", "pageDown", "w");
    expect(shows()).toContain("looking ...");
    settle(stage);
    expect(shows()).toContain("It became likely");
    press("pageUp");
    expect(shows()).not.toContain("breaks");
    expect(shows()).toContain("event ");
  });
});
