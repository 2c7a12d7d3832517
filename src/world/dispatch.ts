import type { Message } from "../delivery/message.ts";
import type { Popped, Node } from "./node.ts";
import type { StepLabel } from "./channel.ts";
import { BUFFERED, CONTROL, FRAME, PACKET, PUBLISH, START, SYNCED, TIMEOUT, TIMER } from "./codes.ts";
import { copyOf } from "./datagrams.ts";
import { completeSync } from "./disk.ts";
import { frame, segment, timeout } from "./dispatch-streams.ts";
import { begin, channelKey, deferred, popped, run } from "./handling.ts";
import { ORIGINAL } from "./planned.ts";
import type { Packet } from "./process.ts";
import type { End, Segment } from "./stream.ts";
import type { StepKey } from "./step-key.ts";
import { misuse, refusePromise } from "./watched.ts";
import type { World } from "./world.ts";

/** Carries out the event in `slot`, just taken from the queue. Its columns are read before anything is added. */
export function dispatch(world: World, slot: number): void {
  const { queue } = world.kernel;
  switch (queue.code[slot]!) {
    case PACKET:
      return packet(world, slot);
    case TIMER:
      return timer(world, world.nodes[queue.owner]!, slot);
    case FRAME:
      return frame(world, slot);
    case SYNCED:
      return synced(world, world.nodes[queue.owner]!, slot);
    case PUBLISH:
      return publish(world, world.nodes[queue.owner]!, slot);
    default:
      return rarer(world, world.nodes[queue.owner]!, popped(world, slot));
  }
}

function rarer(world: World, node: Node, event: Popped): void {
  switch (event.code) {
    case CONTROL:
      return segment(world, event, event.data as Segment);
    case TIMEOUT:
      return timeout(world, event, event.data as End);
    case START:
      return start(world, node, event);
  }
}

function packet(world: World, slot: number): void {
  const { queue } = world.kernel;
  const channel = world.channels[queue.a[slot]!]!;
  const node = channel.to;
  const message = queue.b[slot]!;
  const nth = queue.c[slot]!;
  const flags = queue.d[slot]!;
  if (node.paused && ((flags & BUFFERED) !== 0 || !world.isBlocked(channel.from.index, node.index)) && deferred(world, node, popped(world, slot), flags | BUFFERED)) return;
  const content = queue.data[slot] as Packet;
  queue.data[slot] = undefined;
  begin(world, node, PACKET, queue.e[slot]!, queue.isBackground(slot), channel.high(message, nth) ^ (flags & ~BUFFERED));
  if (world.kernel.trace !== undefined) world.record(PACKET, node, channel.id, message, nth, flags);
  // What nothing marks, blocks or misses has arrived; the rest is looked at.
  if ((flags !== 0 || !node.up || world.paths.active !== 0) && !world.datagrams.arrives(channel, message, nth, flags)) {
    world.step.node = undefined;
    return;
  }
  if (channel.planned !== undefined || world.steps.draws) {
    const copy = copyOf(flags);
    world.steps.cut(node, channel, channel.planned, message, nth, copy, channelKey(channel, message, nth, copy));
  }
  try {
    const { process } = node;
    if (process.receive !== undefined) {
      const returned: unknown = process.receive(node.context!, channel.from.name, content);
      if (returned !== undefined) refusePromise(returned, node.name, "receive");
    }
  } catch (error) {
    world.steps.threw(node, error);
    return;
  }
  world.steps.finish(node);
}

function timer(world: World, node: Node, slot: number): void {
  if (node.paused && deferred(world, node, popped(world, slot))) return;
  const { queue } = world.kernel;
  const message = queue.b[slot]!;
  const label = node.timers.fired(queue.a[slot]!, message);
  const nth = label.next(message);
  begin(world, node, TIMER, queue.e[slot]!, queue.isBackground(slot), label.high(message, nth));
  if (world.kernel.trace !== undefined) world.record(TIMER, node, label.id, message, nth, 0);
  if (label.planned !== undefined || world.steps.draws) world.steps.cut(node, label, label.planned, message, nth, ORIGINAL, timerKey(node, label, message, nth));
  try {
    const { process } = node;
    if (process.wake !== undefined) {
      const returned: unknown = process.wake(node.context!, label.name, message === 0 ? undefined : message);
      if (returned !== undefined) refusePromise(returned, node.name, "wake");
    }
  } catch (error) {
    world.steps.threw(node, error);
    return;
  }
  world.steps.finish(node);
}

