import { InputError, messageOf } from "../kernel/errors.ts";
import { WHOLE } from "../kernel/chance.ts";
import type { Label } from "../kernel/label.ts";
import { trespass } from "../kernel/guard.ts";
import type { Purpose } from "../kernel/chance.ts";
import { mapped } from "../kernel/mapped.ts";
import { sampler } from "../kernel/sampler.ts";
import type { Sampler } from "../kernel/sampler.ts";
import { SWALLOWED, THREW } from "./codes.ts";
import type { Fault } from "./fault.ts";
import type { Node } from "./node.ts";
import { within } from "./planned.ts";
import type { PlannedKey } from "./planned.ts";
import type { StepCrashRate } from "./spec.ts";
import { printStepKey } from "./step-key.ts";
import type { StepKey } from "./step-key.ts";
import { refusePromise } from "./watched.ts";
import type { World } from "./world.ts";

/** A handler threw: its node was killed. */
export interface HandlerError {
  readonly node: string;
  readonly at: number;
  readonly event: number;
  readonly message: string;
  readonly stack: string;
}

/** Cuts by rate fall after at most this many outputs; most handlers have fewer. */
const DEEPEST_CUT = 6;

/** Handlers as steps: atomic in time, not in fate. Finds the crash that cuts a step, and carries it out when the handler ends. */
export class Steps {
  readonly errors: HandlerError[] = [];
  /** Crashes strike steps by chance in this run. */
  readonly draws: boolean;
  readonly #world: World;
  readonly #rates: readonly { readonly spec: StepCrashRate; readonly lasting: Sampler | undefined }[];
  readonly #purposes: { readonly strike: Purpose; readonly after: Purpose; readonly lasting: Purpose; readonly how: Purpose; readonly disk: Purpose };

  constructor(world: World) {
    this.#world = world;
    this.#rates = mapped(world.setup.chances.steps, (spec) => ({ spec, lasting: spec.for === "forever" ? undefined : sampler(spec.for) }));
    this.draws = this.#rates.length > 0;
    const { chance } = world.kernel;
    this.#purposes = { strike: chance.purpose("crash in step"), after: chance.purpose("crash after"), lasting: chance.purpose("crash for"), how: chance.purpose("crash how"), disk: chance.purpose("crash disk") };
  }

  /** Looks for a crash in this step, planned or by chance. The step has begun. */
  cut(node: Node, label: Label, planned: ReadonlyMap<number, PlannedKey> | undefined, message: number, nth: number, copy: number, key: () => StepKey): void {
    const { step } = this.#world;
    if (planned !== undefined) {
      for (const entry of planned.get(within(message, nth, copy))?.cuts ?? []) {
        const { fault } = entry;
        if (entry.struck || fault.fault !== "crash" || !("in" in fault) || fault.node !== node.name || fault.after >= step.cut) continue;
        step.cut = fault.after;
        step.crash = entry;
      }
    }
    if (step.crash === undefined && this.draws && this.#world.ratesOn) this.#byChance(node, label, message, nth, copy, key);
  }

  /** The handler returned. */
  finish(node: Node): void {
    const { step } = this.#world;
    if (step.crash !== undefined) this.#carryOut(node);
    step.node = undefined;
  }

  #carryOut(node: Node): void {
    const { step } = this.#world;
    const entry = step.crash;
    if (entry !== undefined && step.outputs >= step.cut) {
      const fault = entry.fault as Extract<Fault, { fault: "crash" }>;
      const recorded = this.#world.strikes(fault, entry);
      this.#world.struck.reach("crash");
      if (this.#world.kernel.trace !== undefined && step.dead) this.#world.record(SWALLOWED, node, step.outputs, 0, 0, 0);
      step.dead = true;
      step.node = undefined;
      const returns = fault.for !== undefined && fault.for !== "forever";
      this.#world.lives.crash(node, fault.how ?? "power", fault.disk, returns);
      this.#world.faults.endLater(recorded as { for?: number | "forever" }, fault, entry.drawn === true, () => {
        this.#world.lives.restart(node, (identity) => this.#world.faultEvent(identity, recorded, node, true));
      });
    }
  }

  /** The handler threw. A trespass ends the run; anything else kills the node, unless the step was already dead. */
  threw(node: Node, error: unknown): void {
    const { step, kernel } = this.#world;
    if (trespass() !== undefined || (error instanceof Error && error.name === "InvariantError")) throw trespass() ?? error;
    if (isFrozenWrite(error)) throw new InputError(`${node.name} wrote to a packet, message or stored value, which are immutable (${messageOf(error)}); copy first: { ...packet }`);
    // Behind the cut, whether or not anything was swallowed yet: the crash came first.
    if (step.outputs >= step.cut) return this.finish(node);
    this.errors.push({ node: node.name, at: kernel.now, event: kernel.events, message: messageOf(error), stack: error instanceof Error ? (error.stack ?? "") : String(error) });
    if (kernel.trace !== undefined) this.#world.record(THREW, node, kernel.trace.text(messageOf(error)), 0, 0, 0);
    node.threw++;
    node.restartsAfterStorm = node.threw === 1 && !this.#world.storm.over;
    step.node = undefined;
    this.#world.lives.crash(node, "kill", undefined, false);
  }

  /** A graceful stop: the last handler of this life. */
  stopping(node: Node): void {
    const { process } = node;
    if (process.stopping === undefined || node.context === undefined || node.paused) return;
    const { step, kernel } = this.#world;
    if (step.node !== undefined) return;
    step.begin(node, kernel.events, kernel.events, false);
    try {
      refusePromise(process.stopping(node.context), node.name, "stopping");
    } catch (error) {
      this.threw(node, error);
    }
    step.node = undefined;
  }

  #byChance(node: Node, label: Label, message: number, nth: number, copy: number, key: () => StepKey): void {
    const high = label.high(message, nth);
    const low = label.low(message, nth) ^ copy;
    const { strike, after, lasting, how, disk } = this.#purposes;
    for (const { spec, lasting: duration } of this.#rates) {
      if (!spec.nodes.includes(node.name) || strike.draw(high, low) >= spec.rate * WHOLE) continue;
      const cut = Math.floor((after.draw(high, low) / WHOLE) * DEEPEST_CUT);
      const kind = spec.how[Math.floor((how.draw(high, low) / WHOLE) * spec.how.length)]!;
      const kept = kind === "power" && spec.disk === "any" && disk.draw(high, low) & 1 ? "keep" : undefined;
      const fault: Fault = { fault: "crash", node: node.name, how: kind, in: printStepKey(key()), after: cut, for: duration === undefined ? "forever" : Math.max(1, duration.at(lasting.draw(high, low))), ...(kept === undefined ? {} : { disk: kept }) };
      this.#world.step.cut = cut;
      this.#world.step.crash = { fault, struck: false, drawn: true };
      return;
    }
  }
}

/** What V8 says of a write to a frozen object in strict mode. */
function isFrozenWrite(error: unknown): boolean {
  return error instanceof TypeError && /read only property|object is not extensible|Cannot delete property|Cannot redefine property/.test(error.message);
}

