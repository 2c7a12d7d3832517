import type { Counters } from "../kernel/counters.ts";
import { hashText } from "../kernel/hash.ts";
import { Label } from "../kernel/label.ts";
import type { Node } from "./node.ts";
import type { PlannedKey } from "./planned.ts";
import { packetLabel } from "./planned.ts";
import type { PacketChances } from "./rates.ts";

/** A packet type in one direction between two nodes: the label of its packets. */
export class Channel extends Label {
  readonly id: number;
  readonly from: Node;
  readonly to: Node;
  readonly type: string;
  readonly planned: ReadonlyMap<number, PlannedKey> | undefined;
  readonly chances: PacketChances;
  /** Hash of its type alone: what a frame without a message is in the digest. */
  readonly typeHash: number;

  constructor(id: number, from: Node, to: Node, type: string, planned: ReadonlyMap<number, PlannedKey> | undefined, chances: PacketChances, counters: Counters) {
    super(packetLabel(from.name, to.name, type), counters);
    this.id = id;
    this.from = from;
    this.to = to;
    this.type = type;
    this.planned = planned;
    this.chances = chances;
    this.typeHash = hashText(type, 0);
  }
}

/** A step's name within a node (a timer, a tag, start, publish) with the crashes planned for it. */
export class StepLabel extends Label {
  readonly id: number;
  readonly name: string;
  readonly planned: ReadonlyMap<number, PlannedKey> | undefined;

  constructor(id: number, text: string, name: string, planned: ReadonlyMap<number, PlannedKey> | undefined, counters: Counters) {
    super(text, counters);
    this.id = id;
    this.name = name;
    this.planned = planned;
  }
}
