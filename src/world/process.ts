import type { DeliveryVerb, EffectOptions, EffectResult, Message } from "../delivery/message.ts";
import type { Plain } from "../kernel/plain.ts";
import type { Duration, Micros } from "../kernel/time.ts";
import type { NodeId } from "./fault.ts";

/** Its label is (`type`, the ordinal in `message`, if any): what packet keys are made of. */
export type Packet = {
  /** Not empty. "publish", "ack": a name of the protocol's own. */
  readonly type: string;
  /** The message it is about, whole or by its ordinal (1, 2, ...); anything else ends the run as bad input. Default: none. */
  readonly message?: number | Message;
  /** Set by the network on a packet that a `corrupt` fault struck; nothing else of it changes. */
  readonly corrupt?: true;
};

/** Makes what a node runs. The closure is volatile memory: a crash drops it, a restart calls the factory again. */
export type Factory<P extends Packet = any> = () => Process<P>;

/**
 * Why a connection ended, as the end that hears it is told. "closed": the peer closed it, or stopped gracefully. "reset": the
 * peer reset it, its process was killed, or a fault did. "refused": nothing ran there when it was opened (a machine without
 * power does not even refuse). "timed-out": no answer for `network.timeout`; what was in flight has an unknown fate.
 */
export type CloseReason = "closed" | "reset" | "refused" | "timed-out";

/**
 * All handlers are optional and synchronous; one that returns a promise ends the run as bad input. A handler that throws
 * crashes its node, with the error reported; the node starts again once, at the storm's end.
 */
export interface Process<P extends Packet = any> {
  /** Of every life, before anything else of its instant. */
  start?(ctx: Context<P>): void;
  /** Producers: the application hands a message over. */
  publish?(ctx: Context<P>, message: Message): void;
  /** A datagram arrived. It is immutable: copy before changing. */
  receive?(ctx: Context<P>, from: NodeId, packet: P): void;
  /** A timer came due; `message` is the ordinal it was armed with, if any. */
  wake?(ctx: Context<P>, timer: string, message?: number): void;
  /** A `ctx.disk.sync(tag)` is over. With an error nothing of it is durable, and the writes are still buffered. */
  synced?(ctx: Context<P>, tag: string, error?: "full" | "error"): void;
  /** A connection is open: called at both ends. */
  opened?(ctx: Context<P>, connection: Connection<P>): void;
  /** A frame arrived on a connection, in order. */
  data?(ctx: Context<P>, connection: Connection<P>, packet: P): void;
  /** A connection ended by the other side's doing, a fault, or silence; not by this end's own `close` or `reset`. */
  closed?(ctx: Context<P>, connection: Connection<P>, reason: CloseReason): void;
  /** A graceful stop only; a crash does not ask. */
  stopping?(ctx: Context<P>): void;
  /** What a viewer may show of the volatile state. */
  state?(): Plain;
}

/**
 * What a process can do. Valid only inside a handler of the node and the life it was given to: use anywhere else, a message
 * that is no ordinal, an unknown node or name, and values that are not plain data end the run with an InputError, even if
 * the handler catches what is thrown.
 */
export interface Context<P extends Packet = any> {
  /** The node's name. */
  readonly self: NodeId;
  /** The node's own clock, µs: virtual time, skewed and drifting where the scenario or a fault says so. */
  readonly now: Micros;
  /** 1 for the first start, 2 after the first restart, ... */
  readonly incarnation: number;

  // Outputs, in call order: a crash may cut between any two of them.
  /** A datagram: may be lost, duplicated, delayed, overtaken, corrupted. */
  send(to: NodeId, packet: P): void;
  /** A connection: ordered and reliable until reset or silent. */
  connect(to: NodeId): Connection<P>;
  /** What survives a crash, as far as it was synced. */
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
  /**
   * Arms, or arms again, the timer of this name (and message). `after` is 0 or more, counted by the node's own clock.
   * A background timer (a heartbeat, a poll; default false) keeps no run alive.
   */
  timer(name: string, after: Duration, message?: number, options?: { background?: boolean }): void;
  /** Disarms it; nothing happens when it is not armed. */
  cancel(name: string, message?: number): void;
  /**
   * Chance keyed by node, purpose, message and how often that was asked (counted across restarts). `below(n)`: a whole number
   * from 0 to n - 1, n at most 2^32. `chance(p)`: true with probability p, 0 to 1. Each call of either draws anew.
   */
  random(purpose: string, message?: number): { below(n: number): number; chance(p: number): boolean };
  /**
   * An earlier event that also caused what follows (a batch's members, an acknowledged range; a heartbeat, noted as it came). What is said of a
   * message without the step being about it is known to have these causes: `lineage` tries to undo them, and its certificate rests on that.
   */
  because(message: Message | number, event: DeliveryVerb): void;
  /** A line for whoever reads the trace. Where there are many, a diagram tells those that name its messages ("m7 is known"). */
  log(text: string): void;
  /** A measured quantity: its maximum is reported, and `bounded` judges it. */
  gauge(name: string, value: number): void;
  /** Counts that something interesting was reached, so that a green verdict is not empty. `condition`: default true. */
  sometimes(name: string, condition?: boolean): void;
}

/** One end of a connection. Sends before `opened` wait; sends after its end go nowhere. */
export interface Connection<P extends Packet = any> {
  /** "p1>broker #2": who opened it, to whom, and which of theirs it is. */
  readonly id: string;
  /** Name of the node at the other end. */
  readonly peer: NodeId;
  /** An output. A frame arrives after all that was sent before it, or the connection ends. */
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
  /** An output. The value is plain data, and immutable from now on. */
  write(key: string, value: Plain): void;
  /** An output, buffered like a write. */
  remove(key: string): void;
  /** An output. Makes all earlier writes durable; `synced(tag)` follows after the node's sync time (default 500us). */
  sync(tag: string): void;
}

/**
 * Inside `ctx.transaction`: nothing of it is visible until the body returns. Outputs of the context, a promise, and use after
 * the body end the run as bad input.
 */
export interface Transaction {
  write(key: string, value: Plain): void;
  remove(key: string): void;
  /** What the sink will answer. The sink must be declared co-located with this node (`at`). */
  effect(message: Message | number, options?: EffectOptions): EffectResult;
}
