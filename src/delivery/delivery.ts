import { Digest } from "../kernel/digest.ts";
import { mapped } from "../kernel/mapped.ts";
import type { Plain } from "../kernel/plain.ts";
import { HISTORY } from "../world/codes.ts";
import type { Node } from "../world/node.ts";
import type { Outside, Spoken, StagedEffect } from "../world/outside.ts";
import { misuse } from "../world/watched.ts";
import type { World } from "../world/world.ts";
import { Books } from "./books.ts";
import type { History } from "./history.ts";
import { Sink } from "./ledger.ts";
import type { DeliveryVerb, EffectOptions, EffectResult, Message } from "./message.ts";
import type { Obligations } from "./obligations.ts";
import type { DeliverySetup } from "./setup.ts";
import { Tallies } from "./tallies.ts";
import type { Tally } from "./tallies.ts";
import { Workload } from "./workload.ts";

/** Highest ordinal a process may name: states are kept by ordinal. */
const HIGHEST = 2 ** 28;

/** Everything outside the nodes: hands messages over, takes effects, keeps the books and the history. */
export class Delivery implements Outside {
  readonly setup: DeliverySetup;
  readonly workload: Workload;
  readonly books: Books;
  /** How often what `ctx.sometimes` asks was so; 0: it was asked, and never so. */
  readonly sometimesCounts: Map<string, number> = new Map();
  /** A hash of the history without times: did a fault change what happened, or only when? */
  readonly fingerprint: Digest = new Digest();
  readonly #world: World;
  readonly #history: History | undefined;
  readonly #sinks: readonly Sink[];
  readonly #tallies = new Tallies();

  constructor(world: World, setup: DeliverySetup, history: History | undefined) {
    this.#world = world;
    this.setup = setup;
    this.#history = history;
    this.workload = new Workload(world, setup.workload, setup.producers);
    this.books = new Books(setup);
    this.#sinks = mapped(setup.sinks, (sink) => new Sink(sink));
  }

  get obligations(): Obligations {
    return this.books.obligations;
  }

  /** History events so far, by verb; effects that were not applied apart. */
  get counts(): { readonly [verb: string]: number } {
    return this.#tallies.counts;
  }

  begin(): void {
    this.workload.schedule(0);
  }

  get follows(): boolean {
    return this.#history !== undefined;
  }

  follow(event: number, cause: number): void {
    this.#history?.passOn(event, cause);
  }

  get met(): boolean {
    return this.obligations.unmet === 0;
  }

  due(ordinal: number): void {
    this.workload.schedule(ordinal);
  }

  publish(node: Node, ordinal: number): Message {
    this.#happened(node, this.#tallies.publish, ordinal, -1, undefined, true);
    this.books.publish(ordinal);
    return this.workload.message(ordinal);
  }

