import type { Outputs } from "../outputs.ts";
import type { PeerFrame } from "./frames.ts";

/** What a node of a cluster does to the world around it. */
export interface ClusterOutputs extends Outputs {
  /** A frame to another node, behind all that was sent to it before. To one that is not connected it goes nowhere. */
  tell(peer: string, frame: PeerFrame): void;
  /** Ends the connection to another node, which is opened again soon. */
  disconnect(peer: string): void;
  /** A whole number from 0 to `below` - 1, drawn anew with every call. */
  random(purpose: string, below: number): number;
}
