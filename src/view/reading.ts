import type { HistoryEvent } from "../delivery/history.ts";
import type { TraceRecord } from "../kernel/trace.ts";
import { CONNECT, CONTROL, CRASHED, FAULT, FRAME, HELD, HISTORY, LOG, LOST, PACKET, PUBLISH, SEND, START, STREAM_SEND, SWALLOWED, SYNCED, THREW, TIMEOUT, TIMER } from "../world/codes.ts";
import type { Fault } from "../world/fault.ts";
import type { World } from "../world/world.ts";
import { Crashes } from "./crashes.ts";
import { markImplied } from "./implied.ts";
import type { Happening, Moment } from "./moments.ts";
import { fateOf, Packets } from "./packets.ts";
import type { GrowingPacket, PacketFate } from "./packets.ts";

/** Reads a trace into moments, in order, up to an event. Several records may make one moment: a crash with its cut and what it swallowed. */
export class Reading {
  readonly moments: Moment[] = [];
  readonly packets: Packets;
  /** Nothing came after the last event asked for. */
  readonly complete: boolean;
  readonly #world: World;
  readonly #history: readonly HistoryEvent[];
  readonly #laneOf: readonly number[];
  readonly #faults: readonly Fault[];
  readonly #crashes: Crashes;
  readonly #applied = new Map<string, number>();

  constructor(world: World, history: readonly HistoryEvent[], laneOf: readonly number[], last: number) {
    this.#world = world;
    this.#history = history;
    this.#laneOf = laneOf;
    this.#faults = world.struck.faults;
    this.packets = new Packets(world, laneOf, this.#faults);
    this.#crashes = new Crashes(world, laneOf, this.#faults);
    const trace = world.kernel.trace!;
    let next = trace.length > 0 ? trace.record(0) : undefined;
    for (let index = 1; next !== undefined && next.event <= last; index++) {
      const record = next;
      next = index < trace.length ? trace.record(index) : undefined;
      this.#read(record, next);
    }
    this.complete = next === undefined;
    markImplied(this.moments, this.packets.all);
  }

  #read(record: TraceRecord, next: TraceRecord | undefined): void {
    const { b: message, c: nth, d } = record;
    const label = this.#world.stepLabels[record.a];
    switch (record.kind) {
      case START: return this.#add(record, { kind: "start", nth });
      case PUBLISH: return this.#add(record, { kind: "hand-over", message });
      case TIMER: return this.#add(record, { kind: "timer", name: label!.name, message, nth });
      case SYNCED: return this.#add(record, { kind: "synced", tag: label!.name, nth, error: ([undefined, "full", "error"] as const)[d] });
      case TIMEOUT: return this.#add(record, { kind: "timed-out", peer: this.#laneOf[this.#world.channels[record.a]!.from.index]! });
      case SEND: return this.#add(record, { kind: "send", packet: this.packets.sent(record, "datagram").index });
      case CONNECT: return this.#add(record, { kind: "send", packet: this.packets.sent(record, "control").index });
      case STREAM_SEND: return this.#add(record, { kind: "send", packet: this.packets.sent(record, "frame").index });
      case PACKET: return this.#arrival(record, next);
      case FRAME: case CONTROL: return this.#segment(record);
      case LOST: return this.#end(record, this.packets.find(record, "datagram", d & 255), fateOf(d >> 8), d & 255);
      case HELD: return this.#held(record);
      case HISTORY: return this.#said(record, this.#history[record.a]!);
      case LOG: return this.#add(record, { kind: "log", text: String(this.#world.kernel.trace!.texts[record.a]) });
      case FAULT: return this.#fault(record);
      case THREW: return this.#crashes.threw(record);
      case SWALLOWED: return this.#crashes.swallow(record);
      case CRASHED: return this.#add(record, this.#crashes.happened(record));
    }
  }

  /** A stale number (of what is held between events) never goes back. */
  #add(record: TraceRecord, what: Happening, lane: number = this.#laneOf[record.node]!): void {
    const event = Math.max(record.event, this.moments.at(-1)?.event ?? 0);
    this.moments.push({ index: this.moments.length, at: record.at, event, cause: record.cause, lane, implied: false, ...what });
  }

  #arrival(record: TraceRecord, next: TraceRecord | undefined): void {
    // What is lost on arrival says so in its next record.
    if (next?.kind === LOST && next.event === record.event && next.a === record.a && next.b === record.b && next.c === record.c) return;
    this.#end(record, this.packets.find(record, "datagram", record.d), "arrived", record.d);
  }

  #segment(record: TraceRecord): void {
    const channel = this.#world.channels[record.a]!;
    const flying = this.packets.inFlight(record, "");
    if (record.kind === CONTROL && channel.from.index === record.node && (channel.from !== channel.to || flying === undefined)) {
      return this.#add(record, { kind: "send", packet: this.packets.sent(record, "control").index });
    }
    // Lost on arrival, and a record before this one has said why.
    if (flying === undefined && record.d !== 0) return;
    this.#end(record, flying ?? this.packets.find(record, "control", 0), record.d === 0 ? "arrived" : "connection", 0);
  }

  #end(record: TraceRecord, packet: GrowingPacket, fate: PacketFate, flags: number): void {
    this.packets.ended(packet, record.at, fate, flags);
    this.#add(record, { kind: fate === "arrived" ? "arrive" : "lost", packet: packet.index });
  }

  #held(record: TraceRecord): void {
    const packet = this.packets.inFlight(record, "");
    if (packet === undefined) return;
    packet.held = true;
    this.#add(record, { kind: "held", packet: packet.index });
  }

  #said(record: TraceRecord, { verb, message = 0, subscription, detail }: HistoryEvent): void {
    if (verb === "publish") return;
    if (verb !== "effect") return this.#add(record, { kind: "say", verb, message, detail });
    const result = detail === "already" || detail === "fenced" ? detail : "applied";
    const key = `${message} ${subscription}`;
    const times = (this.#applied.get(key) ?? 0) + (result === "applied" ? 1 : 0);
    this.#applied.set(key, times);
    this.#add(record, { kind: "effect", message, result, times, subscription });
  }

  #fault(record: TraceRecord): void {
    const fault = this.#faults[record.b]!;
    const ended = record.c === 1;
    if (fault.fault === "crash") this.#crashes.begins(ended ? undefined : fault);
    else if (fault.fault === "pause") this.#add(record, { kind: ended ? "resume" : "pause", fault });
    else if (fault.fault !== "replay") this.#add(record, { kind: "fault", fault, ended, lanes: this.#lanesOf(fault) }, -1);
  }

  #lanesOf(fault: Fault): number[] {
    const names = "node" in fault ? [fault.node] : "between" in fault ? fault.between : "groups" in fault ? fault.groups.flat() : [];
    return names.map((name) => this.#laneOf[this.#world.nodeNamed(name, "view").index]!).sort((a, b) => a - b);
  }
}
