import { WHOLE } from "../kernel/chance.ts";
import type { Plain } from "../kernel/plain.ts";
import type { Fault } from "./fault.ts";
import type { Packet } from "./process.ts";

/** What can be altered and stays what it is. */
type Leaf = number | string | boolean;
type Fields = { readonly [field: string]: unknown };

/** How deep the JSON of a plan goes (fault.ts), less the packet and its field. */
const DEEPEST = 62;

/** What a forge leaves of a packet, its checksum mended; the very same packet when that changes nothing. Whether one arrives marked corrupt is the network's affair. */
export function forged(packet: Packet, { with: altered }: Extract<Fault, { fault: "forge" }>): Packet {
  const given: Fields = typeof altered === "object" && altered !== null && !Array.isArray(altered) ? (altered as Fields) : { body: altered };
  const { corrupt: _network, ...fields } = given;
  const differs = Object.entries(fields).some(([field, value]) => JSON.stringify(written((packet as Fields)[field])) !== JSON.stringify(value));
  return differs ? { ...packet, ...fields } : packet;
}

/**
 * What an attacker who has no key, and knows no more than what a packet shows, puts in place of one field of it: one number,
 * text or flag altered, at any depth, and never its type. Two draws of 32 bits decide which, and how. Each keeps its kind: a whole number
 * above 0 stays one, a node's name becomes another's, so that the packet could have been sent. undefined where there is none.
 */
export function forgery(packet: Packet, nodes: readonly string[], which: number, how: number): { readonly [field: string]: Plain } | undefined {
  const fields = Object.keys(packet).filter((field) => field !== "type" && field !== "corrupt").sort();
  const leaves: string[] = [];
  for (const field of fields) {
    const before = leaves.length;
    // A field that a plan cannot say cannot be altered either, or freezing would not be exact.
    if (written((packet as Fields)[field], (leaf) => (leaves.push(field), leaf)) === undefined) leaves.length = before;
  }
  if (leaves.length === 0) return undefined;
  const chosen = Math.floor((which / WHOLE) * leaves.length);
  const field = leaves[chosen]!;
  let at = leaves.indexOf(field);
  return { [field]: written((packet as Fields)[field], (leaf) => (at++ === chosen ? altered(leaf, nodes, how) : leaf))! };
}

/** A value as a plan gives it back, with each leaf as `change` has it: fresh, keys sorted, nothing undefined. undefined for what is no plain JSON. */
function written(value: unknown, change: (leaf: Leaf) => Leaf = (leaf) => leaf, depth: number = 0): Plain | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? (change(value) as number) + 0 : undefined;
  if (typeof value === "string" || typeof value === "boolean") return change(value);
  if (value === null) return null;
  if (typeof value !== "object" || depth > DEEPEST) return undefined;
  const inner = (member: unknown): Plain | undefined => written(member, change, depth + 1);
  if (Array.isArray(value)) {
    const items = Array.from(value, inner);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const names = Object.keys(value).filter((name) => (value as Fields)[name] !== undefined).sort();
  const members = names.map((name) => [name, inner((value as Fields)[name])] as const);
  return members.every(([name, member]) => name !== "__proto__" && member !== undefined) ? (Object.fromEntries(members) as { [name: string]: Plain }) : undefined;
}

function altered(leaf: Leaf, nodes: readonly string[], how: number): Leaf {
  if (typeof leaf === "boolean") return !leaf;
  if (typeof leaf === "number") return elsewhere(leaf, how);
  const others = nodes.includes(leaf) ? nodes.filter((name) => name !== leaf) : [];
  if (others.length > 0) return others[how % others.length]!;
  if (leaf === "") return "!";
  const at = how % leaf.length;
  return leaf.slice(0, at) + String.fromCharCode(leaf.charCodeAt(at) ^ 1) + leaf.slice(at + 1);
}

/** A power of two away, 1 to 1,024, up or down: near enough for sequence numbers, far enough for windows. What is not negative never becomes 0 or less. */
function elsewhere(value: number, how: number): number {
  const distance = 1 << ((how >>> 1) % 11);
  const down = value - distance;
  const moved = (how & 1) === 1 && (down > 0 || value < 0) ? down : value + distance;
  // Beyond 2^53 a step so small leads nowhere.
  return moved !== value ? moved : value / 2;
}
