import type { Plain } from "../kernel/plain.ts";
import type { Spoken } from "../world/outside.ts";
import type { HistoryEvent } from "./history.ts";

/** Someone who is told what happens, messages and subscriptions as numbers: the checkers. A hook that is absent costs nothing. */
export interface Listener {
  publish?(message: number): void;
  /** An effect that was applied. `first`: none before in this subscription. `intact`: with the content it was published with. */
  effect?(message: number, subscription: number, node: string, first: boolean, intact: boolean): void;
  /** `subscription` is -1 when there are several and none was named. */
  say?(verb: Spoken, message: number, subscription: number, node: string, detail: Plain | undefined): void;
  gauge?(name: string, value: number, node: string): void;
  /** Every event, as an object; asking for this makes runs slower. */
  history?(event: HistoryEvent): void;
}

/** Listeners by hook. */
export type Listeners = { readonly [hook in keyof Required<Listener>]: readonly Listener[] };

export function listenersOf(all: readonly Listener[]): Listeners {
  return { publish: having(all, "publish"), effect: having(all, "effect"), say: having(all, "say"), gauge: having(all, "gauge"), history: having(all, "history") };
}

/** `filter` would make arrays of another kind once it is optimized, and of another where nobody is left (kernel/mapped.ts). */
function having(all: readonly Listener[], hook: keyof Listener): readonly Listener[] {
  const found: Listener[] = [];
  for (const listener of all) if (listener[hook] !== undefined) found.push(listener);
  return found;
}
