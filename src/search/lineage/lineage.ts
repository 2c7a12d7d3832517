import type { Micros } from "../../kernel/time.ts";
import type { Simulation } from "../../scenario/simulation.ts";
import { causesOf } from "./causes.ts";
import type { CausedStep, Causes, Said } from "./causes.ts";

/** At most so many supports of one goal are told. Those left out come up again when the others have been struck. */
const MOST = 2_048;
/** And supports of so many links and waits together: a timer that arms itself again for ever makes each effect wait for all before it. */
const LONGEST = 2_000;

/** One output that a goal needed, and what can go wrong with it. */
export interface Link {
  readonly node: string;
  /** Key of the step that put it out. */
  readonly step: string;
  /** When, µs. */
  readonly at: Micros;
  /** Outputs of the step that came before it: a crash after so many prevents it. -1: the step itself is needed, for what it made durable. */
  readonly after: number;
  /** Since when the node had remembered what it needed for it, µs: a crash in between makes it forget. */
  readonly since: Micros;
  /** Earlier steps of the node in which it armed a timer or asked for a sync, and waited for this: key, outputs, time (µs). */
  readonly waits?: readonly { readonly step: string; readonly outputs: number; readonly at: Micros }[];
  /** Key of the datagram it was, where it was one. */
  readonly packet?: string;
}

/** A set of outputs that sufficed for a goal. */
export type Support = readonly Link[];

/** What should happen: an effect of a message in a subscription, or its confirmation (subscription -1). */
export interface Goal {
  readonly message: number;
  readonly subscription: number;
  /** Alternatives: each sufficed, as far as causes are declared. */
  readonly supports: readonly Support[];
}

/** Why what happened did. */
export interface Lineage {
  readonly goals: readonly Goal[];
}

/**
 * The supports of every effect and confirmation of a traced run. A step needs what triggered it: the packet that was delivered, the
 * step that armed the timer or asked for the sync. A step that says something about a message it was not triggered by knows of it
 * from any earlier effect of the message on its node (one that the sink calls "already" told the node the same once more), or else from
 * the first step of its node that was about the message, of the same life if there is one; and what `ctx.because` says caused it. These
 * are the declared causes that a certificate speaks of. (Alvaro et al., "Lineage-driven Fault Injection", SIGMOD 2015; SEARCH.md 1.3.)
 */
export function lineageOf(simulation: Simulation): Lineage {
  const causes = causesOf(simulation);
  const reader = new Reader(causes);
  const goals = new Map<string, { message: number; subscription: number; supports: Map<string, Support>; length: number }>();
  for (const said of causes.said) {
    if (said.verb !== "effect" && said.verb !== "confirm") continue;
    const subscription = said.verb === "confirm" ? -1 : said.subscription;
    const name = `${said.message} ${subscription}`;
    let goal = goals.get(name);
    if (goal === undefined) goals.set(name, (goal = { message: said.message, subscription, supports: new Map(), length: 0 }));
    if (goal.supports.size >= MOST || goal.length >= LONGEST) continue;
    for (const support of reader.supportsOf(said)) {
      goal.supports.set(support.map(({ step, after, since }) => `${step}/${after}/${since}`).join(), support);
      goal.length += support.reduce((sum, { waits = [] }) => sum + 1 + waits.length, 0);
    }
  }
  return { goals: [...goals.values()].map(({ message, subscription, supports }) => ({ message, subscription, supports: [...supports.values()] })) };
}

class Reader {
  /** By node and message: effects, in order. */
  readonly #effects = new Map<string, Said[]>();
  /** Steps in which a node heard that a sync was through. */
  readonly #synced: readonly CausedStep[];
  /** By node and message: steps about it, in order. */
  readonly #about = new Map<string, CausedStep[]>();

  /** By number in the history. */
  readonly #said: ReadonlyMap<number, Said>;

