import { guarded } from "../kernel/guard.ts";
import type { Micros } from "../kernel/time.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Node } from "../world/node.ts";

/** What a node knew after an event. */
export interface Snapshot {
  readonly node: string;
  /** Starts so far. */
  readonly life: number;
  /** Its own clock, µs. */
  readonly clock: Micros;
  /** What its process shows of its memory (`state()`), as JSON; undefined when it is down, or shows nothing. */
  readonly memory: string | undefined;
  /** Keys on its disk. */
  readonly disk: number;
}

/** So many events are remembered; a step back within them costs nothing. */
const KEPT = 256;

/**
 * What nodes knew after any event. Memory is a closure and cannot be copied, so going back means running again from the start,
 * once for every 256 events.
 */
export class Snapshots {
  readonly #begin: () => Simulation;
  readonly #known = new Map<number, readonly Snapshot[]>();
  #simulation: Simulation;

  /** @param begin makes the run anew, at its first event. */
  constructor(begin: () => Simulation) {
    this.#begin = begin;
    this.#simulation = begin();
  }

  /** After the event of this number, in the order of the nodes; 0: before the first. */
  at(event: number): readonly Snapshot[] {
    const known = this.#known.get(event);
    if (known !== undefined) return known;
    if (this.#simulation.world.kernel.events >= event) {
      this.#simulation = this.#begin();
      this.#known.clear();
    }
    this.#simulation.until(event - KEPT);
    for (;;) {
      const { events } = this.#simulation.world.kernel;
      const seen = this.#look();
      this.#keep(events, seen);
      if (events >= event || !this.#simulation.advance(1)) return seen;
    }
  }

  #keep(event: number, seen: readonly Snapshot[]): void {
    // What comes due at a set time after it is no event, but moves the clock.
    if (!this.#known.has(event)) this.#known.set(event, seen);
    this.#known.delete(event - 2 * KEPT);
  }

  #look(): readonly Snapshot[] {
    const { nodes, kernel } = this.#simulation.world;
    return nodes.map((node) => ({ node: node.name, life: node.incarnation, clock: node.clock.read(kernel.now), memory: node.up ? memoryOf(node) : undefined, disk: node.storage.keysWith("").length }));
  }
}

function memoryOf({ process }: Node): string | undefined {
  if (process.state === undefined) return undefined;
  try {
    return guarded(() => JSON.stringify(process.state!()));
  } catch (error) {
    return `state() threw ${error instanceof Error ? error.message : String(error)}`;
  }
}
