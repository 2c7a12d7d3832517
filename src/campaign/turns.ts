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
export async function inTurns(work: Work<void>, turns: Turns): Promise<boolean> {
  return (await resultInTurns(finished(work), turns)) === true;
}

function* finished(work: Work<void>): Work<true> {
  yield* work;
  return true;
}

/** The same, for what it comes to; undefined when it was interrupted before that. */
export async function resultInTurns<T>(work: Work<T>, { signal, onTurn }: Turns): Promise<T | undefined> {
  let turned = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) {
      onTurn?.();
      return step.value;
    }
    const now = performance.now();
    if (now - turned < TURN) continue;
    turned = now;
    onTurn?.();
    await new Promise<void>((done) => void setImmediate(done));
    if (signal?.aborted !== true) continue;
    // Whatever it has open it closes.
    work.return(undefined as never);
    return undefined;
  }
}
