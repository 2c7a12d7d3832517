import type { Content } from "../content.ts";
import type { DeathReason } from "../queue/host.ts";
import type { QuorumConsumer } from "./rotation.ts";

/** A message of a quorum queue. */
export type Held = { readonly content: Content; readonly expires: number; deliveryCount: number };

export type Packed = readonly [content: Content, expires: number | null, deliveryCount: number];
type PackedConsumer = readonly [channel: string, consumerTag: string, prefetch: number, priority: number, extra: number, over: boolean, suspended: boolean, held: number];
/** The whole state of a machine, plain. */
export type Snapshot = {
  readonly id: number;
  readonly messages: readonly Packed[];
  readonly returns: readonly Packed[];
  readonly checkedOut: readonly (readonly [id: number, message: Packed, consumer: string])[];
  readonly consumers: readonly PackedConsumer[];
  readonly rotation: readonly string[];
  readonly waiting: readonly PackedConsumer[];
  readonly enqueuers: readonly (readonly [channel: string, nth: number])[];
  readonly dead: readonly (readonly [id: number, content: Content, reason: DeathReason])[];
};

export const packed = ({ content, expires, deliveryCount }: Held): Packed => [content, expires === Infinity ? null : expires, deliveryCount];
export const unpacked = ([content, expires, deliveryCount]: Packed): Held => ({ content, expires: expires ?? Infinity, deliveryCount });

export const packedConsumer = ({ channel, consumerTag, prefetch, priority, extra, over, suspended, held }: QuorumConsumer): PackedConsumer => [channel, consumerTag, prefetch, priority, extra, over, suspended, held];
export const unpackedConsumer = ([channel, consumerTag, prefetch, priority, extra, over, suspended, held]: PackedConsumer): QuorumConsumer => ({ channel, consumerTag, prefetch, priority, extra, over, suspended, held, waiting: false });
