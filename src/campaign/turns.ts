import type { Work } from "../search/attempt.ts";

/** Wall-clock time between two turns of the event loop, ms: how soon an interrupt is heard. */
const TURN = 20;

/** Who wants to know how it goes, and who may end it. */
export interface Turns {
  readonly signal?: AbortSignal | undefined;
  /** Called some fifty times a second, and at the end. */
  readonly onTurn?: (() => void) | undefined;
}

/** Drives work to its end, letting the event loop turn. Returns false when it was interrupted before that. */
export async function inTurns(work: Work<void>, { signal, onTurn }: Turns): Promise<boolean> {
  let turned = performance.now();
  while (work.next().done !== true) {
    const now = performance.now();
    if (now - turned < TURN) continue;
    turned = now;
    onTurn?.();
    await new Promise<void>((done) => void setImmediate(done));
    if (signal?.aborted === true) return false;
  }
  onTurn?.();
  return true;
}
