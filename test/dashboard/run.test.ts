import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { replay } from "../../src/campaign/replay.ts";
import { shrink } from "../../src/campaign/shrink.ts";
import { widthOf } from "../../src/dashboard/text.ts";
import { readFailure } from "../../src/scenario/failure-file.ts";
import { printFault } from "../../src/world/plan-text.ts";
import { folder } from "../campaign/folder.ts";
import { LARGE, MIDDLE, open, SMALL } from "./stages.ts";

const planOf = ({ run }: Awaited<ReturnType<typeof open>>): readonly string[] => run.player.branches.current.plan.map(printFault);

describe("a run on the dashboard", () => {
  it("shows no more than has happened", async () => {
    const { press, shows, run } = await open("lessons/lost-ack");
    expect(shows()).toContain("before the first event");
    press("right", "right", "right", "right");
    expect(shows()).toContain("deliver m1");
    expect(shows()).not.toContain("EFFECT m1");
    expect(run.player.now).toBe(15_000);
  });

  it("comes back by steps to what it showed, step for step", async () => {
    const { press, shows, run } = await open("retry-without-dedup");
    const forth = [shows()];
    while (!run.player.atEnd) {
      press("right");
      forth.push(shows());
    }
    const back = [shows()];
    while (run.player.index >= 0) {
      press("left");
      back.push(shows());
    }
    expect(back.reverse()).toEqual(forth);
    expect(forth.length).toBeGreaterThan(40);
  });

  it("fills any terminal exactly, whatever is pressed", async () => {
    const opened = await open("dedup-at-consumer/storm");
    const { run, press, stage } = opened;
    const names = [...new Set(run.keys.flatMap((key) => key.press)), "?", "escape", "1", "return"].filter((name) => name !== "s");
    fc.assert(fc.property(fc.array(fc.constantFrom(...names), { maxLength: 25 }), fc.constantFrom(SMALL, MIDDLE, LARGE, { columns: 60, rows: 14 }), (pressed, size) => {
      press(...pressed);
      const rows = stage.rows(size);
      expect(rows).toHaveLength(size.rows);
      for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(size.columns);
    }), { numRuns: 60 });
  });

  it("asks for a larger terminal in one line where nothing could be told apart", async () => {
    const { shows } = await open("lessons/lost-ack");
    expect(shows({ columns: 50, rows: 12 }).split("\n")[0]).toBe("a terminal of at least 60x15 is needed");
  });
});

