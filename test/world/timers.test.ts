import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core.ts";
import type { Context } from "../../src/core.ts";
import { play } from "../support/stage.ts";

describe("a timer", () => {
  it("wakes its node under its name, with its message where it has one", () => {
    const { said } = play((say) => ({ a: { start(ctx) { ctx.timer("x", "3ms", 7); ctx.timer("x", 2_000); ctx.timer("y", "1ms", 7); }, wake: (_ctx, timer, message) => say(`${timer} ${message}`) } }));
    expect(said).toEqual(["1ms y 7", "2ms x undefined", "3ms x 7"]);
  });

  it("armed again is armed once, for the later time or the earlier; cancelled, it does not go off", () => {
    const { said } = play((say) => ({ a: { start(ctx) {
      ctx.timer("later", "1ms");
      ctx.timer("later", "5ms");
      ctx.timer("earlier", "5ms");
      ctx.timer("earlier", "1ms");
      ctx.timer("gone", "1ms");
      ctx.cancel("gone");
      ctx.cancel("never armed");
      ctx.timer("other message", "1ms", 1);
      ctx.cancel("other message", 2);
    }, wake: (_ctx, timer) => say(timer) } }));
    expect(said).toEqual(["1ms earlier", "1ms other message", "5ms later"]);
  });

  it("of no duration goes off at once, after what is already due", () => {
    const { said } = play((say) => ({ a: { start: (ctx) => ctx.timer("first", 0), wake(ctx, timer) { say(timer); if (timer === "first") ctx.timer("second", 0); } } }));
    expect(said).toEqual(["0us first", "0us second"]);
  });

  it("is gone after a crash, whatever its kind", () => {
    for (const how of ["kill", "power", "stop"]) {
      const { said } = play((say) => ({ a: { start: (ctx) => (ctx.incarnation === 1 ? ctx.timer("x", "10ms") : undefined), wake: () => say("woke") } }), { plan: [`crash a ${how} at 5ms for 1ms`] });
      expect(said).toEqual([]);
    }
  });

  it("refuses a duration that is none, as bad input", () => {
    for (const after of ["soon", "-1ms", -1, 0.5, Number.NaN]) expect(() => play(() => ({ a: { start: (ctx) => ctx.timer("x", after) } }))).toThrow(InputError);
  });

  it("goes off in the order of a naive list, whatever is armed, armed again and cancelled", () => {
    const act = fc.record({ at: fc.nat(30), arm: fc.boolean(), name: fc.constantFrom("x", "y"), message: fc.nat(2), after: fc.nat(12) });
    fc.assert(fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
      const script = acts.map((one, index) => ({ ...one, index })).sort((x, y) => x.at - y.at || x.index - y.index);
      const perform = (ctx: Context, { arm, name, message, after }: (typeof script)[number]): void => (arm ? ctx.timer(name, after * 1_000, message) : ctx.cancel(name, message));
      const { said } = play((say) => ({
        // A node of its own gives the beat, by packets that take no time.
        beat: { start: (ctx) => { for (const at of new Set(script.map((one) => one.at))) ctx.timer("beat", at * 1_000, at + 1); }, wake: (ctx, _timer, at) => ctx.send("z", { type: "act", at: at! - 1 }) },
        z: { receive: (ctx, _from, { at }) => script.filter((one) => one.at === at).forEach((one) => perform(ctx, one)), wake: (_ctx, timer, message) => say(`${timer}${message ?? 0}`) },
      }), { latency: "0ms" });
      expect(said).toEqual(naive(script).map(([at, what]) => `${at === 0 ? "0us" : `${at}ms`} ${what}`));
    }), { numRuns: 200, seed: 6 });
  });
});

/** What goes off when: at each beat first what is due, in the order of arming, then what is done there; what becomes due at once follows. */
function naive(script: readonly { readonly at: number; readonly arm: boolean; readonly name: string; readonly message: number; readonly after: number }[]): (readonly [number, string])[] {
  let armed: { readonly what: string; readonly due: number; readonly order: number }[] = [];
  const woken: (readonly [number, string])[] = [];
  const ring = (until: number): void => {
    const due = armed.filter((one) => one.due <= until).sort((x, y) => x.due - y.due || x.order - y.order);
    armed = armed.filter((one) => !due.includes(one));
    woken.push(...due.map((one) => [one.due, one.what] as const));
  };
  for (const [order, { at, arm, name, message, after }] of script.entries()) {
    if (script[order - 1]?.at !== at) ring(at);
    const what = `${name}${message}`;
    armed = armed.filter((one) => one.what !== what);
    if (arm) armed.push({ what, due: at + after, order });
    if (script[order + 1]?.at !== at) ring(at);
  }
  ring(Infinity);
  return woken;
}
