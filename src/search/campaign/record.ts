import type { Finding } from "../../guarantees/judge.ts";
import { mapped } from "../../kernel/mapped.ts";
import type { Simulation } from "../../scenario/simulation.ts";
import type { HandlerError } from "../../world/steps.ts";
import { outcomeOf } from "../outcome.ts";
import { sampleOf } from "../samples.ts";
import type { MessageSample } from "../samples.ts";
import type { Candidate, Outcome } from "../strategy.ts";

/** So many different errors of one run's handlers are kept. */
const ERRORS = 16;

/** What only strategies that learn are told of a run. */
export type Observed = Pick<Outcome, "fingerprint" | "lineage" | "profile" | "choices">;

/** Everything of a run that a campaign folds in. Plain data: the same wherever the run was made, and what a journal keeps. */
export interface RunRecord {
  /** 16 hexadecimal digits. */
  readonly digest: string;
  readonly events: number;
  /** How many obligations there were. */
  readonly obligations: number;
  /** Faults that struck. */
  readonly struck: number;
  /** More struck than a plan holds: such a run cannot be handed over. */
  readonly overflowed: boolean;
  readonly findings: readonly Finding[];
  /** How often each `ctx.sometimes` was so. */
  readonly sometimes: readonly (readonly [name: string, times: number])[];
  /** By kind of fault. */
  readonly figures: readonly (readonly [kind: string, injected: number, reached: number])[];
  /** What handlers threw: of each message the first. */
  readonly errors: readonly HandlerError[];
  /** Where the strategy learns. */
  readonly observed?: Observed;
  /** Of a run that was looked at closely. */
  readonly sample?: MessageSample;
}

/** What is to be read off a run beside how it was judged. */
export interface Reading {
  /** For a strategy that learns. */
  readonly learns: boolean;
  /** Of a traced run: what its messages went through. */
  readonly sampled: boolean;
}

/** Reads off a run that is over. */
export function recordOf(simulation: Simulation, candidate: Candidate, { learns, sampled }: Reading): RunRecord {
  const { world, delivery, findings } = simulation;
  return {
    digest: world.kernel.digest.toString(),
    events: world.kernel.events,
    obligations: delivery.obligations.total,
    struck: world.struck.count,
    overflowed: world.struck.overflowed,
    findings,
    sometimes: [...delivery.sometimesCounts],
    figures: mapped([...world.struck.figures], ([kind, { injected, reached }]) => [kind, injected, reached] as const),
    errors: firsts(world.steps.errors),
    ...(learns ? { observed: observedOf(simulation, candidate) } : {}),
    ...(sampled ? { sample: sampleOf(simulation) } : {}),
  };
}

/** What a strategy is told of it. */
export function outcomeIn({ findings, struck, events, digest, observed }: RunRecord): Outcome {
  return { findings, struck, events, digest, fingerprint: "", ...observed };
}

function observedOf(simulation: Simulation, candidate: Candidate): Observed {
  const { fingerprint, lineage, profile, choices } = outcomeOf(simulation, candidate);
  return { fingerprint, ...(lineage === undefined ? {} : { lineage }), ...(profile === undefined ? {} : { profile }), ...(choices === undefined ? {} : { choices }) };
}

function firsts(errors: readonly HandlerError[]): readonly HandlerError[] {
  const byMessage = new Map<string, HandlerError>();
  for (const error of errors) if (!byMessage.has(error.message) && byMessage.size < ERRORS) byMessage.set(error.message, error);
  return [...byMessage.values()];
}
