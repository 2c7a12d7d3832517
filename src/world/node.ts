import { sampler } from "../kernel/sampler.ts";
import type { Sampler } from "../kernel/sampler.ts";
import type { Channel, StepLabel } from "./channel.ts";
import { Clock } from "./clock.ts";
import type { NodeContext } from "./context.ts";
import type { Process } from "./process.ts";
import type { NodeSetup } from "./spec.ts";
import { Storage } from "./storage.ts";
import type { Timers } from "./timers.ts";

/** What a disk fault does to the next syncs of a node. `once`: to the next only. */
export interface DiskTrouble {
  readonly kind: string;
  readonly once: boolean;
}

/** The channels to one other node, by packet type; the last used is tried first. */
export interface Route {
  last: Channel | undefined;
  readonly channels: Map<string, Channel>;
}

/** An event as it was taken from the queue: its columns there. */
export interface Popped {
  code: number;
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  data: unknown;
  background: boolean;
}

/** A machine: what survives a crash (disk, clock, counters), and the process it runs while it is up. */
export class Node {
  readonly index: number;
  readonly name: string;
  readonly setup: NodeSetup;
  up = false;
  /** The process sleeps and does not know it; the machine still answers for its sockets. */
  paused = false;
  /** Power is off: nobody answers. After kill or stop the machine refuses instead. */
  dark = false;
  incarnation = 0;
  process: Process = {};
  context: NodeContext | undefined;
  readonly clock: Clock;
  storage: Storage = new Storage();
  readonly syncTime: Sampler;
  readonly troubles: DiskTrouble[] = [];
  timers!: Timers;
  starts!: StepLabel;
  publishes!: StepLabel;
  /** Channels to other nodes by name. */
  readonly routes: Map<string, Route> = new Map();
  /** The channel last used to any of them: tried before all. */
  latest: Channel | undefined;
  readonly tags: Map<string, StepLabel> = new Map();
  readonly purposes: Map<string, StepLabel> = new Map();
  /** Events that came due while it was paused. */
  backlog: Popped[] = [];
  /** Messages whose hand-over waits for the node to be up. */
  waiting: number[] = [];
  /** A restart is due: what waits here will be handed over. */
  returning = false;
  /** Crashed because its handler threw: 1 once (restarted at the storm's end), 2 for good. */
  threw = 0;
  /** Ignored while a storm's end has not come: restarts then. */
  restartsAfterStorm = false;

  constructor(index: number, setup: NodeSetup) {
    this.index = index;
    this.name = setup.name;
    this.setup = setup;
    this.clock = new Clock(setup.offset, setup.ppm);
    this.syncTime = sampler(setup.sync);
  }
}
