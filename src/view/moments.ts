import type { Plain } from "../kernel/plain.ts";
import type { Micros } from "../kernel/time.ts";
import type { Fault } from "../world/fault.ts";
import type { CrashKind } from "../world/spec.ts";
import type { Ending } from "../world/world.ts";
import type { Violation } from "./violations.ts";

/** An output that a crash came before: what never happened. */
export interface Swallowed {
  readonly what: "send" | "effect" | "other";
  /** Lane of the packet's receiver, -1 when it is no packet. */
  readonly to: number;
  /** Type of the packet, "" when it is none. */
  readonly type: string;
  /** Ordinal of the message, 0 for none. */
  readonly message: number;
}

/** What happened at a moment. `packet` is an index into the packets, `message` 0 stands for none. */
export type Happening =
  | { readonly kind: "start"; readonly nth: number }
  /** The application hands a message over to its producer. */
  | { readonly kind: "hand-over"; readonly message: number }
  | { readonly kind: "timer"; readonly name: string; readonly message: number; readonly nth: number }
  | { readonly kind: "synced"; readonly tag: string; readonly nth: number; readonly error: "full" | "error" | undefined }
  /** A connection to the node of lane `peer` gave up waiting. */
  | { readonly kind: "timed-out"; readonly peer: number }
  | { readonly kind: "send"; readonly packet: number }
  | { readonly kind: "arrive"; readonly packet: number }
  /** On its way, or on arrival where nobody is. */
  | { readonly kind: "lost"; readonly packet: number }
  /** A partition, a stall or a machine without power holds it back. */
  | { readonly kind: "held"; readonly packet: number }
  /** `times`: how often this message has been applied in this subscription, this time included. */
  | { readonly kind: "effect"; readonly message: number; readonly result: "applied" | "already" | "fenced"; readonly times: number; readonly subscription: string | undefined }
  | { readonly kind: "say"; readonly verb: string; readonly message: number; readonly detail: Plain | undefined }
  | { readonly kind: "log"; readonly text: string }
  /** `after`: outputs of the handler that happened, where the crash cut one. `error`: what the handler threw, where that was why. */
  | { readonly kind: "crash"; readonly how: CrashKind; readonly fault: Fault | undefined; readonly after: number | undefined; readonly swallowed: readonly Swallowed[]; readonly error: string | undefined }
  | { readonly kind: "pause"; readonly fault: Fault }
  | { readonly kind: "resume"; readonly fault: Fault }
  /** Any other fault at a set time, across `lanes`, and its end. */
  | { readonly kind: "fault"; readonly fault: Fault; readonly ended: boolean; readonly lanes: readonly number[] }
  | { readonly kind: "violation"; readonly violation: Violation }
  | { readonly kind: "end"; readonly ending: Ending }
  /** Left out by `relevantTo`: events about the messages told of, about others, about none; what these were called. */
  | { readonly kind: "elided"; readonly same: number; readonly others: number; readonly none: number; readonly names: readonly string[] };

/** A moment of a run: what the rows of a diagram, or the lines of a story, are made of. */
export type Moment = {
  /** Its place among all moments of the run; an elision takes the place of the first it stands for. */
  readonly index: number;
  readonly at: Micros;
  /** Number of the simulation's event. */
  readonly event: number;
  /** Number of the event that caused it, 0 for none. */
  readonly cause: number;
  /** Where it happened: an index into the lanes, -1 for everywhere. */
  readonly lane: number;
  /** A neighbour says it already: a delivery by the packet that arrives, an acknowledgement by the one that is sent. */
  readonly implied: boolean;
} & Happening;

/** The moments of one kind. */
export type MomentOf<K extends Moment["kind"]> = Extract<Moment, { kind: K }>;
