import type { Kept } from "./frames.ts";

/** A mirror of a queue whose master is on another node (rabbit_mirror_queue_slave): what it would go on with. */
export class Mirror {
  /** By id, oldest first. */
  readonly kept = new Map<number, Kept>();
  /** By channel: the last sequence number it knows of. */
  readonly seen: Map<string, number>;

  constructor(seen: Iterable<readonly [channel: string, sequence: number]>) {
    this.seen = new Map(seen);
  }

  keep(kept: Kept): void {
    this.kept.set(kept.id, kept);
    if (kept.sequence > 0) this.seen.set(kept.channel, kept.sequence);
  }

  forget(id: number): void {
    this.kept.delete(id);
  }
}
