import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Places } from "../../src/campaign/journal/places.ts";

it("Places says of every run what was said of it last, in whatever order they came", () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(5_000), fc.nat())), fc.array(fc.nat(5_000)), (added, asked) => {
    const places = new Places();
    for (const [run, place] of added) places.add(run, place);
    const last = new Map(added);
    for (const run of [...asked, ...last.keys()]) expect(places.of(run)).toBe(last.get(run));
  }));
  const many = new Places();
  for (let run = 0; run < 5_000; run++) many.add(run * 3, run);
  expect([many.of(0), many.of(14_997), many.of(14_998), many.of(1)]).toEqual([0, 4_999, undefined, undefined]);
});