  constructor(causes: Causes) {
    this.#said = new Map(causes.said.map((said) => [said.index, said]));
    this.#synced = causes.steps.filter(({ kind }) => kind === "synced");
    for (const said of causes.said) if (said.verb === "effect") push(this.#effects, `${said.step.node} ${said.message}`, said);
    for (const step of causes.steps) if (step.message > 0) push(this.#about, `${step.node} ${step.message}`, step);
  }

  supportsOf({ step, after, message, because }: Said): readonly Support[] {
    let supports = this.#output(step, after, message, undefined, new Set([step.node]), true);
    for (const index of because) {
      const cause = this.#said.get(index);
      if (cause === undefined) continue;
      const others = this.supportsOf(cause);
      supports = supports.flatMap((support) => others.map((other) => joined([...support, ...other]))).slice(0, MOST);
    }
    return supports;
  }

  /**
   * What an output of a step about a message needed. `holders`: nodes of which it is being asked how they know; what they told others
   * is no answer, for they knew it before.
   */
  #output(step: CausedStep, after: number, message: number, packet: string | undefined, holders: ReadonlySet<string>, goal = false): readonly Support[] {
    const { origin, waits } = this.#origin(step);
    const since = origin.at;
    const effects = this.#effects.get(`${step.node} ${message}`) ?? [];
    const told = message === 0 || origin.message === message ? [] : effects.filter((said) => said.step.event < step.event);
    if (!goal && holders.has(step.node) && (told.length > 0 || effects.some((said) => said.step === origin))) return [];
    const link = (from: Micros): Link => ({ node: step.node, step: step.key, at: step.at, after, since: Math.max(from, step.born), ...(waits.length === 0 ? {} : { waits }), ...(packet === undefined ? {} : { packet }) });
    const within = told.length > 0 ? new Set([...holders, step.node]) : holders;
    const found: Support[] = [];
    for (const also of told.length > 0 ? told.map((said) => said.step) : [this.#first(step, origin, message)]) {
      const knowledge = also === undefined ? [[]] : this.#trigger(also, message, within);
      for (const trigger of this.#trigger(origin, message, within)) for (const other of knowledge) {
        found.push(joined([link(Math.min(since, also?.at ?? since)), ...this.#durable(step, also), ...trigger, ...other]));
        if (found.length >= MOST) return found;
      }
    }
    return found;
  }

  /** Where the node was last told something from outside: back over its own timers and syncs. */
  #origin(step: CausedStep): { origin: CausedStep; waits: NonNullable<Link["waits"]> } {
    let origin = step;
    const waits: { step: string; outputs: number; at: Micros }[] = [];
    while (origin.cause !== undefined && origin.cause.node === origin.node && origin.after === undefined) {
      origin = origin.cause;
      if (origin.at >= step.born) waits.push({ step: origin.key, outputs: origin.outputs, at: origin.at });
    }
    return { origin, waits };
  }

  /** What outlived a restart was made durable: by the last sync that was through before it, at the latest. */
  #durable({ node, born }: CausedStep, told: CausedStep | undefined): readonly Link[] {
    if (told === undefined || told.at >= born) return [];
    const synced = this.#synced.findLast((one) => one.node === node && one.event > told.event && one.at <= born);
    if (synced === undefined) return [];
    return [{ node, step: synced.key, at: synced.at, after: -1, since: told.at, waits: this.#origin(synced).waits.filter(({ at }) => at >= told.at) }];
  }

  /** Where nobody told the world: the first step about the message on the node, of the same life if there is one. */
  #first(step: CausedStep, origin: CausedStep, message: number): CausedStep | undefined {
    if (message === 0 || origin.message === message) return undefined;
    const about = (this.#about.get(`${step.node} ${message}`) ?? []).filter((one) => one.event < step.event);
    const first = about.find((one) => one.at >= step.born) ?? about[0];
    return first === undefined ? undefined : this.#origin(first).origin;
  }

  /** What brought a step about: nothing that can go wrong for a hand-over or a start. */
  #trigger({ cause, after, packet }: CausedStep, message: number, holders: ReadonlySet<string>): readonly Support[] {
    if (cause === undefined) return [[]];
    return this.#output(cause, after ?? 0, message, packet, holders);
  }
}

function joined(links: readonly Link[]): Support {
  const seen = new Map<string, Link>();
  for (const link of links) seen.set(`${link.step} ${link.after} ${link.since}`, link);
  return [...seen.values()];
}

function push<T>(map: Map<string, T[]>, name: string, value: T): void {
  const list = map.get(name);
  if (list === undefined) map.set(name, [value]);
  else list.push(value);
}
