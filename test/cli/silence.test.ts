import { describe, expect, it } from "vitest";
import { Silence } from "../../src/cli/silence.ts";

/** How long a program has said nothing whose threads have computed for so long between two looks. */
function after(before: { readonly [thread: string]: number }, now: { readonly [thread: string]: number }): number {
  const silence = new Silence();
  silence.look(100, new Map(Object.entries(before)));
  silence.look(100, new Map(Object.entries(now)));
  return silence.length;
}

describe("what a silent program computes counts in full", () => {
  it("on whichever of its threads, from what it had computed before", () => {
    expect(after({ main: 500, other: 20 }, { main: 500, other: 9_020 })).toBe(9_000);
    expect(after({ main: 500, other: 20 }, { main: 9_500, other: 20 })).toBe(9_000);
  });

  it("but not the work of several at the same time together", () => {
    expect(after({ main: 0, other: 0 }, { main: 5_000, other: 6_000 })).toBe(6_000);
  });

  it("on a thread that came later, too", () => {
    expect(after({ main: 500 }, { main: 500, other: 9_000 })).toBe(9_000);
  });

  it("until it says something", () => {
    const silence = new Silence();
    silence.look(100, new Map([["other", 0]]));
    silence.look(100, new Map([["other", 9_000]]));
    silence.broken();
    silence.look(100, new Map([["other", 9_500]]));
    silence.look(100, new Map([["other", 10_500]]));
    expect(silence.length).toBe(1_000);
  });
});
