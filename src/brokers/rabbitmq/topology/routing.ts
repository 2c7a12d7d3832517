import type { Table } from "../methods.ts";
import type { Queue } from "../queue/queue.ts";
import type { ExchangeDefinition } from "./definition.ts";
import { headersMatch } from "./headers.ts";
import { topicMatches, topicWords } from "./topic.ts";
import type { Topology } from "./topology.ts";

const REMEMBERED = 10_000;
const NO_HEADERS: Table = {};

/** To which queues a message goes: each once, however many bindings and exchanges lead there. Routes are remembered until the topology changes. */
export class Routing {
  readonly #topology: Topology;
  readonly #queues: ReadonlyMap<string, Queue>;
  readonly #topics = new Map<string, readonly string[]>();
  /** By exchange and routing key. */
  #routes = new Map<string, Map<string, readonly Queue[]>>();
  #remembered = 0;
  #version = -1;
  /** A headers exchange was passed: the route does not depend on the key alone. */
  #headersAsked = false;

  /** `queues`: those that can be reached, by name. */
  constructor(topology: Topology, queues: ReadonlyMap<string, Queue>) {
    this.#topology = topology;
    this.#queues = queues;
  }

  /** `keys`: the routing key and those of CC and BCC. The exchange must exist. */
  route(exchange: string, keys: readonly string[], headers: Table = NO_HEADERS): readonly Queue[] {
    if (this.#version !== this.#topology.version || this.#remembered > REMEMBERED) {
      this.#routes = new Map();
      this.#remembered = 0;
      this.#version = this.#topology.version;
    }
    if (keys.length > 1) return this.#find(exchange, keys, headers);
    const key = keys[0]!;
    const known = this.#routes.get(exchange)?.get(key);
    if (known !== undefined) return known;
    this.#headersAsked = false;
    const found = this.#find(exchange, keys, headers);
    if (!this.#headersAsked) {
      let routes = this.#routes.get(exchange);
      if (routes === undefined) this.#routes.set(exchange, (routes = new Map()));
      routes.set(key, found);
      this.#remembered++;
    }
    return found;
  }

  #find(from: string, keys: readonly string[], headers: Table): readonly Queue[] {
    const queues = new Set<string>();
    const passed = new Set<string>([from]);
    for (const name of passed) {
      const exchange = this.#topology.exchanges.get(name);
      if (exchange === undefined) continue;
      if (!this.#pass(exchange, keys, headers, queues, passed)) {
        const alternate = exchange.arguments["alternate-exchange"];
        if (typeof alternate === "string") passed.add(alternate);
      }
    }
    return [...queues].flatMap((name) => this.#queues.get(name) ?? []);
  }

  /** False: nothing there takes it, so it goes on to the alternate exchange. */
  #pass(exchange: ExchangeDefinition, keys: readonly string[], headers: Table, queues: Set<string>, passed: Set<string>): boolean {
    let taken = false;
    if (exchange.name === "") {
      for (const key of keys) if (this.#topology.queues.has(key)) queues.add(key);
      return true;
    }
    for (const { kind, destination, routingKey, arguments: given } of this.#topology.bindings(exchange.name)) {
      if (!this.#takes(exchange, routingKey, given, keys, headers)) continue;
      taken = true;
      (kind === "queue" ? queues : passed).add(destination);
    }
    return taken;
  }

  #takes({ kind }: ExchangeDefinition, routingKey: string, given: Table, keys: readonly string[], headers: Table): boolean {
    if (kind === "direct") return keys.includes(routingKey);
    if (kind === "topic") return keys.some((key) => topicMatches(this.#words(routingKey), topicWords(key)));
    if (kind === "fanout") return true;
    this.#headersAsked = true;
    return headersMatch(given, headers);
  }

  #words(pattern: string): readonly string[] {
    let words = this.#topics.get(pattern);
    if (words === undefined) this.#topics.set(pattern, (words = topicWords(pattern)));
    return words;
  }
}
