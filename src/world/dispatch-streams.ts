import { BUFFERED, FRAME, TIMEOUT } from "./codes.ts";
import { begin, channelKey, deferred, popped, run } from "./handling.ts";
import type { Popped } from "./node.ts";
import { ORIGINAL } from "./planned.ts";
import type { End, Segment } from "./stream.ts";
import { refusePromise } from "./watched.ts";
import type { World } from "./world.ts";

/** A frame that arrives as a matter of course; one that is held, buffered or missed goes the way of control segments. */
export function frame(world: World, slot: number): void {
  const { queue } = world.kernel;
  const data = queue.data[slot] as Segment;
  const { receiver, channel, message, nth } = data;
  const { node } = receiver;
  if (queue.d[slot] !== 0 || world.paths.active !== 0 || !node.up || node.paused || !receiver.isHearing) return segment(world, popped(world, slot), data);
  queue.data[slot] = undefined;
  begin(world, node, FRAME, queue.e[slot]!, queue.isBackground(slot), channel.high(message, nth));
  if (world.kernel.trace !== undefined) world.record(FRAME, node, channel.id, message, nth, 0);
  if (channel.planned !== undefined || world.steps.draws) world.steps.cut(node, channel, channel.planned, message, nth, ORIGINAL, channelKey(channel, message, nth, ORIGINAL));
  try {
    const { process } = node;
    if (process.data !== undefined) {
      const returned: unknown = process.data(node.context!, receiver, data.packet!);
      if (returned !== undefined) refusePromise(returned, node.name, channel.type);
    }
  } catch (error) {
    world.steps.threw(node, error);
    return;
  }
  world.steps.finish(node);
}

export function segment(world: World, event: Popped, data: Segment): void {
  const { receiver, channel, message, nth } = data;
  const { node } = receiver;
  const buffered = (event.d & BUFFERED) !== 0;
  if (!buffered && world.connections.holds(data)) return;
  if (buffered && deferred(world, node, event)) return;
  // What the machine does of itself (accepting, refusing) belongs to no process and survives a pause.
  world.step.event = world.kernel.events + 1;
  world.step.background = event.background;
  const reaches = world.connections.arrives(data, event.d);
  if (reaches && deferred(world, node, event, BUFFERED)) return;
  begin(world, node, event.code, event.e, event.background, channel.high(message, nth));
  if (world.kernel.trace !== undefined) world.record(event.code, node, channel.id, message, nth, reaches ? 0 : 1);
  if (!reaches) {
    world.step.node = undefined;
    return;
  }
  world.steps.cut(node, channel, channel.planned, message, nth, ORIGINAL, channelKey(channel, message, nth, ORIGINAL));
  run(world, node, data.control ?? data.packet!.type, (process) => {
    if (data.control === undefined) return process.data?.(node.context!, receiver, data.packet!);
    const heard = world.connections.hears(data);
    return heard === "opened" ? process.opened?.(node.context!, receiver) : process.closed?.(node.context!, receiver, heard);
  });
}

export function timeout(world: World, event: Popped, end: End): void {
  const { node } = end;
  const heard = (event.d & BUFFERED) !== 0;
  // The machine gives up whether or not its process is awake to hear it.
  if (!heard) world.connections.timedOut(end);
  if (deferred(world, node, event, BUFFERED)) return;
  const channel = world.connections.timeoutChannel(end);
  const nth = channel.next(0);
  begin(world, node, event.code, event.e, event.background, channel.high(0, nth));
  if (world.kernel.trace !== undefined) world.record(TIMEOUT, node, channel.id, 0, nth, 0);
  if (!node.up || end.context !== node.context) {
    world.step.node = undefined;
    return;
  }
  world.steps.cut(node, channel, channel.planned, 0, nth, ORIGINAL, channelKey(channel, 0, nth, ORIGINAL));
  run(world, node, "closed", (process) => process.closed?.(node.context!, end, "timed-out"));
}
