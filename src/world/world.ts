import { hashText } from "../kernel/hash.ts";
import { suggestion } from "../kernel/errors.ts";
import { trespass } from "../kernel/guard.ts";
import type { Purpose } from "../kernel/chance.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { sampler } from "../kernel/sampler.ts";
import type { Sampler } from "../kernel/sampler.ts";
import type { Micros } from "../kernel/time.ts";
import type { Trace } from "../kernel/trace.ts";
import { Counters } from "../kernel/counters.ts";
import { mapped } from "../kernel/mapped.ts";
import { Channel, StepLabel } from "./channel.ts";
import { EFFECT, FAULT, OUTPUT, SWALLOWED } from "./codes.ts";
import { Connections } from "./connections.ts";
import { ordinalOf } from "./context.ts";
import { Datagrams } from "./datagrams.ts";
import { dispatch } from "./dispatch.ts";
import type { Fault, Plan } from "./fault.ts";
import { Faults } from "./faults.ts";
import { Forgetting } from "./forgetting.ts";
import { Lives } from "./lives.ts";
import { Nemesis } from "./nemesis.ts";
import { Node } from "./node.ts";
import type { Outside } from "./outside.ts";
import { Paths } from "./paths.ts";
import { Planned } from "./planned.ts";
import type { PlanEntry } from "./planned.ts";
import type { Packet } from "./process.ts";
import { chancesOn } from "./rates.ts";
import { sizeIn } from "./size.ts";
import type { WorldSetup } from "./spec.ts";
import { Step } from "./step.ts";
import { Steps } from "./steps.ts";
import { Storm } from "./storm.ts";
import { Struck } from "./struck.ts";
import { Timers } from "./timers.ts";
import { misuse } from "./watched.ts";

/** Why a run ended. "quiet": nothing but background was pending and every obligation met, or nothing at all was pending. */
export type Ending = "quiet" | "settle" | "events" | "time";

/** How a world is run, beyond what it is. */
export interface WorldOptions {
  readonly plan: Plan;
  /** Faults by chance. */
  readonly rates: boolean;
  /** Deep-freeze what handlers share, and report writes: for the runs a person looks at. */
  readonly freezes: boolean;
  readonly messages: number;
}

/** Nodes on a network with disks and clocks, and what goes wrong with them. Steps one event at a time; knows no delivery. */
export class World {
  readonly kernel: Kernel;
  readonly setup: WorldSetup;
  readonly outside: Outside;
  readonly freezes: boolean;
  readonly nodes: readonly Node[];
  readonly step: Step = new Step();
  readonly planned: Planned;
  readonly struck: Struck = new Struck();
  readonly paths: Paths;
  readonly faults: Faults;
  readonly storm: Storm;
  readonly lives: Lives;
  readonly steps: Steps;
  readonly datagrams: Datagrams;
  readonly connections: Connections;
  readonly latency: Sampler;
  /** Draws of `ctx.random`. */
  readonly process: Purpose;
  /** Draws of sync times. */
  readonly syncing: Purpose;
  readonly channels: Channel[] = [];
  readonly stepLabels: StepLabel[] = [];
  /** Which timers are armed, all nodes' in one table. */
  readonly armed: Counters = new Counters();
  readonly #forgetting: Forgetting;
  ending: Ending | undefined;
  #rates: boolean;
  readonly #byName = new Map<string, Node>();

  constructor(kernel: Kernel, setup: WorldSetup, outside: (world: World) => Outside, options: WorldOptions) {
    this.kernel = kernel;
    this.#forgetting = new Forgetting(this);
    this.setup = setup;
    this.freezes = options.freezes;
    this.#rates = options.rates;
    this.planned = new Planned(options.plan);
    this.paths = new Paths(setup.nodes.length);
    this.latency = sampler(setup.latency);
    this.process = kernel.chance.purpose("process");
    this.syncing = kernel.chance.purpose("sync");
    this.nodes = mapped(setup.nodes, (node, index) => new Node(index, node));
    this.faults = new Faults(this);
    this.lives = new Lives(this);
    this.steps = new Steps(this);
    this.datagrams = new Datagrams(this);
    this.connections = new Connections(this);
    this.storm = new Storm(this, options.messages);
    for (const node of this.nodes) {
      this.#byName.set(node.name, node);
      node.timers = new Timers(this, node);
      node.starts = this.stepLabel(`${node.name} start`, "start");
      node.publishes = this.stepLabel(`${node.name} publish`, "publish");
    }
    this.outside = outside(this);
    for (const node of this.nodes) this.lives.start(node);
    for (const entry of this.planned.entries) this.faults.plan(entry);
    this.storm.begin();
    if (options.rates) this.#unleash(0);
  }

