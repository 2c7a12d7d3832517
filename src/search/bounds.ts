import { writeDuration } from "../kernel/time.ts";
import type { Micros } from "../kernel/time.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { CrashKind, DiskFaultKind, IntervalNemesis } from "../world/spec.ts";
import type { Fault } from "../world/fault.ts";
import { kindsOf } from "./kinds.ts";

/** How much may go wrong at once. What may go wrong at all is the scenario's affair (`Permitted`). */
export interface Bounds {
  /** Faults on packets. */
  readonly drops: number;
  readonly crashes: number;
  /** Packets sent from then on are spared, µs. */
  readonly until: Micros;
  /** How long a crashed node is down. undefined: as the scenario's own crashes, else 500 ms. */
  readonly down: Micros | "forever" | undefined;
  /** Where crashes fall: between any two outputs of a handler, or only before all of them. */
  readonly cut: "output" | "step";
  /** Whether a node that stops for good is owed its effects all the same. */
  readonly fallen: "owed" | "excused";
}

/** As many drops as the deepest known retry bugs need, and one crash. */
export const BOUNDS: Bounds = { drops: 12, crashes: 1, until: Infinity, down: undefined, cut: "output", fallen: "owed" };

const CRASH_KINDS: readonly CrashKind[] = ["power", "kill", "stop"];
const DISK_KINDS: readonly DiskFaultKind[] = ["lost-sync", "torn", "slow", "full", "error"];

/** How a kind of fault may strike nodes. `forever`: it never ends. */
export type Strikes = Pick<IntervalNemesis, "nodes" | "how" | "disk" | "kinds"> & { readonly forever: boolean };

/** So many names are told of many. */
const FEW = 6;
/** How long a node is down where nobody says. */
const DOWN: Micros = 500_000;

/** Which faults a strategy may put into a plan: the kinds that all nodes tolerate, anywhere, and the scenario's own, where and how it has them. */
export class Permitted {
  readonly kinds: ReadonlySet<string>;
  readonly #resolved: Resolved;

  constructor(resolved: Resolved) {
    this.#resolved = resolved;
    this.kinds = kindsOf(resolved);
  }

  /** A copy comes at most so much later than what it is a copy of, µs: one that is still under way keeps a run from coming to rest. */
  get latest(): Micros {
    return Math.max(1, Math.floor(this.#resolved.world.settle / 2));
  }

  /** May packets from one node to another be struck so? */
  onLink(fault: "drop" | "duplicate" | "delay", from: string, to: string): boolean {
    if (!this.kinds.has(fault)) return false;
    if (this.#tolerates(fault)) return true;
    return this.#resolved.world.chances.packets.some((rate) => rate.fault === fault && rate.rate > 0 && (rate.link === undefined || (rate.link.from === from && rate.link.to === to)));
  }

  /** May a crash fall on this node? */
  crashes(node: string): boolean {
    return this.kinds.has("crash") && (this.#tolerates("crash") || this.#crashes.some(({ nodes }) => nodes.includes(node)));
  }

  /** How a fault at a set time may strike: as the scenario has it, or, where all nodes tolerate it, in any way on any node. */
  strikes(fault: IntervalNemesis["fault"]): Strikes {
    const { steps, intervals } = this.#resolved.world.chances;
    const own = this.#tolerates(fault) ? [] : intervals.filter((nemesis) => nemesis.fault === fault);
    const cuts = fault === "crash" && !this.#tolerates(fault) ? steps : [];
    const all = [...own, ...cuts];
    const free = all.length === 0;
    return {
      nodes: this.#resolved.world.nodes.map(({ name }) => name).filter((name) => free || all.some((nemesis) => nemesis.nodes.includes(name))),
      how: CRASH_KINDS.filter((kind) => free || all.some((nemesis) => nemesis.how.includes(kind))),
      kinds: DISK_KINDS.filter((kind) => free || own.some((nemesis) => nemesis.kinds.includes(kind))),
      disk: free || all.some((nemesis) => nemesis.disk === "any") ? "any" : "lose",
      forever: !free && all.every((nemesis) => nemesis.for === "forever"),
    };
  }

  /** A crash of a node in a step, in the manner the scenario has. */
  crash(node: string, step: string, after: number, down: Micros | "forever" | undefined): Fault {
    const own = this.#crashes.filter(({ nodes }) => nodes.includes(node));
    const free = this.#tolerates("crash") || own.length === 0;
    const how: CrashKind = free ? "power" : own[0]!.how[0]!;
    const lasting = down ?? (!free && own.every((nemesis) => nemesis.for === "forever") ? "forever" : DOWN);
    return { fault: "crash", node, how, in: step, after, for: lasting };
  }

  /** Where packets may be struck so, for a sentence: " on c1>p1"; "" for anywhere. */
  linksOf(fault: "drop" | "duplicate"): string {
    if (this.#tolerates(fault)) return "";
    const links = this.#resolved.world.chances.packets.filter((rate) => rate.fault === fault && rate.rate > 0).map(({ link }) => link);
    const bound = links.filter((link) => link !== undefined);
    return bound.length < links.length ? "" : ` on ${few(bound.map(({ from, to }) => `${from}>${to}`))}`;
  }

  /** Of which nodes crashes are, and in which manner, for a sentence: " of c1 (power, down for 500ms)"; of any: without the nodes. */
  crashesOf(down: Micros | "forever" | undefined): string {
    const all = this.#resolved.world.nodes.map(({ name }) => name);
    const nodes = all.filter((node) => this.crashes(node));
    const manners = nodes.map((node) => {
      const { how = "power", for: lasting } = this.crash(node, "", 0, down) as Extract<Fault, { fault: "crash" }>;
      return `${how}, down ${typeof lasting === "number" ? `for ${writeDuration(lasting)}` : "for good"}`;
    });
    return `${nodes.length === all.length ? "" : ` of ${few(nodes)}`} (${few(manners)})`;
  }

  get #crashes() {
    const { steps, intervals } = this.#resolved.world.chances;
    return [...steps, ...intervals.filter(({ fault }) => fault === "crash")];
  }

  #tolerates(fault: string): boolean {
    return this.#resolved.tolerates?.includes(fault) === true;
  }
}

/** Each once; of many the first. */
function few(names: readonly string[]): string {
  const all = [...new Set(names)];
  return all.length <= FEW ? all.join(", ") : `${all.slice(0, FEW).join(", ")} and ${all.length - FEW} more`;
}
