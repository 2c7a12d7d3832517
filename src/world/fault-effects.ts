import type { Fault } from "./fault.ts";
import type { Node } from "./node.ts";
import type { World } from "./world.ts";

type TimedFault = Extract<Fault, { at: number }>;
/** Says that something ended, as an event. */
type Ended = (identity: string) => void;
/** Given the fault's end, sees to it after the fault's duration. */
type Lasting = (end: (ended: Ended) => void) => void;
/** Says that the fault strikes: counts the event, records the entry. To be called before anything changes. */
export type Strikes = (identity: string) => Lasting;

/** Begins a fault at a set time. One that changes nothing (a crash of a node that is down) strikes nothing and is no event. */
export function beginFault(world: World, fault: TimedFault, strikes: Strikes): void {
  switch (fault.fault) {
    case "crash":
      return crash(world, world.nodeNamed(fault.node, "plan"), fault, strikes);
    case "pause":
      return pause(world, world.nodeNamed(fault.node, "plan"), strikes);
    case "partition":
      return partition(world, fault, strikes);
    case "reset":
      return reset(world, fault, strikes);
    case "stall":
      return stall(world, fault, strikes);
    case "clock":
      return clock(world, world.nodeNamed(fault.node, "plan"), fault, strikes);
    case "disk":
      return disk(world.nodeNamed(fault.node, "plan"), fault, strikes);
    case "replay":
      return;
  }
}

function crash(world: World, node: Node, fault: Extract<Fault, { fault: "crash" }>, strikes: Strikes): void {
  if (!node.up) return;
  const lasting = strikes(`crash ${node.name} ${fault.how ?? "power"}`);
  world.struck.reach("crash");
  world.lives.crash(node, fault.how ?? "power", fault.disk, fault.for !== undefined && fault.for !== "forever");
  lasting((ended) => world.lives.restart(node, ended));
}

function pause(world: World, node: Node, strikes: Strikes): void {
  if (!node.up || node.paused) return;
  const lasting = strikes(`pause ${node.name}`);
  const { incarnation } = node;
  node.paused = true;
  lasting((ended) => {
    if (!node.paused || node.incarnation !== incarnation) return;
    ended(`resume ${node.name}`);
    world.lives.resume(node);
  });
}

function partition(world: World, fault: Extract<Fault, { fault: "partition" }>, strikes: Strikes): void {
  const groups = fault.groups.map((group) => group.map((name) => world.nodeNamed(name, "plan")));
  const pairs: [Node, Node][] = [];
  for (const [at, group] of groups.entries()) {
    for (const [beside, other] of groups.entries()) {
      if (at === beside || (fault.oneWay === true && at > beside)) continue;
      for (const from of group) for (const to of other) pairs.push([from, to]);
    }
  }
  const identity = fault.groups.map((group) => group.join(" ")).join(fault.oneWay === true ? " > " : " | ");
  const lasting = strikes(`partition ${identity}`);
  for (const [from, to] of pairs) world.paths.block(from.index, to.index, 1);
  lasting((ended) => {
    ended(`heal ${identity}`);
    for (const [from, to] of pairs) world.paths.block(from.index, to.index, -1);
    for (const [from, to] of pairs) {
      world.connections.release(from, to);
      world.connections.release(to, from);
    }
  });
}

function reset(world: World, fault: Extract<Fault, { fault: "reset" | "stall" }>, strikes: Strikes): void {
  const [first, second] = fault.between.map((name) => world.nodeNamed(name, "plan")) as [Node, Node];
  if (world.connections.between(first, second).length === 0) return;
  strikes(`reset ${first.name} ${second.name} ${fault.oneWay === true}`);
  world.struck.reach("reset");
  world.connections.reset(first, second, fault.oneWay === true);
}

function stall(world: World, fault: Extract<Fault, { fault: "reset" | "stall" }>, strikes: Strikes): void {
  const [first, second] = fault.between.map((name) => world.nodeNamed(name, "plan")) as [Node, Node];
  if (world.connections.between(first, second).length === 0) return;
  const lasting = strikes(`stall ${first.name} ${second.name} ${fault.oneWay === true}`);
  const pairs: [Node, Node][] = fault.oneWay === true ? [[first, second]] : [[first, second], [second, first]];
  for (const [from, to] of pairs) world.paths.stall(from.index, to.index, 1);
  lasting((ended) => {
    ended(`flow ${first.name} ${second.name}`);
    for (const [from, to] of pairs) world.paths.stall(from.index, to.index, -1);
    world.connections.release(first, second);
    world.connections.release(second, first);
  });
}

function clock(world: World, node: Node, fault: Extract<Fault, { fault: "clock" }>, strikes: Strikes): void {
  strikes(`clock ${node.name} ${fault.by ?? 0} ${fault.ppm ?? 0}`);
  if (node.up) world.struck.reach("clock");
  if (fault.by !== undefined) node.clock.jump(world.kernel.now, fault.by);
  if (fault.ppm === undefined) return;
  const old = node.clock.ppm;
  node.clock.drift(world.kernel.now, fault.ppm);
  node.timers.retime(old);
}

function disk(node: Node, fault: Extract<Fault, { fault: "disk" }>, strikes: Strikes): void {
  const lasting = strikes(`disk ${node.name} ${fault.kind}`);
  const trouble = { kind: fault.kind, once: fault.for === undefined };
  node.troubles.push(trouble);
  lasting((ended) => {
    ended(`disk ${node.name} ${fault.kind} over`);
    const at = node.troubles.indexOf(trouble);
    if (at >= 0) node.troubles.splice(at, 1);
  });
}
