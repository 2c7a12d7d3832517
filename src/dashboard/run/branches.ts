import type { Resolved } from "../../scenario/resolve.ts";
import { checkPlan } from "../../world/plan-check.ts";
import type { Plan } from "../../world/fault.ts";
import { Branch } from "./branch.ts";
import type { Conditions } from "./branch.ts";

/** The runs of one scenario that somebody has looked at: the first, and those forked from it by hand. None is ever lost. */
export class Branches {
  readonly all: Branch[];
  current: Branch;
  readonly #resolved: Resolved;
  readonly #drawn: number | undefined;
  /** What was undone, the last first. */
  #undone: Branch[] = [];

  constructor(resolved: Resolved, conditions: Conditions, drawn?: number) {
    this.#resolved = resolved;
    this.#drawn = drawn;
    this.current = new Branch(resolved, conditions, undefined, "as it was", drawn);
    this.all = [this.current];
  }

  /** Runs the scenario under another plan, and goes there. @throws InputError for a plan that makes no sense. */
  fork(plan: Plan, deed: string): Branch {
    const checked = checkPlan(plan, this.#resolved.world.nodes.map(({ name }) => name));
    const branch = new Branch(this.#resolved, { seed: this.current.conditions.seed, plan: checked, rates: false }, this.current, deed, this.#drawn);
    this.all.push(branch);
    this.#undone = [];
    this.current = branch;
    return branch;
  }

  get number(): number {
    return this.all.indexOf(this.current) + 1;
  }

  /** Back to the branch this one was forked from. */
  undo(): void {
    if (this.current.parent === undefined) return;
    this.#undone.unshift(this.current);
    this.current = this.current.parent;
  }

  get canRedo(): boolean {
    return this.#undone[0]?.parent === this.current;
  }

  redo(): void {
    if (this.canRedo) this.current = this.#undone.shift()!;
  }

  /** To the branch so many places on in the order they were made. */
  turn(by: 1 | -1): void {
    const { length } = this.all;
    this.current = this.all[(this.number - 1 + by + length) % length]!;
    this.#undone = [];
  }
}
