import type { DeliveryVerb, EffectOptions, EffectResult, Message } from "../delivery/message.ts";
import { WHOLE } from "../kernel/chance.ts";
import { hashText, mix } from "../kernel/hash.ts";
import { VERBS } from "./verbs.ts";
import type { Plain } from "../kernel/plain.ts";
import type { Duration, Micros } from "../kernel/time.ts";
import { micros } from "../kernel/time.ts";
import { CONNECT, EFFECT, GAUGE, LOG, SAY } from "./codes.ts";
import { NodeDisk } from "./disk.ts";
import type { Node } from "./node.ts";
import type { Spoken } from "./outside.ts";
import type { Connection, Context, Disk, Packet, Transaction } from "./process.ts";
import { transact } from "./transaction.ts";
import { misuse } from "./watched.ts";
import type { World } from "./world.ts";

const durations = new Map<string, Micros>();

/** The ordinal of a message given whole or by number; 0 for none. */
export function ordinalOf(message: Message | number | undefined): number {
  return message === undefined ? 0 : typeof message === "number" ? message : message.id;
}

/** One incarnation's handle on the world. It goes dead with the incarnation, and works only inside the node's own handlers. */
export class NodeContext implements Context {
  readonly self: string;
  readonly incarnation: number;
  readonly disk: Disk;
  readonly #world: World;
  readonly #node: Node;

  constructor(world: World, node: Node) {
    this.#world = world;
    this.#node = node;
    this.self = node.name;
    this.incarnation = node.incarnation;
    this.disk = new NodeDisk(world, node, this);
  }

  get now(): Micros {
    return this.#node.clock.read(this.#world.kernel.now);
  }

  send(to: string, packet: Packet): void {
    if (this.live()) this.#world.datagrams.send(this.#node, to, packet);
  }

  connect(to: string): Connection {
    this.live();
    const emitted = this.#world.output(CONNECT, hashText(to, 0), to);
    // Behind the cut even the name may be a dead context's doing.
    const peer = emitted ? this.#world.nodeNamed(to, this.self) : this.#world.nodes.find(({ name }) => name === to);
    return this.#world.connections.open(this.#node, peer ?? this.#node, emitted);
  }

  transaction(body: (tx: Transaction) => void): "committed" | "failed" {
    return this.live() ? transact(this.#world, this.#node, body) : "failed";
  }

  effect(message: Message | number, options?: EffectOptions): EffectResult {
    if (!this.live() || !this.#world.output(EFFECT, ordinalOf(message))) return "applied";
    this.ordinal(message, "effect");
    return this.#world.outside.effect(this.#node, message, options);
  }

  confirm(message: Message | number): void {
    this.#say("confirm", VERBS.confirm, message, undefined);
  }

  refuse(message: Message | number, reason: string): void {
    this.#say("refuse", VERBS.refuse, message, reason);
  }

  giveUp(message: Message | number, reason: string): void {
    this.#say("give-up", VERBS["give-up"], message, reason);
  }

  note(event: DeliveryVerb, message: Message | number, detail?: Plain): void {
    this.#say(event, VERBS[event], message, detail);
  }

  timer(name: string, after: Duration, message?: number, options?: { background?: boolean }): void {
    if (!this.live() || this.#world.step.dead) return;
    let local = typeof after === "number" && Number.isInteger(after) ? after : durations.get(after as string);
    if (local === undefined) {
      try {
        local = micros(after, `timer ${JSON.stringify(name)} of ${this.self}`);
      } catch (error) {
        misuse((error as Error).message);
      }
      durations.set(after as string, local);
    }
    this.#node.timers.arm(name, local, message === undefined ? 0 : this.#kept(message, "timer", name), options?.background ?? false);
  }

  cancel(name: string, message?: number): void {
    if (this.live() && !this.#world.step.dead) this.#node.timers.cancel(name, message ?? 0);
  }

  random(purpose: string, message = 0): { below(n: number): number; chance(p: number): boolean } {
    this.live();
    this.#kept(message, "random", purpose);
    const label = this.#world.purposeLabel(this.#node, purpose);
    const draw = (): number => {
      const nth = label.next(message);
      return this.#world.process.draw(label.high(message, nth), label.low(message, nth));
    };
    return { below: (n) => Math.floor((draw() / WHOLE) * n), chance: (p) => draw() < p * WHOLE };
  }

  because(message: Message | number, event: DeliveryVerb): void {
    if (this.live() && !this.#world.step.dead) this.#world.outside.because(ordinalOf(message), event);
  }

  log(text: string): void {
    if (!this.live() || this.#world.step.dead) return;
    const { trace } = this.#world.kernel;
    if (trace !== undefined) this.#world.record(LOG, this.#node, trace.text(String(text)), 0, 0, 0);
  }

  gauge(name: string, value: number): void {
    if (!this.live() || this.#world.step.dead) return;
    const { trace } = this.#world.kernel;
    if (trace !== undefined) this.#world.record(GAUGE, this.#node, trace.text(name), trace.text(value), 0, 0);
    this.#world.outside.gauge(this.#node, name, value);
  }

  sometimes(name: string, condition = true): void {
    if (this.live() && !this.#world.step.dead) this.#world.outside.sometimes(name, condition);
  }

  /** True inside a handler of this incarnation; anything else is shared memory between nodes or lives, and ends the run. */
  live(): boolean {
    const { node } = this.#world.step;
    return node === this.#node && node.context === this ? true : this.#stray();
  }

  /** Apart from `live`, which every call goes through and which should stay small enough to be inlined. */
  #stray(): never {
    const { node } = this.#world.step;
    return misuse(`the context of ${this.self} (incarnation ${this.incarnation}) was used ${node === undefined ? "outside any handler" : `in a handler of ${node.name} (incarnation ${node.incarnation})`}; use only the ctx that the handler was given`);
  }

  /** The ordinal of a message a process names; refuses what cannot be one. */
  ordinal(message: Message | number, what: string): number {
    const ordinal = ordinalOf(message);
    if (!Number.isInteger(ordinal) || ordinal < 1) misuse(`${this.self}: ${what} of ${JSON.stringify(message)}: a message is given whole or by its ordinal (1, 2, ...)`);
    return ordinal;
  }

  /** Timers and draws are kept by ordinal: what is none would silently share another's. */
  #kept(message: number, what: string, name: string): number {
    if ((message & 0xfffffff) !== message) misuse(`${this.self}: ${what} ${JSON.stringify(name)} of ${JSON.stringify(message)}: the message is given by its ordinal (1, 2, ...)`);
    return message;
  }

  #say(verb: Spoken, code: number, message: Message | number, detail: Plain | undefined): void {
    if (!this.live() || !this.#world.output(SAY, mix(code, ordinalOf(message)), verb)) return;
    this.#world.outside.say(this.#node, verb, this.ordinal(message, verb), detail);
  }
}

