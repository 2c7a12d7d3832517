import { SequenceMap } from "../../../delivery/sequence-map.ts";
import type { Content } from "../content.ts";
import type { Channel } from "../queue/queue.ts";
import type { Checkout, Numbered, QuorumEvent } from "./entries.ts";

/** What was sent and is not known to be applied. `sequence`: to confirm, 0 for none. */
export type Pending = { readonly command: Numbered; readonly sequence: number };

/** A channel of a node that uses a quorum queue, as the node's client of the queue sees it. */
export class User {
  readonly channel: Channel;
  last = 0;
  readonly pending = new SequenceMap<Pending>();
  /** The leadership its commands went to. */
  term: number;
  /** Another leads meanwhile, which the channel finds out with its next command. */
  isBehind = false;
  /** Published when the leader could not be seen, and whatever it publishes to the same leader afterwards: rabbit_fifo keeps that back until it has what is missing, which is sent to another leader only. */
  readonly lost: Pending[] = [];
  /** Some numbers do not come, or come later. */
  skips = false;
  /** The leader knows that it publishes (rabbit_fifo:make_register_enqueuer). */
  isRegistered = false;
  /** Published before that. */
  unregistered: { readonly content: Content; readonly sequence: number }[] = [];
  /** The highest delivery it has seen. */
  seen = 0;
  /** The number of the command whose answer it waits for; -1: of a question outside the log. */
  asking = 0;
  question: "inspect" | "delete" | undefined;
  getting = false;
  /** The consumer whose checkout has not been answered, and what came for it already: a new leader does not know who has heard what. */
  opening: string | undefined;
  early: NonNullable<QuorumEvent["delivery"]>[] = [];
  readonly consumers = new Map<string, Checkout>();
  /** Consumers that acknowledge nothing; "" for a get that does not. */
  readonly noAck = new Set<string>();

  constructor(channel: Channel, term: number) {
    this.channel = channel;
    this.term = term;
  }
}
