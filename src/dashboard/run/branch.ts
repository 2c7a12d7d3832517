import { frozenPlan, resultOf } from "../../scenario/result.ts";
import type { Run } from "../../scenario/result.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import { Simulation } from "../../scenario/simulation.ts";
import type { SimulationOptions } from "../../scenario/simulation.ts";
import { stepsOf } from "../../search/steps.ts";
import type { RunStep } from "../../search/steps.ts";
import type { Explanation } from "../../search/explain.ts";
import { Flights } from "../../view/flights.ts";
import { gaugesOf } from "../../view/gauges.ts";
import type { Gauge } from "../../view/gauges.ts";
import { Snapshots } from "../../view/snapshots.ts";
import { spaceTime } from "../../view/space-time.ts";
import type { SpaceTime } from "../../view/space-time.ts";
import { Tally } from "../../view/tally.ts";
import type { Plan } from "../../world/fault.ts";

/** What a branch is a run of. */
export type Conditions = Pick<SimulationOptions, "seed" | "plan" | "rates">;

/** So many events of a run are drawn: more would take gigabytes. */
export const DRAWN = 200_000;

/** One run of a scenario, ready to be looked at from its first event to its last. */
export class Branch {
  readonly conditions: Conditions;
  /** The branch it was forked from, and what was done there, as a line for people. */
  readonly parent: Branch | undefined;
  readonly deed: string;
  readonly run: Run;
  readonly spaceTime: SpaceTime;
  readonly tally: Tally;
  readonly gauges: readonly Gauge[];
  readonly flights: Flights;
  readonly snapshots: Snapshots;
  /** Finished, with its trace. */
  readonly simulation: Simulation;
  /** Why guarantees break in it, by their names, as far as somebody has asked. */
  readonly explanations = new Map<string, Explanation>();
  #plan: Plan | undefined;
  #steps: ReadonlyMap<number, RunStep> | undefined;

  /** Runs it to its end. @throws InputError for ambient time or chance in a handler. */
  constructor(resolved: Resolved, conditions: Conditions, parent: Branch | undefined, deed: string, drawn: number = DRAWN) {
    this.conditions = conditions;
    this.parent = parent;
    this.deed = deed;
    this.simulation = new Simulation(resolved, { ...conditions, trace: true, freezes: true });
    while (this.simulation.advance());
    this.run = resultOf(this.simulation);
    this.spaceTime = spaceTime(this.simulation, drawn);
    this.tally = new Tally(this.spaceTime);
    this.gauges = gaugesOf(this.simulation);
    this.flights = new Flights(this.spaceTime);
    this.snapshots = new Snapshots(() => new Simulation(resolved, conditions));
  }

  /** Events that are not drawn, because the run has more than can be. */
  get left(): number {
    return Math.max(0, this.run.events - (this.spaceTime.moments.at(-1)?.event ?? 0));
  }

  /** The plan under which it runs, whatever struck by chance included. */
  get plan(): Plan {
    return (this.#plan ??= this.conditions.rates ? frozenPlan(this.simulation) : this.conditions.plan);
  }

  /** More struck than a plan can hold: nothing can be forked from it. */
  get unplannable(): boolean {
    return this.conditions.rates && this.simulation.world.struck.overflowed;
  }

  /** The handler call of an event, with what it put out; undefined for what was none. */
  stepOf(event: number): RunStep | undefined {
    this.#steps ??= new Map(stepsOf(this.simulation).map((step) => [step.event, step]));
    return this.#steps.get(event);
  }
}