  /** From now on chance strikes, as another seed has it. What has happened or is under way stays. Call between two steps. */
  reseed(seed: string): void {
    this.kernel.chance.reseed(seed);
    if (this.#rates) return;
    this.#rates = true;
    if (!this.storm.over) this.#unleash(this.kernel.now);
  }

  /** Chance strikes: rates are on and the storm is not over. */
  get ratesOn(): boolean {
    return this.#rates && !this.storm.over;
  }

  /** Does the next thing. False when the run has ended, and `ending` says why. */
  advance(): boolean {
    const { kernel } = this;
    const { queue, agenda } = kernel;
    const eventAt = queue.at;
    if (eventAt < agenda.at && eventAt <= this.storm.horizon && queue.foreground !== 0 && kernel.events < this.setup.events && kernel.checkpoints === undefined) {
      // The common case: nothing is due but an ordinary event.
      kernel.advance(eventAt);
      dispatch(this, queue.take());
      if ((kernel.events & 0xffff) === 0) this.#forgetting.look();
      const trespassed = trespass();
      if (trespassed !== undefined) throw trespassed;
      return true;
    }
    const at = agenda.at <= eventAt ? agenda.at : eventAt;
    const settled = queue.foreground === 0 && this.outside.met;
    if (at === Infinity || (settled && agenda.foreground === 0)) return this.#end("quiet");
    // Settled but for what the plan has in store, however late that is, is settled in time.
    if (at > this.storm.deadline && !settled) return this.#end("settle");
    if (at > this.setup.time) return this.#end("time");
    if (kernel.events >= this.setup.events) return this.#end("events");
    kernel.advance(at);
    const before = kernel.events;
    if (agenda.at <= eventAt) {
      this.step.node = undefined;
      agenda.take().run();
    } else dispatch(this, queue.take());
    if (kernel.events !== before && kernel.checkpoints !== undefined) kernel.checkpoints.record(kernel.events, kernel.digest);
    const error = trespass();
    if (error !== undefined) throw error;
    if ((kernel.events & 0xffff) === 0) this.#forgetting.look();
    return true;
  }

  nodeNamed(name: string, where: string): Node {
    const node = this.#byName.get(name);
    if (node === undefined) misuse(`${where}: there is no node ${JSON.stringify(name)}${suggestion(name, this.#byName.keys())}`);
    return node;
  }

  /** The channel of a packet type from a node to another; made at first use. */
  channel(from: Node, to: string, type: string): Channel {
    const { latest } = from;
    if (latest !== undefined && latest.type === type && latest.to.name === to) return latest;
    let route = from.routes.get(to);
    if (route === undefined) from.routes.set(to, (route = { last: undefined, channels: new Map() }));
    const { last } = route;
    if (last !== undefined && last.type === type) return (from.latest = last);
    return (from.latest = route.last = route.channels.get(type) ?? this.#newChannel(from, to, type, route.channels));
  }

  stepLabel(text: string, name: string): StepLabel {
    const label = new StepLabel(this.stepLabels.length, text, name, this.planned.of(text), this.kernel.counters);
    this.stepLabels.push(label);
    return label;
  }

  tagLabel(node: Node, tag: string): StepLabel {
    let label = node.tags.get(tag);
    if (label === undefined) node.tags.set(tag, (label = this.stepLabel(`${node.name} synced ${tag}`, tag)));
    return label;
  }

  purposeLabel(node: Node, purpose: string): StepLabel {
    let label = node.purposes.get(purpose);
    if (label === undefined) node.purposes.set(purpose, (label = this.stepLabel(`${node.name} random ${purpose}`, purpose)));
    return label;
  }

  isBlocked(from: number, to: number): boolean {
    return this.paths.active !== 0 && this.paths.isBlocked(from, to);
  }

  isSilenced(from: Node, to: Node): boolean {
    return this.paths.isSilenced(from.index, to.index);
  }

  /** Counts an output and folds it into the digest; false when the crash comes first. For the trace: `name`, what it names (a frame its receiver), and the frame's `packet`. */
  output(code: number, identity: number, name?: string, packet?: Packet): boolean {
    if (!this.step.emit()) {
      this.swallowed(code, identity, name, packet);
      return false;
    }
    this.kernel.digest.pair(code, identity);
    if (this.kernel.trace !== undefined) this.#putOut(this.kernel.trace, code, identity, name, packet);
    return true;
  }

  /** The crash came before this output: only the trace is told, so that a view can show what never happened. */
  swallowed(code: number, identity: number, to?: string, packet?: Packet): void {
    const { trace } = this.kernel;
    const { node, outputs } = this.step;
    if (trace === undefined || node === undefined) return;
    if (packet === undefined) this.record(SWALLOWED, node, outputs, code, -1, code === EFFECT ? identity : 0);
    else this.record(SWALLOWED, node, outputs, code, trace.text({ to, type: packet.type }), ordinalOf(packet.message));
  }

  /** A fault strikes: recorded as a plan entry, and settling starts anew. */
  strikes(fault: Fault, entry?: PlanEntry): Fault {
    if (entry !== undefined) entry.struck = true;
    this.storm.disturbed();
    return this.struck.add(fault);
  }

  /** Chance strikes a packet. */
  strikesPacket(fault: "drop" | "corrupt" | "duplicate" | "delay" | "replay", channel: Channel, message: number, nth: number, value: number): void {
    this.storm.disturbed();
    this.struck.packet(fault, channel, message, nth, value);
  }

  /** A fault at a set time strikes or ends: an event. */
  faultEvent(identity: string, fault: Fault, node: Node, ended: boolean): void {
    this.step.event = this.kernel.event(FAULT, hashText(identity, 0));
    this.step.cause = 0;
    this.step.background = false;
    if (ended) this.storm.disturbed();
    if (this.kernel.trace !== undefined) this.record(FAULT, node, this.kernel.trace.text(identity), this.struck.indexOf(fault), ended ? 1 : 0, 0);
  }

  /** True while the node's disk is in this trouble; trouble for one sync is over with it. */
  trouble(node: Node, kind: string): boolean {
    if (node.troubles.length === 0) return false;
    const at = node.troubles.findIndex((trouble) => trouble.kind === kind);
    if (at < 0) return false;
    this.struck.reach("disk");
    if (node.troubles[at]!.once) node.troubles.splice(at, 1);
    return true;
  }

  /** Adds a trace record of the event under way. Call only while there is a trace. */
  record(kind: number, node: Node, a: number, b: number, c: number, d: number): number {
    return this.kernel.trace!.add(this.kernel.now, this.step.event, kind, node.index, a, b, c, d, this.step.cause);
  }

  /** Virtual time at which the last event happened. */
  get now(): Micros {
    return this.kernel.now;
  }

  #putOut(trace: Trace, code: number, identity: number, name: string | undefined, packet: Packet | undefined): void {
    const text = name === undefined ? -1 : trace.text(packet === undefined ? name : { to: name, type: packet.type });
    const message = packet === undefined ? (code === EFFECT ? identity : 0) : ordinalOf(packet.message);
    this.record(OUTPUT, this.step.node!, code, text, packet === undefined ? 0 : sizeIn(trace, packet), message);
  }

  #end(ending: Ending): false {
    this.ending = ending;
    return false;
  }

  #newChannel(from: Node, to: string, type: string, types: Map<string, Channel>): Channel {
    if (typeof type !== "string" || type === "") misuse(`${from.name} sent a packet without a type; a packet is { type: "...", ... }`);
    const channel = new Channel(this.channels.length, from, this.nodeNamed(to, `${from.name} sent ${JSON.stringify(type)}`), type, this.planned.of(`${from.name}>${to} ${type}`), chancesOn(this.setup.chances.packets, from.name, to), this.kernel.counters);
    this.channels.push(channel);
    types.set(type, channel);
    return channel;
  }

  #unleash(from: Micros): void {
    const counts = new Map<string, number>();
    for (const spec of this.setup.chances.intervals) {
      const nth = (counts.get(spec.fault) ?? 0) + 1;
      counts.set(spec.fault, nth);
      new Nemesis(this, spec, `${spec.fault} ${nth}`, from).next();
    }
  }
}
