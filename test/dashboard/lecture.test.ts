import { describe, expect, it } from "vitest";
import { LECTURE } from "../../src/campaign/lecture.ts";
import { bundled } from "../../src/campaign/load.ts";
import { lessonOf } from "../../src/dashboard/lecture/lesson.ts";
import { LectureScreen } from "../../src/dashboard/lecture/screen.ts";
import { KeptOutlet, staged, subjectOf } from "./stages.ts";

const LOOK = { ascii: false, color: false };
const names = LECTURE.flatMap(({ lessons }) => lessons);
const lesson = async (name: string) => lessonOf(await subjectOf(name), LOOK, new KeptOutlet());
/** What was begun in the meantime, a lesson being loaded, is done. */
const turn = (): Promise<void> => new Promise((done) => void setImmediate(done));

describe("the lecture", () => {
  it("has every lesson there is, once, in ten parts and 45 minutes", () => {
    expect([...names].sort()).toEqual(bundled().map(({ name }) => name).filter((name) => name.startsWith("lessons/")));
    expect(LECTURE).toHaveLength(10);
    expect(LECTURE.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(45);
  });

  it("can be given from the first beat to the last with one key, and back, and everything it expects is so", async () => {
    const screen = new LectureScreen(names, await lesson(names[0]!), lesson, LOOK);
    const { press, shows } = staged(screen);
    const told = new Set<string>();
    for (let pressed = 0; pressed < 1_000; pressed++) {
      const shown = shows();
      told.add(screen.run.subject.target);
      expect(shown).not.toMatch(/is .*, not /);
      const before = shown;
      press("pageDown", ...(screen.moving ? ["pageDown"] : []));
      for (let wait = 0; wait < 200 && shows().includes("loading "); wait++) await turn();
      if (shows() === before) break;
    }
    expect([...told]).toEqual(names);
    expect(shows()).toContain("lesson 10 of 10");
    for (let pressed = 0; pressed < 1_000 && !/lesson 1 of 10/.test(shows()); pressed++) {
      press("pageUp");
      for (let wait = 0; wait < 200 && shows().includes("loading "); wait++) await turn();
    }
    expect(shows()).toContain("lesson 1 of 10");
  });

  it("brings the lesson back as it was after somebody has meddled with it", async () => {
    const screen = new LectureScreen(["lessons/lost-ack"], await lesson("lessons/lost-ack"), lesson, LOOK);
    const { press, shows } = staged(screen);
    press("pageDown", "pageDown");
    const before = shows();
    press("x", "return", ">");
    expect(shows()).toContain("branch 2/2");
    press("pageUp", "pageDown", "pageDown");
    expect(shows().replace(/ {2}branch 1\/2/, "")).toBe(before);
  });

  it("asks before it answers: after a timer's question nothing of what it sets off is seen", async () => {
    const { press, shows } = staged(new LectureScreen(["lessons/lost-ack"], await lesson("lessons/lost-ack"), lesson, LOOK));
    for (let beat = 0; beat < 6; beat++) press("pageDown");
    expect(shows()).toContain("100 ms of silence");
    expect(shows()).not.toContain("publish m1 #2");
  });
});