  probe(node: Node, message: Message | number, options: EffectOptions | undefined, staged: readonly StagedEffect[]): EffectResult {
    const ordinal = this.#ordinal(node, message);
    const sink = this.#sink(node, options);
    if (!sink.setup.at.includes(node.name)) misuse(`${node.name} used sink "${sink.setup.name}" inside a transaction, but the scenario does not declare it co-located: sinks: [{ name: "${sink.setup.name}", at: ["${node.name}"] }]`);
    const key = this.workload.keyOf(ordinal);
    const result = sink.probe(ordinal, key, options?.token);
    if (result === "fenced" || staged.length === 0) return result;
    const earlier = staged.filter((other) => other.result !== "fenced" && this.#sink(node, other.options) === sink);
    if (sink.setup.fenced && earlier.some((other) => this.workload.keyOf(this.#ordinal(node, other.message)) === key && other.options!.token! > options!.token!)) return "fenced";
    return sink.setup.dedup && earlier.some((other) => this.#ordinal(node, other.message) === ordinal) ? "already" : result;
  }

  effect(node: Node, message: Message | number, options: EffectOptions | undefined): EffectResult {
    const ordinal = this.#ordinal(node, message);
    const sink = this.#sink(node, options);
    const subscription = this.#subscription(node, options?.subscription, sink.setup.subscription);
    const result = sink.effect(ordinal, this.workload.keyOf(ordinal), options?.token);
    const intact = typeof message === "number" || this.workload.isIntact(message);
    this.#happened(node, result === "applied" ? this.#tallies.effect : this.#tallies.of("effect", result), ordinal, subscription, result === "applied" ? undefined : result, intact);
    if (result === "applied") this.books.effect(ordinal, subscription, node.name, intact);
    return result;
  }

  say(node: Node, verb: Spoken, message: number, detail: Plain | undefined): void {
    const ordinal = this.#ordinal(node, message);
    const named = typeof detail === "object" && detail !== null && !Array.isArray(detail) ? (detail as { readonly [key: string]: Plain })["subscription"] : undefined;
    const subscription = named === undefined ? (this.setup.subscriptions.length === 1 ? 0 : -1) : this.#subscription(node, named, undefined);
    const excused = this.books.excuses(verb) ? this.#subscription(node, named, subscription < 0 ? undefined : subscription) : subscription;
    this.#happened(node, this.#tallies.of(verb), ordinal, verb === "confirm" || verb === "refuse" || verb === "give-up" ? -1 : subscription, detail, true);
    this.books.say(verb, ordinal, excused, node.name, detail);
  }

  because(message: number, verb: DeliveryVerb): void {
    this.#history?.because(verb, message);
  }

  gauge(node: Node, name: string, value: number): void {
    this.books.gauge(name, value, node.name);
  }

  sometimes(name: string, so: boolean): void {
    const before = this.sometimesCounts.get(name);
    if (so || before === undefined) this.sometimesCounts.set(name, (before ?? 0) + (so ? 1 : 0));
  }

  settled(first: number, last: number): boolean {
    return this.obligations.settled(first, Math.min(last, this.setup.workload.messages));
  }

  #happened(node: Node, tally: Tally, message: number, subscription: number, detail: Plain | undefined, intact: boolean): void {
    tally.count++;
    this.fingerprint.words(tally.code, message, subscription);
    const history = this.#history;
    if (history === undefined) return;
    const { step, kernel } = this.#world;
    const event = history.add(step.event, step.cause, kernel.now, node.name, tally.verb, message, subscription < 0 ? undefined : this.setup.subscriptions[subscription], detail, intact);
    if (kernel.trace !== undefined) this.#world.record(HISTORY, node, event.index, message, subscription, 0);
    for (const listener of this.books.followers) listener.history!(event);
  }

  #ordinal(node: Node, message: Message | number): number {
    const ordinal = typeof message === "number" ? message : message.id;
    if (!Number.isInteger(ordinal) || ordinal < 1 || ordinal > HIGHEST) misuse(`${node.name} named the message ${JSON.stringify(message)}: a message is given whole or by its ordinal (1, 2, ...)`);
    return ordinal;
  }

  #sink(node: Node, options: EffectOptions | undefined): Sink {
    if (options?.sink === undefined) {
      if (this.#sinks.length === 1) return this.#sinks[0]!;
      const matching = this.#sinks.filter(({ setup }) => options?.subscription !== undefined && setup.subscription === this.setup.subscriptions.indexOf(options.subscription));
      return matching.length === 1 ? matching[0]! : misuse(`${node.name}: an effect must say its sink: { sink: "${this.#sinks[0]!.setup.name}" }; there are ${this.#sinks.length}`);
    }
    return this.#sinks.find(({ setup }) => setup.name === options.sink) ?? misuse(`${node.name}: there is no sink ${JSON.stringify(options.sink)}; known: ${this.#sinks.map(({ setup }) => setup.name).join(", ")}`);
  }

  #subscription(node: Node, named: unknown, otherwise: number | undefined): number {
    if (named === undefined) {
      if (otherwise !== undefined) return otherwise;
      return this.setup.subscriptions.length === 1 ? 0 : misuse(`${node.name}: this must say its subscription, one of ${this.setup.subscriptions.join(", ")}`);
    }
    const index = this.setup.subscriptions.indexOf(String(named));
    return index >= 0 ? index : misuse(`${node.name}: there is no subscription ${JSON.stringify(named)}; known: ${this.setup.subscriptions.join(", ")}`);
  }
}
