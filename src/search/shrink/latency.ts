import { parseDistribution } from "../../kernel/distribution.ts";
import type { Shape } from "../../kernel/distribution.ts";
import { sampler } from "../../kernel/sampler.ts";
import { writeDuration } from "../../kernel/time.ts";
import type { Micros } from "../../kernel/time.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import type { Work } from "../attempt.ts";
import type { Reducer } from "./reducer.ts";
import { oneDigit } from "./round.ts";

/** What takes time by chance takes its median, as a round number where that will do: the failure then no longer needs a seed. */
export function* constantTimes(reducer: Reducer): Work<void> {
  for (const [path, shape] of timesByChance(reducer.resolved)) {
    for (const time of mediansOf(shape)) {
      const { plan, parameters } = reducer.best;
      if (yield* reducer.simplifies(plan, { ...parameters, [path]: writeDuration(time) })) break;
    }
  }
}

/** The median, first rounded. */
export function mediansOf(shape: Shape): readonly Micros[] {
  const { median } = sampler(shape);
  return [...new Set([oneDigit(median), median])];
}

function timesByChance({ scenario, world, delivery }: Resolved): readonly (readonly [path: string, shape: Shape])[] {
  const syncs = scenario.nodes.map(({ name, disk }) => [`nodes.${name}.disk.sync`, parseDistribution(disk?.sync ?? 0, name)] as const);
  const all = [["network.latency", world.latency], ["workload.every", delivery.workload.every], ...syncs] as const;
  return all.filter(([, { shape }]) => shape !== "constant");
}
