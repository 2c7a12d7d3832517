import { describe, expect, it } from "vitest";
import type { Process } from "../../src/core.ts";
import { play } from "../support/stage.ts";
import type { Cast, Say, Setting, Staged } from "../support/stage.ts";

const NODES = ["a", "b", "c", "d"];

/** Every node sends to every other every 10ms, from 0ms to 50ms: "a>b 10" is what a sent b at 10ms. */
function chatter(say: Say): Cast {
  const node = (self: string): Process => ({
    start: (ctx) => { for (let tick = 0; tick <= 5; tick++) ctx.timer("tick", tick * 10_000, tick + 1); },
    wake: (ctx, _timer, tick) => { for (const other of NODES) if (other !== self) ctx.send(other, { type: "x", sent: (tick! - 1) * 10 }); },
    receive: (_ctx, from, { sent }) => say(`${from}>${self} ${sent}`),
  });
  return Object.fromEntries(NODES.map((name) => [name, node(name)]));
}

/** What never arrived, by link: "a>b" to the times at which it was sent. */
function lost(plan: readonly string[], more: Setting = {}): { readonly [link: string]: readonly number[] } {
  const { said } = play(chatter, { plan, ...more });
  const arrived = new Set(said.map((line) => line.split(" ").slice(1).join(" ")));
  const links = NODES.flatMap((from) => NODES.filter((to) => to !== from).map((to) => `${from}>${to}`));
  return Object.fromEntries(links.map((link) => [link, [0, 10, 20, 30, 40, 50].filter((sent) => !arrived.has(`${link} ${sent}`))] as const).filter(([, missing]) => missing.length > 0));
}

/** For every one of these links the same. */
const all = (links: readonly string[], missing: readonly number[]): { readonly [link: string]: readonly number[] } => Object.fromEntries(links.map((link) => [link, missing]));

describe("a partition", () => {
  it("loses what is sent between its groups in both directions while it lasts, and nothing within them or of others", () => {
    expect(lost(["partition a b | c at 5ms for 20ms"])).toEqual(all(["a>c", "b>c", "c>a", "c>b"], [10, 20]));
  });

  it("loses, one-way, only what the first group sends to the second", () => {
    expect(lost(["partition a b > c at 5ms for 20ms"])).toEqual(all(["a>c", "b>c"], [10, 20]));
  });

  it("may have more than two groups, of which each is cut off from each", () => {
    expect(lost(["partition a | b | c d at 15ms for 10ms"])).toEqual(all(["a>b", "a>c", "a>d", "b>a", "b>c", "b>d", "c>a", "c>b", "d>a", "d>b"], [20]));
  });

  it("loses what was sent before it and would arrive in it", () => {
    expect(lost(["partition a | b at 12ms for 3ms"], { latency: "4ms" })).toEqual(all(["a>b", "b>a"], [10]));
  });

  it("loses what is sent in it, even if it would arrive after its end", () => {
    expect(lost(["partition a | b at 9ms for 3ms"], { latency: "4ms" })).toEqual(all(["a>b", "b>a"], [10]));
  });

  it("loses nothing that is under way throughout: it passes behind the one and before the other", () => {
    expect(lost(["partition a | b at 11ms for 2ms"], { latency: "4ms" })).toEqual({});
  });

  it("begins before the steps of its instant and ends before those of its end", () => {
    expect(lost(["partition a | b at 10ms for 10ms"], { latency: "0ms" })).toEqual(all(["a>b", "b>a"], [10]));
    expect(lost(["partition a | b at 11ms for 10ms"])).toEqual(all(["a>b", "b>a"], [10, 20]));
    expect(lost(["partition a | b at 12ms for 9ms"])).toEqual(all(["a>b", "b>a"], [20]));
  });

  it("for ever is not healed", () => {
    expect(lost(["partition a > b at 25ms for forever"])).toEqual(all(["a>b"], [30, 40, 50]));
  });

  it("that overlaps another keeps apart whom either keeps apart, as often as they overlap", () => {
    expect(lost(["partition a | b at 5ms for 20ms", "partition a | b c at 15ms for 20ms"])).toEqual({ ...all(["a>b", "b>a"], [10, 20, 30]), ...all(["a>c", "c>a"], [20, 30]) });
    const many = Array.from({ length: 256 }, (_, index) => `partition a > b at ${5_000 + index}us for 20ms`);
    expect(lost(many)).toEqual(all(["a>b"], [10, 20]));
  });

  it("is reached only by what it kept from arriving", () => {
    const figures = (staged: Staged): unknown => staged.run.faults["partition"];
    const setting = { plan: ["partition a > b at 5ms for 20ms"] };
    expect(figures(play(chatter, setting))).toEqual({ injected: 1, reached: 2 });
    expect(figures(play(() => ({ a: { start: (ctx) => ctx.timer("t", "1s") }, b: {} }), setting))).toEqual({ injected: 1, reached: 0 });
  });
});
