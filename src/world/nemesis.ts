import { sampler } from "../kernel/sampler.ts";
import type { Sampler } from "../kernel/sampler.ts";
import type { Purpose } from "../kernel/chance.ts";
import { WHOLE } from "../kernel/chance.ts";
import type { Micros } from "../kernel/time.ts";
import type { Fault } from "./fault.ts";
import type { IntervalNemesis, CrashKind } from "./spec.ts";
import type { World } from "./world.ts";

type TimedFault = Extract<Fault, { at: Micros }>;

/** Draws faults of one kind now and then during the storm. Each draw is keyed by (kind, which nemesis of that kind, k), so no other event moves it. */
export class Nemesis {
  readonly #world: World;
  readonly #spec: IntervalNemesis;
  readonly #name: string;
  readonly #purpose: Purpose;
  readonly #gap: Sampler;
  readonly #lasting: Sampler | undefined;
  readonly #jump: Sampler;
  #at: Micros;
  #nth = 0;

  /** It strikes from then on, µs. */
  constructor(world: World, spec: IntervalNemesis, name: string, from: Micros) {
    this.#world = world;
    this.#spec = spec;
    this.#name = name;
    this.#at = from;
    this.#purpose = world.kernel.chance.purpose("nemesis");
    this.#gap = sampler({ shape: "exponential", mean: spec.every });
    this.#lasting = spec.for === "forever" ? undefined : sampler(spec.for);
    this.#jump = sampler(spec.by);
  }

  /** Puts the next strike on the agenda; each schedules its successor, until the storm ends. */
  next(): void {
    const nth = ++this.#nth;
    this.#at += Math.max(1, this.#gap.at(this.#draw("gap", nth)));
    const { storm } = this.#world.setup;
    if (storm !== undefined && this.#at >= storm) return;
    const fault = this.#fault(nth);
    if (fault === undefined) return this.next();
    this.#world.faults.draw(fault, () => this.#complete(fault, nth), () => this.next());
  }

  #draw(what: string, nth: number): number {
    return this.#purpose.named(`${this.#name} ${what}`, nth);
  }

  #below(bound: number, what: string, nth: number): number {
    return Math.floor((this.#draw(what, nth) / WHOLE) * bound);
  }

  #pick<T>(from: readonly T[], what: string, nth: number): T {
    return from[this.#below(from.length, what, nth)]!;
  }

  #fault(nth: number): TimedFault | undefined {
    const spec = this.#spec;
    const at = this.#at;
    const node = this.#pick(spec.nodes, "node", nth);
    const lasts: Micros | "forever" = this.#lasting === undefined ? "forever" : Math.max(1, this.#lasting.at(this.#draw("for", nth)));
    const oneWay = this.#draw("one-way", nth) < spec.oneWay * WHOLE;
    switch (spec.fault) {
      case "crash": {
        const how: CrashKind = this.#pick(spec.how, "how", nth);
        const disk = how === "power" && spec.disk === "any" ? fateFrom(this.#below(8, "disk", nth)) : undefined;
        return { fault: "crash", node, how, at, for: lasts, ...(disk === undefined ? {} : { disk }) };
      }
      case "pause":
        return { fault: "pause", node, at, for: lasts === "forever" ? 60_000_000 : lasts };
      case "partition": {
        const groups = this.#split(node, nth);
        return groups === undefined ? undefined : { fault: "partition", groups, at, for: lasts, ...(oneWay ? { oneWay } : {}) };
      }
      case "clock": {
        const by = this.#jump.at(this.#draw("by", nth)) * (this.#draw("sign", nth) & 1 ? 1 : -1);
        const ppm = this.#below(2 * spec.ppm + 1, "ppm", nth) - spec.ppm;
        return this.#draw("jump or drift", nth) & 1 ? { fault: "clock", node, at, by } : { fault: "clock", node, at, ppm };
      }
      case "disk":
        return { fault: "disk", node, kind: this.#pick(spec.kinds, "kind", nth), at, ...(lasts === "forever" ? {} : { for: lasts }) };
      case "reset":
      case "stall":
        // The peer depends on who is connected then: `#complete` finds it.
        return { fault: spec.fault, between: [node, node], at, ...(spec.fault === "reset" || lasts === "forever" ? {} : { for: lasts }), ...(oneWay ? { oneWay } : {}) };
    }
  }

  #complete(fault: TimedFault, nth: number): TimedFault | undefined {
    if (fault.fault !== "reset" && fault.fault !== "stall") return fault;
    const peers = this.#world.connections.peersOf(this.#world.nodeNamed(fault.between[0], "nemesis"));
    return peers.length === 0 ? undefined : { ...fault, between: [fault.between[0], this.#pick(peers, "peer", nth).name] };
  }

  /** One node apart, or a coin for each. */
  #split(node: string, nth: number): string[][] | undefined {
    const all = this.#world.nodes.map(({ name }) => name);
    const apart = this.#draw("apart", nth) & 1 ? [node] : all.filter((name) => (this.#draw(`side ${name}`, nth) & 1) === 1);
    const rest = all.filter((name) => !apart.includes(name));
    return apart.length === 0 || rest.length === 0 ? undefined : [apart, rest];
  }
}

function fateFrom(draw: number): string | undefined {
  if (draw < 3) return undefined;
  if (draw < 5) return "keep";
  return draw < 7 ? `prefix ${draw - 4}` : "tear 1";
}