describe("what is done by hand", () => {
  it("is a plan entry that forks the run there, and leaves the old branch as it was", async () => {
    const opened = await open("lessons/lost-ack");
    const { press, shows, run } = opened;
    press("right", "right", "right", "right", "right");
    const before = shows();
    expect(before).toContain("confirm m1");
    press("d");
    expect(planOf(opened)).toEqual(["drop broker>p1 confirm m1 #1"]);
    expect(shows()).toContain("branch 2/2");
    expect(shows()).toContain("✗");
    press("v");
    expect(shows()).toContain("m1 took effect a second time");
    press("z", ":", "1", "5", ".", "5", "m", "s", "return");
    expect(run.player.branches.number).toBe(1);
    expect(shows().replace(/ +branch 1\/2/, "").split("\n").slice(1, 12)).toEqual(before.split("\n").slice(1, 12));
    press("Z");
    expect(run.player.branches.number).toBe(2);
  });

  it("can be saved: the file replays to the same digest and verdict, and shrinks", async () => {
    const out = folder({});
    const opened = await open("retry-without-dedup", { plan: [], rates: false }, out);
    const { press, run, outlet } = opened;
    press(":", "m", "1", "return", "right", "right", "right");
    while (run.selection.packet?.type !== "confirm") press("right");
    press("d", "p", "s");
    expect(run.notice).toMatch(/^saved /);
    const [command] = outlet.printed;
    const path = command!.replace("npx faultline replay ", "");
    const { run: branch } = run.player.branches.current;
    expect(readFailure(readFileSync(path, "utf8"), path).plan).toHaveLength(2);
    const replayed = await replay(path);
    expect(replayed).toMatchObject({ same: true, breaks: true });
    expect(replayed.run.digest).toBe(branch.digest);
    expect(replayed.run.verdicts).toEqual(branch.verdicts);
    const shrunk = await shrink(run.subject.scenario, { seed: branch.seed, plan: branch.struck, guarantee: "at-most-once" });
    expect(shrunk.plan).toHaveLength(1);
  });

  it("says in one line that there is nothing to save when nothing is broken", async () => {
    const { press, run, outlet } = await open("lessons/lost-ack");
    press("s");
    expect(run.notice).toContain("no promise is broken");
    expect(outlet.printed).toEqual([]);
  });

  it("is told as the command that does the same", async () => {
    const { press, outlet } = await open("lessons/lost-ack");
    press("right", "right", "right", "d", "y");
    expect(outlet.copied).toEqual(["npx faultline run lessons/lost-ack --seed 1 --plan 'drop p1>broker publish m1 #1'"]);
    expect(outlet.printed).toEqual(outlet.copied);
  });

  it("crashes a node between any two of its outputs", async () => {
    const opened = await open("lessons/lost-ack");
    const { press, shows, run } = opened;
    while (run.player.here.every(({ kind }) => kind !== "effect")) press("right");
    press("x");
    expect(shows()).toContain("before any output");
    expect(shows()).toContain("after effect m1");
    press("up", "up", "up", "down", "down", "return");
    const [entry] = planOf(opened);
    expect(entry).toMatch(/^crash c1 in broker>c1 deliver m1 #1 after \d for 500ms$/);
    expect(run.player.branches.current.run.missed).toEqual([]);
    press(">");
    expect(shows()).toContain("restart");
  });

  it("restarts a node that was crashed by hand, earlier than it would have", async () => {
    const opened = await open("lessons/lost-ack", { plan: [{ fault: "crash", node: "broker", at: 16_000, for: 500_000 }], rates: false });
    const { press, run } = opened;
    press(":", "1", "8", "m", "s", "return", "tab");
    while (run.selection.node !== "broker") press("tab");
    press("right", "r");
    const [entry] = planOf(opened);
    expect(entry).toMatch(/^crash broker at 16ms for \d+(us|ms)$/);
    expect(entry).not.toContain("500ms");
  });

  it("does everything else it offers: duplicate, delay, pause, partition, clock, all faults off", async () => {
    const opened = await open("lessons/lost-ack", { plan: [], rates: false });
    const { press, run } = opened;
    press("right", "right", "right", "D");
    expect(planOf(opened)).toEqual(["duplicate p1>broker publish m1 #1"]);
    press("z", "+");
    expect(planOf(opened)).toEqual(["delay p1>broker publish m1 #1 by 50ms"]);
    press("+");
    expect(planOf(opened)).toEqual(["delay p1>broker publish m1 #1 by 100ms"]);
    press("z", "z", "p");
    expect(planOf(opened)).toEqual(["pause p1 at 10001us for 1s"]);
    press("z", "P");
    expect(planOf(opened)).toEqual(["partition p1 | broker c1 at 10001us for 1s"]);
    press("z", "t");
    expect(planOf(opened)).toEqual(["clock p1 at 10001us by 10s"]);
    press("o");
    expect(planOf(opened)).toEqual([]);
    expect(run.player.branches.all.length).toBe(8);
  });

  it("can be done to a run in which chance struck: what struck is kept as a plan", async () => {
    const opened = await open("retry-without-dedup");
    const { press, run } = opened;
    const before = run.player.branches.current;
    press("right", "right", "right", "right", "d");
    const { plan, conditions } = run.player.branches.current;
    expect(conditions.rates).toBe(false);
    expect(plan.length).toBe(before.run.struck.length + 1);
  });
});

describe("ways of looking", () => {
  it("shows a producer the same, whether the request is lost or the answer, and nobody tells it", async () => {
    const shown = await Promise.all(["drop p1>broker publish m1 #1", "drop broker>p1 confirm m1 #1"].map(async (packet) => {
      const opened = await open("lessons/lost-ack", { plan: [{ fault: "drop", packet: packet.slice(5) }], rates: false });
      opened.press("h", ":", "1", "0", "9", "m", "s", "return");
      return opened.shows().split("\n").filter((row) => !row.includes("event ")).join("\n");
    }));
    expect(shown[0]).toBe(shown[1]);
    expect(shown[0]).toContain("publish m1");
    expect(shown[0]).not.toContain("dropped");
  });

  it("follows one message, filters, and shows causes, until Esc", async () => {
    const { press, shows, run } = await open("retry-without-dedup");
    press(">");
    const all = shows(LARGE);
    press(":", "m", "4", "return", "m", ">");
    expect(shows(LARGE)).toContain("following m4");
    expect(shows(LARGE)).not.toContain("publish m5");
    press("m", "/", ..."confirm", "return");
    expect(shows(LARGE)).toContain("only confirm");
    expect(shows(LARGE)).not.toContain("deliver m5");
    press("/", ..."confirm".split("").map(() => "backspace"), ..."!confirm", "return");
    expect(shows(LARGE)).toContain("without confirm");
    press("escape");
    expect(shows(LARGE)).toBe(all);
    press("<", "right", "right", "right", "right", "right", "c");
    expect(run.past()!.size).toBeGreaterThan(1);
  });

  it("has a large type that shows what counts", async () => {
    const { press, shows } = await open("lessons/lost-ack", { plan: [{ fault: "drop", packet: "broker>p1 confirm m1 #1" }], rates: false });
    press("B", "v");
    expect(shows()).toContain("DUPLICATES");
    expect(shows()).toContain("███");
    expect(shows()).toContain("at-most-once BROKEN");
  });

  it("says what can be pressed now, and finds keys by what they do", async () => {
    const { press, shows, run } = await open("lessons/lost-ack");
    press("?");
    expect(shows(LARGE)).toContain("What the keys do here");
    expect(shows(LARGE)).not.toContain("undo: back to the branch");
    press(..."curtain");
    expect(shows(LARGE)).toContain("only what the producers can see");
    expect(shows(LARGE)).not.toContain("step forward");
    press("escape", "right", "right", "right", "d", "?");
    expect(shows(LARGE)).toContain("undo: back to the branch");
    expect(run.player.branches.number).toBe(2);
  });

  it("tells it all in sentences as well", async () => {
    const { press, stage } = await open("lessons/lost-ack");
    press("right", "right", "right");
    expect(stage.told()).toEqual(["p1 sends publish m1 to broker", "event 5, published 1, confirmed 0, effects 0, duplicates 0"]);
  });
});
