import { describe, expect, it } from "vitest";
import type { Disk, Plain, Process } from "../../src/core.ts";
import { play } from "../support/stage.ts";
import type { Say, Setting, Staged } from "../support/stage.ts";

type Work = (disk: Disk) => void;

/** Everything on a disk: "a=1 b=torn". */
function contents(disk: Disk): string {
  return disk.keys().map((key) => `${key}=${JSON.stringify(disk.read(key)) ?? "torn"}`).join(" ");
}

/** A node that works on its disk at the given milliseconds of its first life, and says what it finds when it starts again and what its syncs come to. */
function worker(say: Say, works: { readonly [ms: number]: Work }, look = -1): Process {
  return {
    start(ctx) {
      if (ctx.incarnation > 1) return say(`found ${contents(ctx.disk)}`);
      for (const ms of Object.keys(works)) ctx.timer("work", Number(ms) * 1_000, Number(ms) + 1);
      if (look >= 0) ctx.timer("look", look * 1_000);
    },
    wake(ctx, timer, ms) {
      if (timer === "look") return say(`sees ${contents(ctx.disk)}`);
      works[ms! - 1]!(ctx.disk);
    },
    synced: (_ctx, tag, error) => say(`synced ${tag}${error === undefined ? "" : `: ${error}`}`),
  };
}
const put = (...pairs: readonly string[]): Work => (disk) => { for (const pair of pairs) disk.write(pair[0]!, pair.slice(2)); };
const sync: Work = (disk) => disk.sync("s");
const both = (...works: readonly Work[]): Work => (disk) => { for (const work of works) work(disk); };
/** The disk is worked on, then the node crashes and is back at once. */
const after = (works: { readonly [ms: number]: Work }, plan: readonly string[], more: Setting & { look?: number } = {}): readonly string[] => staged(works, plan, more).said;
const staged = (works: { readonly [ms: number]: Work }, plan: readonly string[], { look, ...more }: Setting & { look?: number } = {}): Staged => play((say) => ({ a: worker(say, works, look) }), { plan, ...more });

describe("a disk", () => {
  it("shows its writes and removals at once, synced or not", () => {
    expect(after({ 0: put("a 1", "b 2", "a 3"), 1: (disk) => disk.remove("b") }, [], { look: 2 })).toEqual(['2ms sees a="3"']);
  });

  it("lists keys by their code units, those with a prefix where one is given, whatever the order of writing", () => {
    const keys = ["b", "a", "B", "ä", "a10", "a2", "\u{1f4a5}", "\uffff", ""];
    const { said } = play((say) => ({ a: { start(ctx) { for (const key of keys) ctx.disk.write(key, null); say(ctx.disk.keys().join()); say(ctx.disk.keys("a").join()); say(ctx.disk.keys("c").join()); } } }));
    expect(said).toEqual(["0us ,B,a,a10,a2,b,ä,\u{1f4a5},\uffff", "0us a,a10,a2", "0us "]);
  });

  it("gives undefined for what is not there, and keeps null, false, 0 and the empty text as they are", () => {
    const values: readonly Plain[] = [null, false, 0, "", [], {}];
    const { said } = play((say) => ({ a: { start(ctx) { values.forEach((value, index) => ctx.disk.write(`k${index}`, value)); say(values.map((_, index) => JSON.stringify(ctx.disk.read(`k${index}`))).join(" ")); say(String(ctx.disk.read("k"))); } } }));
    expect(said).toEqual(['0us null false 0 "" [] {}', "0us undefined"]);
  });

  it("takes a time to sync, by default half a millisecond, and says which sync it was", () => {
    expect(after({ 0: both(put("a 1"), (disk) => disk.sync("one"), (disk) => disk.sync("two")) }, [], { sync: "3ms" })).toEqual(["3ms synced one", "3ms synced two"]);
  });

  it("draws the time of a sync by the last key written, so that other syncs do not move it", () => {
    const node = (works: readonly (readonly [key: string, tag: string])[]): readonly string[] => play((say) => ({ a: { start(ctx) { for (const [key, tag] of works) { ctx.disk.write(key, 1); ctx.disk.sync(tag); } }, synced: (_ctx, tag) => say(tag) } }), { sync: "uniform(1ms, 1s)" }).said;
    const [alone] = node([["m7", "s"]]);
    expect(node([["m6", "x"], ["m7", "s"]])).toContain(alone);
    expect(node([["m8", "s"]])).not.toEqual([alone]);
  });
});

