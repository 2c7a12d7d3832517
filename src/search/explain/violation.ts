import type { Simulation } from "../../scenario/simulation.ts";
import { SLICE } from "../attempt.ts";
import type { Work } from "../attempt.ts";

/** Between two looks whether it has broken, steps. */
const LOOK = 64;

/** Runs on until the guarantee is broken, or to the end. Returns whether it is broken. */
export function* breaksIn(simulation: Simulation, guarantee: string): Work<boolean> {
  const { judge } = simulation;
  for (let steps = LOOK; !judge.hasFailed(guarantee) && simulation.advance(LOOK); steps += LOOK) if (steps % SLICE === 0) yield;
  yield;
  return judge.hasFailed(guarantee) || simulation.findings.some((finding) => finding.guarantee === guarantee && finding.status === "fail");
}

/** Runs on until so many events have happened, or to the end. */
export function* goTo(simulation: Simulation, event: number): Work<void> {
  const { kernel } = simulation.world;
  while (kernel.events < event && simulation.advance(Math.min(SLICE, event - kernel.events))) yield;
}