function synced(world: World, node: Node, slot: number): void {
  if (node.paused && deferred(world, node, popped(world, slot))) return;
  const { queue } = world.kernel;
  const label = world.stepLabels[queue.a[slot]!]!;
  const upTo = queue.b[slot]!;
  const nth = queue.c[slot]!;
  begin(world, node, SYNCED, queue.e[slot]!, queue.isBackground(slot), label.high(0, nth));
  const error = completeSync(world, node, upTo);
  if (world.kernel.trace !== undefined) world.record(SYNCED, node, label.id, 0, nth, error === undefined ? 0 : error === "full" ? 1 : 2);
  if (label.planned !== undefined || world.steps.draws) world.steps.cut(node, label, label.planned, 0, nth, ORIGINAL, () => ({ step: "synced", node: node.name, tag: label.name, nth }));
  try {
    const { process } = node;
    if (process.synced !== undefined) {
      const returned: unknown = process.synced(node.context!, label.name, error);
      if (returned !== undefined) refusePromise(returned, node.name, "synced");
    }
  } catch (error) {
    world.steps.threw(node, error);
    return;
  }
  world.steps.finish(node);
}

function start(world: World, node: Node, event: Popped): void {
  if (deferred(world, node, event)) return;
  const nth = event.a;
  begin(world, node, event.code, event.e, event.background, node.starts.high(0, nth));
  if (world.kernel.trace !== undefined) world.record(START, node, node.starts.id, 0, nth, 0);
  world.steps.cut(node, node.starts, node.starts.planned, 0, nth, ORIGINAL, () => ({ step: "start", node: node.name, nth }));
  run(world, node, "start", () => {
    node.process = node.setup.run();
    if (node.process === null || typeof node.process !== "object") misuse(`node ${node.name}: run must return a process, an object of handlers; it returned ${String(node.process)}`);
    return node.process.start?.(node.context!);
  });
}

function publish(world: World, node: Node, slot: number): void {
  const { queue } = world.kernel;
  const ordinal = queue.a[slot]!;
  const cause = queue.e[slot]!;
  const background = queue.isBackground(slot);
  // The workload goes on whatever becomes of this producer; b is 0 for a hand-over that falls due the first time.
  const isFirst = queue.b[slot] === 0;
  queue.b[slot] = ordinal;
  const waits = node.paused ? popped(world, slot) : undefined;
  if (isFirst) world.outside.due(ordinal);
  if (waits !== undefined && deferred(world, node, waits)) return;
  if (!node.up) {
    node.waiting.push(ordinal);
    world.storm.check();
    return;
  }
  const label = node.publishes;
  begin(world, node, PUBLISH, cause, background, label.high(ordinal, 1));
  if (world.kernel.trace !== undefined) world.record(PUBLISH, node, label.id, ordinal, 1, 0);
  const message = world.outside.publish(node, ordinal);
  if (label.planned !== undefined || world.steps.draws) world.steps.cut(node, label, label.planned, ordinal, 1, ORIGINAL, publishKey(node, ordinal));
  handOver(world, node, message);
  world.storm.handedOver();
}

/** Gives a message to the process that is to publish it. */
function handOver(world: World, node: Node, message: Message): void {
  try {
    const { process } = node;
    if (process.publish !== undefined) {
      const returned: unknown = process.publish(node.context!, message);
      if (returned !== undefined) refusePromise(returned, node.name, "publish");
    }
  } catch (error) {
    world.steps.threw(node, error);
    return;
  }
  world.steps.finish(node);
}

function publishKey(node: Node, message: number): () => StepKey {
  return () => ({ step: "publish", node: node.name, message });
}

function timerKey(node: Node, label: StepLabel, message: number, nth: number): () => StepKey {
  return () => ({ step: "timer", node: node.name, name: label.name, message, nth });
}
