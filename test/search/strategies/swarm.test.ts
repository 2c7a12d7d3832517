import { describe, expect, it } from "vitest";
import { resolve } from "../../../src/scenario/resolve.ts";
import { Simulation } from "../../../src/scenario/simulation.ts";
import { load } from "../../../src/campaign/load.ts";
import { swarmRuns } from "../../../src/search/strategies/swarm.ts";

describe("a swarm's delays", () => {
  it("are heavy-tailed, but no single one outlasts a quarter of settling, or the run's limit of virtual time", async () => {
    const resolved = resolve({ ...(await load("dedup-at-broker/producer-side")), name: "short", limit: { time: "40s" }, settle: "10s", promises: {} });
    const candidate = swarmRuns(resolved, "S");
    const longest: number[] = [];
    for (let index = 0; index < 1_500; index++) {
      const { seed, chances } = candidate(index);
      const simulation = new Simulation(resolved, { seed, plan: [], rates: true, ...(chances === undefined ? {} : { chances }) });
      while (simulation.advance());
      expect(simulation.world.ending, `candidate ${index}`).not.toBe("time");
      longest.push(Math.max(0, ...simulation.world.struck.faults.map((fault) => (fault.fault === "delay" ? fault.by : 0))));
    }
    expect(Math.max(...longest)).toBe(2_500_000);
  });
});
