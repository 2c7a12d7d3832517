import type { Channel } from "./channel.ts";
import { ORIGINAL } from "./planned.ts";
import type { Node, Popped } from "./node.ts";
import type { StepKey } from "./step-key.ts";
import { refusePromise } from "./watched.ts";
import type { World } from "./world.ts";

/** The event in a slot as an object, for the rarer kinds and for what must wait. */
export function popped({ kernel: { queue } }: World, slot: number): Popped {
  const data = queue.data[slot];
  queue.data[slot] = undefined;
  return { code: queue.code[slot]!, a: queue.a[slot]!, b: queue.b[slot]!, c: queue.c[slot]!, d: queue.d[slot]!, e: queue.e[slot]!, data, background: queue.isBackground(slot) };
}

/** A paused node's event waits for its resume: not an event yet. */
export function deferred(world: World, node: Node, event: Popped, flags = event.d): boolean {
  if (!node.paused) return false;
  node.backlog.push({ ...event, d: flags });
  world.struck.reach("pause");
  return true;
}

/** Counts the event and begins its step. */
export function begin(world: World, node: Node, code: number, cause: number, background: boolean, identity: number): void {
  const number = world.kernel.event(code, identity);
  world.step.begin(node, number, cause, background);
  if (world.outside.follows) world.outside.follow(number, cause);
}

/** The rarer handlers, through one closure each; those that come with every message have theirs inline. */
export function run(world: World, node: Node, what: string, handler: (process: Node["process"]) => unknown): void {
  try {
    refusePromise(handler(node.process), node.name, what);
  } catch (error) {
    world.steps.threw(node, error);
    return;
  }
  world.steps.finish(node);
}

export function channelKey(channel: Channel, message: number, nth: number, copy: number): () => StepKey {
  return () => ({ step: "packet", from: channel.from.name, to: channel.to.name, type: channel.type, message, nth, copy: copy === ORIGINAL ? "" : copy === 1 ? "'" : '"' });
}
