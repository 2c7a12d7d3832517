import type { ReducedRun } from "./reduced.ts";

/** A failure of a promised guarantee, found and reduced. */
export interface Discovery extends ReducedRun {
  readonly guarantee: string;
  readonly seed: string;
  /** Of its run, from 0. */
  readonly index: number;
  /** Number of the run, from 1. */
  readonly runsToFind: number;
  readonly strategy: string;
}

/** Failures in the order of their runs; reduced in whatever order that comes to its end. */
export class Findings {
  /** Told of each discovery, in the order of the runs. */
  onDiscovery: (discovery: Discovery) => void = () => {};
  readonly #found: { readonly index: number; readonly guarantee: string; discovery: Discovery | undefined }[] = [];
  #told = 0;
  #reduced = 0;

  /** A guarantee broke in this run: it is to be reduced. */
  found(index: number, guarantee: string): void {
    this.#found.push({ index, guarantee, discovery: undefined });
  }

  reduced(index: number, discovery: Discovery): void {
    this.#found.find((one) => one.index === index && one.guarantee === discovery.guarantee)!.discovery = discovery;
    this.#reduced++;
    for (; this.#found[this.#told]?.discovery !== undefined; this.#told++) this.onDiscovery(this.#found[this.#told]!.discovery!);
  }

  /** How many were found. */
  get count(): number {
    return this.#found.length;
  }

  /** Of them, how many are still to be reduced. */
  get open(): number {
    return this.#found.length - this.#reduced;
  }

  /** Those that have been told. */
  get discoveries(): readonly Discovery[] {
    return this.#found.slice(0, this.#told).map(({ discovery }) => discovery!);
  }
}
