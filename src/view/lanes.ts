import type { Node } from "../world/node.ts";
import type { Role } from "../world/spec.ts";

/** The lifeline of one node. */
export interface Lane {
  readonly index: number;
  readonly name: string;
  readonly role: Role;
}

/** A message's way, left to right. */
const WAY: readonly Role[] = ["producer", "broker", "other", "consumer"];

/** Lanes in the order a message takes, nodes of one role in name order; and the lane of each node, by its index. */
export function lanesOf(nodes: readonly Node[]): { readonly lanes: readonly Lane[]; readonly laneOf: readonly number[] } {
  const ordered = [...nodes].sort((a, b) => WAY.indexOf(a.setup.role) - WAY.indexOf(b.setup.role) || a.index - b.index);
  const laneOf = nodes.map((node) => ordered.indexOf(node));
  return { lanes: ordered.map(({ name, setup }, index) => ({ index, name, role: setup.role })), laneOf };
}
