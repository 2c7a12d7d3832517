import type { Status } from "../guarantees/judge.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { Verdict } from "../scenario/result.ts";
import { FAULT_KINDS } from "../world/fault.ts";
import type { FaultKind } from "../world/fault.ts";
import type { Work } from "./attempt.ts";
import { CampaignRun } from "./campaign.ts";
import { counterexampleOf, witness } from "./counterexample.ts";
import type { Counterexample } from "./counterexample.ts";
import { pinnedCounterexamples } from "./pinned.ts";
import { random } from "./strategies/random.ts";
import { swarm } from "./strategies/swarm.ts";

/** What one guarantee came to under one kind of fault. */
export interface MatrixCell {
  readonly guarantee: string;
  readonly status: Status;
  /** Runs in which it broke; of a guarantee that breaks without a fault, those without one. */
  readonly failures: number;
  /** The scenario's own pinned plan, where that is of this kind alone; else the first failure, reduced. Of a guarantee that breaks without a fault, that one. */
  readonly counterexample?: Counterexample;
  /** Why nobody knows. */
  readonly sentence?: string;
}

/** The guarantees of a protocol under one kind of fault alone. */
export interface MatrixRow {
  /** undefined: no fault at all, only latencies. */
  readonly fault: FaultKind | undefined;
  /** Every node that says what it tolerates tolerates it; true for no fault. */
  readonly tolerated: boolean;
  readonly runs: number;
  /** How often it struck in all of them, and how often the protocol could notice. */
  readonly struck: number;
  readonly reached: number;
  readonly cells: readonly MatrixCell[];
}

/** A protocol, for which one scenario stands, under each kind of fault. */
export interface MatrixProtocol {
  readonly scenario: string;
  readonly title: string;
  /** undefined when no node says. */
  readonly tolerates: readonly string[] | undefined;
  readonly guarantees: readonly { readonly guarantee: string; readonly promised: Verdict["promised"] }[];
  /** First without a fault; then the kinds that reached the protocol. */
  readonly rows: readonly MatrixRow[];
  /** Kinds that never did: what they strike does not exist here (no connection, no disk), or none is drawn by chance. */
  readonly never: readonly FaultKind[];
}

/** Protocols by kinds of fault by guarantees. */
export interface Matrix {
  readonly seed: string;
  /** Runs for each kind of fault. */
  readonly runs: number;
  readonly protocols: readonly MatrixProtocol[];
  /** It was interrupted; the protocols that were finished are here. */
  readonly interrupted: boolean;
}

/** How a matrix is made. */
export interface MatrixPlan {
  readonly seed: string;
  readonly runs: number;
  /** Replays for each reduction. */
  readonly replays: number;
}

/**
 * One protocol under way: a campaign without faults, then one for each kind of fault alone, whatever the scenario's own chances
 * are. What breaks without a fault is not looked for again. Drive `work`, read the rest at any time.
 */
export class MatrixRun {
  readonly rows: MatrixRow[] = [];
  readonly never: FaultKind[] = [];
  /** The campaign being run: for progress. */
  campaign: CampaignRun | undefined;
  fault: FaultKind | undefined;
  readonly #resolved: Resolved;
  readonly #plan: MatrixPlan;
  readonly #guarantees: readonly string[];

  constructor(resolved: Resolved, plan: MatrixPlan) {
    this.#resolved = resolved;
    this.#plan = plan;
    this.#guarantees = [...resolved.kinds.map(({ kind }) => kind.name), ...resolved.own.map(({ name }) => name)];
  }

  *work(): Work<void> {
    for (const fault of [undefined, ...FAULT_KINDS]) {
      this.fault = fault;
      if (fault === "partition" && this.#resolved.world.nodes.length < 2) this.never.push(fault);
      else yield* this.#row(fault);
    }
  }

  get protocol(): MatrixProtocol {
    const { name, scenario, tolerates, promises } = this.#resolved;
    const guarantees = this.#guarantees.map((guarantee) => ({ guarantee, promised: promises.find((promise) => promise.guarantee === guarantee)?.promised ?? ("nothing" as const) }));
    return { scenario: name, title: scenario.title, tolerates, guarantees, rows: this.rows, never: this.never };
  }

  *#row(fault: FaultKind | undefined): Work<void> {
    const { seed, runs, replays } = this.#plan;
    const broken = this.rows[0]?.cells.filter(({ status }) => status === "fail") ?? [];
    const looked = this.#guarantees.filter((guarantee) => !broken.some((cell) => cell.guarantee === guarantee));
    const resolved = alone(this.#resolved, fault, looked);
    const campaign = new CampaignRun(resolved, { seed, runs, replays, strategy: fault === undefined ? random : swarm, altered: true, verify: fault === undefined, first: false });
    this.campaign = campaign;
    yield* campaign.work();
    const pinned = yield* pinnedCounterexamples(resolved, this.#resolved.promises, fault, looked);
    const { injected, reached } = (fault === undefined ? undefined : campaign.tally.faults[fault]) ?? { injected: 0, reached: 0 };
    // A clean row of what nobody could notice would be no evidence.
    if (fault !== undefined && reached === 0 && campaign.discoveries.length + pinned.length === 0) {
      this.never.push(fault);
      return;
    }
    const found = campaign.discoveries.map((discovery) => counterexampleOf(discovery, witness(resolved, discovery)));
    const cells = campaign.tally.all.map(({ guarantee, status, failures, sentence }): MatrixCell => {
      const known = broken.find((cell) => cell.guarantee === guarantee);
      if (known !== undefined) return known;
      const counterexample = [...pinned, ...found].find((one) => one.guarantee === guarantee);
      if (counterexample !== undefined) return { guarantee, status: "fail", failures, counterexample };
      return { guarantee, status, failures, ...(status === "unknown" && sentence !== undefined ? { sentence } : {}) };
    });
    this.rows.push({ fault, tolerated: fault === undefined || this.#resolved.tolerates?.includes(fault) === true, runs: campaign.runs, struck: injected, reached, cells });
  }
}

/** The same scenario where this kind of fault strikes by chance, on any node and link, and no other; and where these guarantees are looked at. */
function alone(resolved: Resolved, fault: FaultKind | undefined, guarantees: readonly string[]): Resolved {
  return {
    ...resolved,
    world: { ...resolved.world, chances: { packets: [], steps: [], intervals: [] } },
    tolerates: fault === undefined ? [] : [fault],
    promises: guarantees.map((guarantee) => ({ guarantee, promised: "holds" as const, plan: undefined })),
  };
}
