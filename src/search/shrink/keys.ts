import type { Fault, Plan } from "../../world/fault.ts";
import { parseStepKey, printStepKey } from "../../world/step-key.ts";
import type { StepKey } from "../../world/step-key.ts";

/** The key that a fault names: its packet, or the step that its crash cuts. */
export function keyOf(fault: Fault): StepKey | undefined {
  const text = "packet" in fault ? fault.packet : "in" in fault ? fault.in : undefined;
  return text === undefined ? undefined : parseStepKey(text, "plan");
}

/** The message of its packet or step; 0: none. */
export function messageOf(fault: Fault): number {
  const key = keyOf(fault);
  return key !== undefined && "message" in key ? key.message : 0;
}

/** Every message that a sentence or a plan names, in order. */
export function messagesIn(subject: string | Plan): ReadonlySet<number> {
  const named = typeof subject === "string" ? [...subject.matchAll(/\bm(\d+)\b/g)].map((match) => Number(match[1])) : subject.map(messageOf);
  return new Set(named.filter((message) => message > 0).sort((a, b) => a - b));
}

/** Every node that a fault names. */
export function nodesOf(fault: Fault): readonly string[] {
  const key = keyOf(fault);
  const named = key === undefined ? [] : key.step === "packet" ? [key.from, key.to] : [key.node];
  if ("node" in fault) named.push(fault.node);
  if ("between" in fault) named.push(...fault.between);
  if ("groups" in fault) named.push(...fault.groups.flat());
  return [...new Set(named)];
}

/** The same fault on a step of another name. */
export function withKey(fault: Fault, change: (key: StepKey) => StepKey): Fault {
  if ("packet" in fault) return { ...fault, packet: printStepKey(change(keyOf(fault)!)) };
  return "in" in fault ? { ...fault, in: printStepKey(change(keyOf(fault)!)) } : fault;
}

/** The same fault in a world in which nodes are called otherwise. */
export function withNodes(fault: Fault, name: (node: string) => string): Fault {
  const keyed = withKey(fault, (key) => (key.step === "packet" ? { ...key, from: name(key.from), to: name(key.to) } : { ...key, node: name(key.node) }));
  if ("node" in keyed) return { ...keyed, node: name(keyed.node) };
  if ("between" in keyed) return { ...keyed, between: [name(keyed.between[0]), name(keyed.between[1])] };
  return "groups" in keyed ? { ...keyed, groups: keyed.groups.map((group) => group.map(name)) } : keyed;
}

/** The same fault on a message of another ordinal. */
export function withMessages(fault: Fault, ordinal: (message: number) => number): Fault {
  return withKey(fault, (key) => ("message" in key && key.message !== 0 ? { ...key, message: ordinal(key.message) } : key));
}
