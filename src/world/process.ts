import type { DeliveryVerb, EffectOptions, EffectResult, Message } from "../delivery/message.ts";
import type { Plain } from "../kernel/plain.ts";
import type { Duration, Micros } from "../kernel/time.ts";
import type { NodeId } from "./fault.ts";

/** Its label is (`type`, the ordinal in `message`, if any): what packet keys are made of. */
export type Packet = {
  readonly type: string;
  readonly message?: number | Message;
  /** Set by the network on a packet that a `corrupt` fault struck; nothing else of it changes. */
  readonly corrupt?: true;
};

/** Makes what a node runs. The closure is volatile memory: a crash drops it, a restart calls the factory again. */
export type Factory<P extends Packet = any> = () => Process<P>;

/** Why a connection ended, as the end that hears it is told. */
export type CloseReason = "closed" | "reset" | "refused" | "timed-out";

/** All handlers are optional and synchronous. A handler that throws crashes its node, with the error reported. */
export interface Process<P extends Packet = any> {
  start?(ctx: Context<P>): void;
  /** Producers: the application hands a message over. */
  publish?(ctx: Context<P>, message: Message): void;
  receive?(ctx: Context<P>, from: NodeId, packet: P): void;
  wake?(ctx: Context<P>, timer: string, message?: number): void;
  synced?(ctx: Context<P>, tag: string, error?: "full" | "error"): void;
  opened?(ctx: Context<P>, connection: Connection<P>): void;
  data?(ctx: Context<P>, connection: Connection<P>, packet: P): void;
  closed?(ctx: Context<P>, connection: Connection<P>, reason: CloseReason): void;
  /** A graceful stop only; a crash does not ask. */
  stopping?(ctx: Context<P>): void;
  /** What a viewer may show of the volatile state. */
  state?(): Plain;
}

/** What a process can do. Valid only inside a handler of the node it was given to. */
export interface Context<P extends Packet = any> {
  readonly self: NodeId;
  /** The node's own clock, skewed and drifting where the scenario says so. */
  readonly now: Micros;
  /** 1 for the first start, 2 after the first restart, ... */
  readonly incarnation: number;

  // Outputs, in call order: a crash may cut between any two of them.
  /** A datagram: may be lost, duplicated, delayed, overtaken, corrupted. */
  send(to: NodeId, packet: P): void;
  /** A connection: ordered and reliable until reset or silent. */
  connect(to: NodeId): Connection<P>;
  readonly disk: Disk;
  /**
   * One output, atomic and durable at once: disk writes and effects on a sink declared co-located. No sends. The journal
   * is one: earlier writes of the node are durable with it. "failed" when the disk is full or in error; nothing happened then.
   */
  transaction(body: (tx: Transaction) => void): "committed" | "failed";
  /** Acts on the outside world; nothing undoes it. "already" and "fenced" come from sinks that check. */
  effect(message: Message | number, options?: EffectOptions): EffectResult;
  /** The producer, on hearing that its message is stored. */
  confirm(message: Message | number): void;
  /** Definitely not stored. */
  refuse(message: Message | number, reason: string): void;
  /** The producer stops trying; the message's fate is unknown. */
  giveUp(message: Message | number, reason: string): void;
  /** Says which further verb of delivery happened here. `detail`: `subscription`, and for grant and replace `owner`, `resource`. */
  note(event: DeliveryVerb, message: Message | number, detail?: Plain): void;

  // Not outputs.
  /** Arms, or arms again, the timer of this name (and message). A background timer (a heartbeat, a poll) keeps no run alive. */
  timer(name: string, after: Duration, message?: number, options?: { background?: boolean }): void;
  cancel(name: string, message?: number): void;
  /** Chance keyed by node, purpose, message and how often that was asked (counted across restarts). */
  random(purpose: string, message?: number): { below(n: number): number; chance(p: number): boolean };
  /** An earlier event that also caused what follows (a batch's members, an acknowledged range). */
  because(message: Message | number, event: DeliveryVerb): void;
  /** A line for whoever reads the trace. */
  log(text: string): void;
  /** A measured quantity: its maximum is reported, and `bounded` judges it. */
  gauge(name: string, value: number): void;
  /** Counts that something interesting was reached, so that a green verdict is not empty. */
  sometimes(name: string, condition?: boolean): void;
}

/** One end of a connection. Sends before `opened` wait; sends after its end go nowhere. */
export interface Connection<P extends Packet = any> {
  /** "p1>broker #2": who opened it, to whom, and which of theirs it is. */
  readonly id: string;
  readonly peer: NodeId;
  send(packet: P): void;
  /** The peer hears "closed", after what was sent before. */
  close(): void;
  /** The peer hears "reset". */
  reset(): void;
}

/** Durable storage of a node. Writes are buffered until `sync`; reads see them at once. */
export interface Disk {
  /** The value, or undefined when the key is absent or its entry was torn by a power loss. */
  read(key: string): Plain | undefined;
  /** Keys in order of their code units, torn entries included. */
  keys(prefix?: string): readonly string[];
  write(key: string, value: Plain): void;
  remove(key: string): void;
  /** Makes all earlier writes durable; `synced(tag)` follows after the node's sync time. */
  sync(tag: string): void;
}

/** Inside `ctx.transaction`: nothing of it is visible until the body returns. */
export interface Transaction {
  write(key: string, value: Plain): void;
  remove(key: string): void;
  effect(message: Message | number, options?: EffectOptions): EffectResult;
}
