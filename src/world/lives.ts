import { CRASHED, LOST, LOST_DOWN, PACKET, PUBLISH, START, SYNCED, TIMER } from "./codes.ts";
import { NodeContext } from "./context.ts";
import type { Node } from "./node.ts";
import type { CrashKind } from "./spec.ts";
import { KEEP, LOSE } from "./storage.ts";
import type { Fate } from "./storage.ts";
import type { World } from "./world.ts";

/** How nodes die, come back, and wake. */
export class Lives {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The node starts: a new incarnation, whose `start` comes before everything else of its instant. */
  start(node: Node): void {
    node.up = true;
    node.dark = false;
    node.returning = false;
    node.incarnation++;
    node.context = new NodeContext(this.#world, node);
    this.#enqueue(node, START, node.incarnation);
    const { waiting } = node;
    node.waiting = [];
    for (const ordinal of waiting) this.#enqueue(node, PUBLISH, ordinal);
    this.#world.connections.release(undefined, node);
  }

  /** `returns`: a restart is due. The stopping handler of a graceful stop has run before. */
  crash(node: Node, how: CrashKind, disk: string | undefined, returns: boolean): void {
    const world = this.#world;
    if (how === "stop") world.steps.stopping(node);
    if (!node.up) return;
    const { queue } = world.kernel;
    world.connections.crashed(node, how);
    node.up = false;
    node.dark = how === "power";
    node.paused = false;
    for (const event of node.backlog) {
      if (event.code === PUBLISH) node.waiting.push(event.a);
      else if (event.code === PACKET && world.kernel.trace !== undefined) world.record(LOST, node, event.a, event.b, event.c, event.d | (LOST_DOWN << 8));
    }
    node.backlog = [];
    node.context = undefined;
    node.process = {};
    node.returning = returns;
    for (const code of [TIMER, SYNCED, START]) for (const { slot } of queue.pendingOf(node.index, code)) queue.cancel(slot);
    node.timers.clear();
    if (how === "power") node.storage.lose(fateOf(disk));
    if (world.kernel.trace !== undefined) world.record(CRASHED, node, ["kill", "power", "stop"].indexOf(how), 0, 0, 0);
    world.storm.check();
  }

  /** A crash's duration is over. */
  restart(node: Node, ended: (identity: string) => void): void {
    if (node.up) return;
    ended(`restart ${node.name}`);
    this.start(node);
  }

  /** What a paused node missed happens now, in order, before anything else of this instant. */
  resume(node: Node): void {
    node.paused = false;
    const { queue } = this.#world.kernel;
    const { backlog } = node;
    node.backlog = [];
    for (const event of backlog) {
      const slot = queue.add(0, node.index, event.background, true);
      queue.code[slot] = event.code;
      queue.a[slot] = event.a;
      queue.b[slot] = event.b;
      queue.c[slot] = event.c;
      queue.d[slot] = event.d;
      queue.e[slot] = event.e;
      queue.data[slot] = event.data;
      if (event.code === TIMER) node.timers.pending(event.a, event.b, slot);
    }
  }

  #enqueue(node: Node, code: number, a: number): void {
    const { queue } = this.#world.kernel;
    const slot = queue.add(0, node.index, false, true);
    queue.code[slot] = code;
    queue.a[slot] = a;
    queue.b[slot] = a;
    queue.e[slot] = this.#world.kernel.events;
  }
}

/** Reads the fate of unsynced writes: "lose" (default), "keep", "prefix 2", "tear 2". Checked when the plan was read. */
function fateOf(disk: string | undefined): Fate {
  if (disk === undefined || disk === "lose") return LOSE;
  if (disk === "keep") return KEEP;
  const [word, count] = disk.split(" ");
  return { kept: Number(count), torn: word === "tear" };
}

