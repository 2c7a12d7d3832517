import type { TraceRecord } from "../kernel/trace.ts";
import { EFFECT } from "../world/codes.ts";
import type { Fault } from "../world/fault.ts";
import type { World } from "../world/world.ts";
import type { Happening, Swallowed } from "./moments.ts";

type Crash = Extract<Fault, { fault: "crash" }>;

const HOW = ["kill", "power", "stop"] as const;

/** Puts a crash together: the fault that struck or the error that was thrown, then what was swallowed, then the crash itself. */
export class Crashes {
  readonly #world: World;
  readonly #laneOf: readonly number[];
  /** Crashes in a step have no record of their own: they struck in this order. */
  readonly #cuts: Crash[];
  #timed: Crash | undefined;
  #error: string | undefined;
  #swallowed: Swallowed[] = [];

  constructor(world: World, laneOf: readonly number[], struck: readonly Fault[]) {
    this.#world = world;
    this.#laneOf = laneOf;
    this.#cuts = struck.filter((fault): fault is Crash => fault.fault === "crash" && "in" in fault);
  }

  /** A crash at a set time. */
  begins(fault: Crash | undefined): void {
    this.#timed = fault;
  }

  threw({ a: text }: TraceRecord): void {
    this.#error = String(this.#world.kernel.trace!.texts[text]);
  }

  swallow({ b: code, c: text, d: message }: TraceRecord): void {
    // The record that only says how many outputs happened has no code.
    if (code === 0) return;
    const packet = text < 0 ? undefined : (this.#world.kernel.trace!.texts[text] as { readonly to: string; readonly type: string });
    const to = this.#world.nodes.find(({ name }) => name === packet?.to);
    this.#swallowed.push({ what: to !== undefined ? "send" : code === EFFECT ? "effect" : "other", to: to === undefined ? -1 : this.#laneOf[to.index]!, type: String(packet?.type ?? ""), message });
  }

  happened({ node, a: how }: TraceRecord): Happening {
    const { name } = this.#world.nodes[node]!;
    const timed = this.#timed?.node === name ? this.#timed : undefined;
    const cut = timed === undefined && this.#error === undefined ? this.#cuts.find((crash) => crash.node === name) : undefined;
    if (cut !== undefined) this.#cuts.splice(this.#cuts.indexOf(cut), 1);
    const crash: Happening = { kind: "crash", how: HOW[how]!, fault: timed ?? cut, after: cut !== undefined && "after" in cut ? cut.after : undefined, swallowed: this.#swallowed, error: this.#error };
    this.#timed = undefined;
    this.#error = undefined;
    this.#swallowed = [];
    return crash;
  }
}
