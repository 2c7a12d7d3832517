import { namesOf, HittingSets } from "./hitting.ts";
import type { Atom } from "./hitting.ts";
import type { Bounds, Permitted } from "../bounds.ts";
import type { TriedKind } from "../scope.ts";
import type { Fault, Plan } from "../../world/fault.ts";
import type { Goal, Lineage, Link } from "./lineage.ts";

/** By turns with the smallest sets, one is made longer, up to so many faults: retries end after some tries, or never. */
const CHASE = 8;
/** A goal gets so many runs before the next one has its turn. */
const TURN = 40;

/** A goal and the ways to it that are known. */
interface Pursuit {
  readonly message: number;
  readonly subscription: number;
  readonly sets: HittingSets;
  /** A set that is made longer as long as the goal is still reached another way. */
  chased: readonly Atom[] | undefined;
  /** Sets that were tried and may be chased when that one has come to its end, the oldest first. */
  readonly starts: (readonly Atom[])[];
  /** Whether the chase is next, or the smallest set. */
  chases: boolean;
}

/**
 * Lineage-driven fault injection as implicit hitting sets: what undoes every known way to a goal is tried; what still gets there shows
 * another way. Ends when no minimal set within the bounds is left for any goal.
 */
export class Losses {
  readonly #bounds: Bounds;
  readonly #permitted: Permitted;
  readonly #confirmed: boolean;
  readonly #pursuits = new Map<string, Pursuit>();
  readonly #tried = new Set<string>();
  /** What could go wrong with something that was needed. */
  readonly tried: Set<TriedKind> = new Set();
  #turn = 0;
  #spent = 0;

  /** `confirmed`: only what was confirmed is owed. */
  constructor(bounds: Bounds, permitted: Permitted, confirmed: boolean) {
    this.#bounds = bounds;
    this.#permitted = permitted;
    this.#confirmed = confirmed;
  }

  learn({ goals }: Lineage): void {
    for (const goal of goals) {
      const { sets } = this.#pursuit(goal);
      for (const support of goal.supports) sets.add(support);
    }
  }

  /** At most so many plans to try; none: nothing is left within the bounds, as far as is known now. */
  next(most: number): readonly Plan[] {
    const goals = [...this.#pursuits.values()].filter(({ subscription }) => subscription >= 0);
    for (let passed = 0; passed < goals.length; ) {
      const goal = goals[this.#turn % goals.length]!;
      const sets = this.#spent < TURN || goals.length === 1 ? this.#candidates(goal) : [];
      if (sets.length === 0) {
        passed = this.#spent < TURN ? passed + 1 : 0;
        this.#turn++;
        this.#spent = 0;
        continue;
      }
      // What leaves nothing that could be missed comes last; it is tried all the same.
      const telling = sets.map((set) => ({ set, idle: this.#isIdle(goal, set) })).sort((a, b) => Number(a.idle) - Number(b.idle));
      const chosen = telling.slice(0, most);
      if (goal.chases) goal.chased = chosen[0]!.set;
      else goal.starts.push(chosen[0]!.set);
      goal.chases = !goal.chases;
      this.#spent += chosen.length;
      for (const { set } of chosen) this.#tried.add(namesOf(set));
      return chosen.map(({ set }) => set.map((atom) => this.#fault(atom)));
    }
    return [];
  }

  /** Some search for sets was given up. */
  get incomplete(): boolean {
    return [...this.#pursuits.values()].some(({ sets }) => sets.incomplete);
  }

  /** The set that is chased, with one fault more, of the same kind of packet if there is one; else the smallest sets there are. */
  #candidates(goal: Pursuit): readonly (readonly Atom[])[] {
    const { sets } = goal;
    const untried = (names: string): boolean => !this.#tried.has(names);
    for (let chased = goal.chases ? (goal.chased ?? goal.starts.shift()) : undefined; goal.chases && chased !== undefined; chased = goal.starts.shift()) {
      const longer = chased.length >= CHASE ? [] : sets.extensions(chased).filter((set) => untried(namesOf(set)));
      const label = (atom: Atom): string => atom.name.replace(/ #\d+$/, "");
      const last = label(chased.at(-1)!);
      const next = longer.find((set) => label(set.at(-1)!) === last) ?? longer[0];
      if (next !== undefined) return [next];
    }
    if (goal.chases) goal.chased = undefined;
    goal.chases = false;
    return sets.next((names) => !untried(names));
  }

  #pursuit({ message, subscription }: Goal): Pursuit {
    const name = `${message} ${subscription}`;
    let pursuit = this.#pursuits.get(name);
    if (pursuit === undefined) {
      const { drops, crashes } = this.#bounds;
      this.#pursuits.set(name, (pursuit = { message, subscription, chased: undefined, starts: [], chases: false, sets: new HittingSets({ drops, crashes }, (link, support) => this.#atoms(link, support[0]!.node)) }));
    }
    return pursuit;
  }

  /** Then nobody would be owed anything: the confirmation goes as well, or the message reaches nobody who could have told. */
  #isIdle({ message, subscription }: Pursuit, set: readonly Atom[]): boolean {
    const confirm = this.#pursuits.get(`${message} -1`);
    if (this.#confirmed && confirm !== undefined && confirm.sets.isHit(set)) return true;
    const others = [...this.#pursuits.values()].filter((other) => other.message === message && other.subscription >= 0 && other.subscription !== subscription);
    return others.length > 0 && others.every(({ sets }) => sets.isHit(set));
  }

  /** `teller`: the node on which the effect happens. */
  #atoms({ node, step, at, after, packet, waits }: Link, teller: string): readonly Atom[] {
    const atoms: Atom[] = [];
    if (packet !== undefined && this.#bounds.drops > 0 && at < this.#bounds.until && this.#permitted.onLink("drop", node, receiverOf(packet))) atoms.push({ kind: "drop", name: `drop ${packet}`, packet });
    if (this.#bounds.crashes > 0 && this.#permitted.crashes(node) && !(this.#bounds.fallen === "excused" && node === teller)) {
      const cut = this.#bounds.cut === "step" ? 0 : Math.max(0, after);
      const fault = this.#permitted.crash(node, step, cut, this.#bounds.down) as Extract<Fault, { fault: "crash" }>;
      const down = typeof fault.for === "number" ? fault.for : Infinity;
      if (after >= 0) atoms.push({ kind: "crash", name: `crash ${step} ${cut}`, node, step, after: cut, at, down });
      // What it said before it began to wait is said, and what it waited for is not written down.
      if (this.#bounds.cut === "output") for (const wait of waits ?? []) atoms.push({ kind: "crash", name: `crash ${wait.step} ${wait.outputs}`, node, step: wait.step, after: wait.outputs, at: wait.at, down });
    }
    for (const { kind } of atoms) this.tried.add(kind);
    return atoms;
  }

  #fault(atom: Atom): Fault {
    return atom.kind === "drop" ? { fault: "drop", packet: atom.packet } : this.#permitted.crash(atom.node, atom.step, atom.after, this.#bounds.down);
  }
}

function receiverOf(packet: string): string {
  return /^[^>]*>(\S+)/.exec(packet)![1]!;
}