describe("a power loss", () => {
  const works = { 0: both(put("a 1", "b 1"), sync), 5: both(put("a 2", "c 2"), (disk) => disk.remove("b"), put("d 2")) };

  it("loses what was not synced, and restores what it replaced or removed", () => {
    expect(after(works, ["crash a at 10ms for 1ms"])).toEqual(["1ms synced s", '11ms found a="1" b="1"']);
    expect(after(works, ["crash a at 10ms for 1ms disk lose"])).toEqual(after(works, ["crash a power at 10ms for 1ms"]));
  });

  it.each<[string, string]>([
    ["keep", 'a="2" c="2" d="2"'],
    ["prefix 0", 'a="1" b="1"'],
    ["prefix 1", 'a="2" b="1"'],
    ["prefix 3", 'a="2" c="2"'],
    ["prefix 9", 'a="2" c="2" d="2"'],
    ["tear 0", 'a=torn b="1"'],
    ["tear 1", 'a="2" b="1" c=torn'],
    ["tear 2", 'a="2" b=torn c="2"'],
    ["tear 3", 'a="2" c="2" d=torn'],
    ["tear 4", 'a="2" c="2" d="2"'],
  ])("with disk %s leaves %s", (disk, found) => {
    expect(after(works, [`crash a at 10ms for 1ms disk ${disk}`])).toEqual(["1ms synced s", `11ms found ${found}`]);
  });

  it("loses what was written while a sync was under way, and that sync's own writes if it comes first", () => {
    const two = { 0: both(put("a 1"), sync), 2: put("b 2") };
    expect(after(two, ["crash a at 10ms for 1ms"], { sync: "5ms" })).toEqual(["5ms synced s", '11ms found a="1"']);
    expect(after(two, ["crash a at 4ms for 1ms"], { sync: "5ms" })).toEqual(["5ms found "]);
  });

  it("leaves what it left: a torn entry stays torn through the next one, until it is written again", () => {
    const { said } = play((say) => ({ a: { start(ctx) { say(contents(ctx.disk)); if (ctx.incarnation !== 2) ctx.disk.write("a", ctx.incarnation); if (ctx.incarnation === 3) ctx.disk.sync("s"); } } }), { plan: ["crash a at 10ms for 1ms disk tear 0", "crash a at 20ms for 1ms", "crash a at 30ms for 1ms"] });
    expect(said).toEqual(["0us ", "11ms a=torn", "21ms a=torn", "31ms a=3"]);
  });
});

describe("a kill, and a stop", () => {
  it.each(["kill", "stop"])("keep what was written (%s), which a later power loss still loses", (how) => {
    const works = { 0: both(put("a 1"), sync), 5: put("a 2", "b 2") };
    expect(after(works, [`crash a ${how} at 10ms for 1ms`, "crash a at 20ms for 1ms"])).toEqual(["1ms synced s", '11ms found a="2" b="2"', '21ms found a="1"']);
  });

  it("leave a sync that was under way without an answer and without effect", () => {
    const works = { 0: both(put("a 1"), sync) };
    expect(after(works, ["crash a kill at 2ms for 1ms", "crash a at 20ms for 1ms"], { sync: "5ms" })).toEqual(['3ms found a="1"', "21ms found "]);
  });
});

describe("a disk in trouble", () => {
  const works = { 0: both(put("a 1"), sync), 10: both(put("b 2"), sync), 20: both(put("c 3"), sync) };
  const CRASH = "crash a at 30ms for 1ms";

  it.each<[string, readonly string[]]>([
    ["lost-sync at 0us", ["1ms synced s", "11ms synced s", "21ms synced s", '31ms found a="1" b="2" c="3"']],
    ["lost-sync at 15ms", ["1ms synced s", "11ms synced s", "21ms synced s", '31ms found a="1" b="2"']],
    ["lost-sync at 5ms for 30ms", ["1ms synced s", "11ms synced s", "21ms synced s", '31ms found a="1"']],
    ["torn at 15ms", ["1ms synced s", "11ms synced s", "21ms synced s", '31ms found a="1" b="2" c=torn']],
    ["torn at 5ms for 30ms", ["1ms synced s", "11ms synced s", "21ms synced s", '31ms found a="1" b=torn c=torn']],
    ["slow at 5ms", ["1ms synced s", "20ms synced s", "21ms synced s", '31ms found a="1" b="2" c="3"']],
    ["slow at 5ms for 30ms", ["1ms synced s", "20ms synced s", '31ms found a="1" b="2"']],
    ["full at 5ms", ["1ms synced s", "11ms synced s: full", "21ms synced s", '31ms found a="1" b="2" c="3"']],
    ["full at 5ms for 30ms", ["1ms synced s", "11ms synced s: full", "21ms synced s: full", '31ms found a="1"']],
    ["error at 15ms", ["1ms synced s", "11ms synced s", "21ms synced s: error", '31ms found a="1" b="2"']],
    ["error at 5ms for 10ms", ["1ms synced s", "11ms synced s: error", "21ms synced s", '31ms found a="1" b="2" c="3"']],
  ])("%s", (trouble, said) => {
    const { said: real, struck } = staged(works, [`disk a ${trouble}`, CRASH]);
    expect(real).toEqual(said);
    expect(struck).toEqual([`disk a ${trouble}`, CRASH]);
  });

  it("leaves what it refused in the buffer, where it is seen, kept by a kill, and synced with the next", () => {
    expect(after({ 0: both(put("a 1"), sync) }, ["disk a error at 0us", "crash a kill at 10ms for 1ms"])).toEqual(["1ms synced s: error", '11ms found a="1"']);
  });

  it("does not show what it tore until the power is lost", () => {
    expect(after({ 0: both(put("a 1"), sync) }, ["disk a torn at 0us", "crash a kill at 3ms for 1ms", "crash a at 6ms for 1ms"])).toEqual(["1ms synced s", '4ms found a="1"', "7ms found a=torn"]);
  });

  it("is the trouble of one node, and of each in its turn when it is in several", () => {
    const { said } = play((say) => ({ a: worker(say, { 0: both(put("a 1"), sync, sync, sync) }), b: worker((text) => say(`b ${text}`), { 0: both(put("a 1"), sync) }) }), { plan: ["disk a error at 0us", "disk a full at 0us"] });
    expect(said).toEqual(["1ms synced s: full", "1ms synced s: error", "1ms synced s", "1ms b synced s"]);
  });
});
