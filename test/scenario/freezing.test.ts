import { expect, test } from "vitest";
import { run } from "../../src/core.ts";
import { attacked } from "../support/torture.ts";

test("a drawn run, frozen, gives the same digest; freezing it again gives the same plan", () => {
  const kinds = new Set<string>();
  for (let seed = 0; seed < 300; seed++) {
    const drawn = run(attacked, { seed });
    const frozen = run(attacked, { seed, plan: drawn.struck });
    for (const fault of drawn.struck) kinds.add(fault.fault);
    expect(frozen.missed, `seed ${seed}`).toEqual([]);
    expect(frozen.digest, `seed ${seed}`).toBe(drawn.digest);
    expect(frozen.struck, `seed ${seed}`).toEqual(drawn.struck);
  }
  expect([...kinds].sort()).toEqual(["clock", "corrupt", "crash", "delay", "disk", "drop", "duplicate", "forge", "partition", "pause", "replay", "reset", "stall"]);
});
