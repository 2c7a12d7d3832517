import { InputError } from "../../kernel/errors.ts";
import type { Resolved } from "../../scenario/resolve.ts";
import type { Fault, Plan } from "../../world/fault.ts";
import { Permitted } from "../bounds.ts";
import { Draws } from "../draws.ts";
import type { Profile, ProfiledPacket } from "../profile.ts";
import { seedOf } from "../strategy.ts";
import type { Candidate, Outcome, Strategy, StrategyMaker } from "../strategy.ts";

/** A run is made again under so many orders. */
const ORDERS = 8;

/**
 * Priorities over messages and chains, after PCT (Burckhardt et al., ASPLOS 2010) and PCTCP (Ozkan et al., OOPSLA 2018): what has a low
 * priority is held until everything of a higher one is through. A run of the scenario's own distribution tells which packets are under
 * way and in what order they arrive. Then it is made again under the same seed, with some packets held until the k-th later delivery
 * at their receiver; written as a `delay` of so long as that took in the first run, so that such a run is frozen, shrunk and read like
 * any other. Draws are keyed by packets, so all else happens again but for what the order changes. Packets of one message in one
 * direction are a chain; a chain is held as a whole or not. (An approximation: priorities are given from outside, once, not step by step.)
 */
export const pct: StrategyMaker = (resolved, seed) => new Pct(resolved, seed);

class Pct implements Strategy {
  readonly name = "pct";
  readonly #resolved: Resolved;
  readonly #seed: string;
  readonly #permitted: Permitted;
  readonly #bases = new Map<number, readonly string[]>();
  readonly #profiles: { readonly seed: string; readonly profile: Profile }[] = [];
  #runs = 0;

  constructor(resolved: Resolved, seed: string) {
    this.#resolved = resolved;
    this.#seed = seed;
    this.#permitted = new Permitted(resolved);
    if (!this.#permitted.kinds.has("delay")) throw new InputError(`pct: nothing may be delayed in ${resolved.name}: it has no reordering or delay of its own, and its nodes do not all tolerate "delay"`);
  }

  batch(n: number): readonly Candidate[] {
    const orders = this.#profiles.splice(0).flatMap(({ seed, profile }) => Array.from({ length: ORDERS }, () => this.#order(seed, profile)));
    const base: Candidate = { seed: seedOf(this.#seed, this.#runs++), strategy: this.name, observe: { profile: true } };
    this.#bases.set(n, [...orders.map(() => ""), base.seed]);
    return [...orders, base];
  }

  learn(n: number, outcomes: readonly Outcome[]): void {
    const bases = this.#bases.get(n) ?? [];
    this.#bases.delete(n);
    for (const [index, { profile }] of outcomes.entries()) if (profile !== undefined) this.#profiles.push({ seed: bases[index]!, profile });
  }

  #order(seed: string, profile: Profile): Candidate {
    const plan = heldBack(profile, this.#permitted, new Draws(`${this.#seed}/${++this.#runs} pct`));
    return { seed, plan, chances: this.#resolved.world.chances, strategy: this.name };
  }
}

/** A plan that holds some packets of a run back. Where copies may come, some of what is held is a copy that would not have come. */
export function heldBack({ packets }: Profile, permitted: Permitted, draws: Draws): Plan {
  const arriving = packets.filter((packet): packet is ProfiledPacket & { arrived: number } => packet.arrived !== undefined && permitted.onLink("delay", packet.from, packet.to));
  if (arriving.length === 0) return [];
  const copies = arriving.filter(({ key }) => isCopy(key));
  // What comes a second time has most to gain from coming late.
  const from = copies.length > 0 && draws.uniform() < 0.5 ? copies : arriving;
  const held = draws.uniform() < 0.25 ? chainOf(draws.pick(from), arriving) : draws.some(from, draws.logUniform(Math.ceil(from.length / 2)));
  const until = draws.uniform();
  return held.flatMap((packet): Fault[] => {
    const later = arriving.filter(({ to, arrived }) => to === packet.to && arrived > packet.arrived).map(({ arrived }) => arrived).sort((a, b) => a - b);
    if (later.length === 0) return [];
    // One run in three holds to the very end: past every window.
    const place = until < 0.33 ? later.length - 1 : draws.logUniform(later.length) - 1;
    const by = later[place]! - packet.arrived + 1;
    const asCopy = !isCopy(packet.key) && permitted.onLink("duplicate", packet.from, packet.to) && draws.uniform() < 0.5;
    return asCopy ? [{ fault: "duplicate", packet: packet.key, after: Math.min(by, permitted.latest) }] : [{ fault: "delay", packet: packet.key, by }];
  });
}

function isCopy(key: string): boolean {
  return /['"]$/.test(key);
}

/** The packets of the same message in the same direction. */
function chainOf(one: ProfiledPacket, all: readonly (ProfiledPacket & { arrived: number })[]): (ProfiledPacket & { arrived: number })[] {
  return all.filter(({ from, to, message }) => from === one.from && to === one.to && message === one.message);
}
