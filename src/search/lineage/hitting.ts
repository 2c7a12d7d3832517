import type { Micros } from "../../kernel/time.ts";
import type { Link, Support } from "./lineage.ts";

/** Something that can be done against supports: a datagram dropped, or a node crashed just before an output, or just after a step. */
export type Atom =
  | { readonly kind: "drop"; readonly name: string; readonly packet: string }
  | { readonly kind: "crash"; readonly name: string; readonly node: string; readonly step: string; readonly after: number; readonly at: Micros; readonly down: Micros };

/** How much may be done at once. */
export interface Budget {
  readonly drops: number;
  readonly crashes: number;
}

/** Search nodes for one answer; beyond, the answer is that nobody knows. */
const EFFORT = 200_000;

/** Would this undo that link? A crash does when the node forgets what it needed for it, or is down when its time has come. */
export function undoes(atom: Atom, link: Link): boolean {
  if (atom.kind === "drop") return link.packet === atom.packet;
  if (link.node !== atom.node) return false;
  const before = link.at > atom.at || (link.at === atom.at && (link.step !== atom.step || link.after >= atom.after));
  return before && (link.since <= atom.at || link.at < atom.at + atom.down);
}

function isUndone(support: Support, atoms: readonly Atom[]): boolean {
  return support.some((link) => atoms.some((atom) => undoes(atom, link)));
}

/** A support as the places of the atoms that would undo it. */
type Row = readonly number[];

/**
 * Minimal hitting sets of a growing collection of supports: sets of atoms that undo every one, none of them idle. Smallest first, each
 * once; those tried are not offered again. Depth-first, branching on the support with the fewest atoms left, by growing size.
 */
export class HittingSets {
  /** A search was given up, so that not every set has been seen. */
  incomplete = false;
  readonly #budget: Budget;
  readonly #atomsOf: (link: Link, support: Support) => readonly Atom[];
  readonly #supports: Support[] = [];
  readonly #known = new Set<string>();
  readonly #atoms: Atom[] = [];
  readonly #places = new Map<string, number>();
  #rows: Row[] | undefined;
  /** No untried set is smaller. */
  #size = 0;

  constructor(budget: Budget, atomsOf: (link: Link, support: Support) => readonly Atom[]) {
    this.#budget = budget;
    this.#atomsOf = atomsOf;
  }

  /** Another way to the goal. */
  add(support: Support): void {
    const name = support.map(({ step, after, since, packet }) => `${step}/${after}/${since}/${packet}`).sort().join();
    if (this.#known.has(name)) return;
    this.#known.add(name);
    this.#supports.push(support);
    this.#rows = undefined;
    // What had an idle atom before may need it now, however small it is.
    this.#size = 0;
    for (const link of support) for (const atom of this.#atomsOf(link, support)) {
      if (!this.#places.has(atom.name)) this.#places.set(atom.name, this.#atoms.push(atom) - 1);
    }
  }

  /** The untried sets of the least size there is; none: every set within the budget was tried, unless `incomplete`. */
  next(isTried: (names: string) => boolean): readonly (readonly Atom[])[] {
    if (this.#supports.length === 0) return [];
    this.#rows ??= this.#reduced();
    if (this.#rows.some((row) => row.length === 0)) return [];
    for (; this.#size <= this.#budget.drops + this.#budget.crashes; this.#size++) {
      const found = this.#ofSize(this.#size, isTried);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** This set with one atom more, so that it undoes the ways that have shown up since; none of them idle. */
  extensions(set: readonly Atom[]): readonly (readonly Atom[])[] {
    const open = this.#supports.filter((support) => !isUndone(support, set));
    if (open.length === 0) return [];
    const within = (kind: Atom["kind"], most: number): boolean => set.filter((atom) => atom.kind === kind).length < most;
    const more = this.#atoms.filter((atom) => within(atom.kind, atom.kind === "drop" ? this.#budget.drops : this.#budget.crashes) && open.every((support) => isUndone(support, [atom])));
    return more.map((atom) => [...set, atom]).filter((longer) => longer.every((one) => this.#supports.some((support) => !isUndone(support, longer.filter((other) => other !== one)))));
  }

  /** Would these undo every way that is known? */
  isHit(atoms: readonly Atom[]): boolean {
    return this.#supports.every((support) => isUndone(support, atoms));
  }

  #reduced(): Row[] {
    const rows = this.#supports.map((support) => this.#atoms.flatMap((atom, place) => (support.some((link) => undoes(atom, link)) ? [place] : [])));
    // What is hit whenever another is need not be looked at.
    const sorted = rows.sort((a, b) => a.length - b.length);
    const kept: Set<number>[] = [];
    for (const row of sorted) if (!kept.some((other) => other.size <= row.length && [...other].every((place) => row.includes(place)))) kept.push(new Set(row));
    return kept.map((row) => [...row]);
  }

  #ofSize(size: number, isTried: (names: string) => boolean): (readonly Atom[])[] {
    const rows = this.#rows!;
    const found = new Map<string, readonly Atom[]>();
    const hits = new Int32Array(rows.length);
    const byAtom: number[][] = this.#atoms.map(() => []);
    rows.forEach((row, index) => row.forEach((place) => byAtom[place]!.push(index)));
    const banned = new Uint8Array(this.#atoms.length);
    const chosen: number[] = [];
    let effort = 0;
    const branch = (drops: number, crashes: number): void => {
      if (++effort > EFFORT) {
        this.incomplete = true;
        return;
      }
      let best: number[] | undefined;
      for (let index = 0; index < rows.length; index++) {
        if (hits[index]! > 0) continue;
        const left = rows[index]!.filter((place) => banned[place] === 0 && (this.#atoms[place]!.kind === "drop" ? drops > 0 : crashes > 0));
        if (left.length === 0) return;
        if (best === undefined || left.length < best.length) best = left;
        if (best.length === 1) break;
      }
      if (best === undefined) {
        if (chosen.length !== size || !chosen.every((place) => byAtom[place]!.some((index) => hits[index] === 1))) return;
        const set = [...chosen].sort((a, b) => a - b).map((place) => this.#atoms[place]!);
        const names = namesOf(set);
        if (!isTried(names)) found.set(names, set);
        return;
      }
      if (chosen.length === size) return;
      // Each set is reached once: what was branched on before stays out of the branches that follow.
      for (const place of best) {
        chosen.push(place);
        for (const index of byAtom[place]!) hits[index]!++;
        branch(drops - (this.#atoms[place]!.kind === "drop" ? 1 : 0), crashes - (this.#atoms[place]!.kind === "crash" ? 1 : 0));
        for (const index of byAtom[place]!) hits[index]!--;
        chosen.pop();
        banned[place]!++;
      }
      for (const place of best) banned[place]!--;
    };
    branch(this.#budget.drops, this.#budget.crashes);
    return [...found.values()];
  }
}

/** What a set is called: the same atoms, the same name. */
export function namesOf(atoms: readonly Atom[]): string {
  return atoms.map(({ name }) => name).sort().join("; ");
}
