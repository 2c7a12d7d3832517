import type { Purpose } from "../kernel/chance.ts";
import { hashText } from "../kernel/hash.ts";
import { Label } from "../kernel/label.ts";
import { LATEST } from "../kernel/time.ts";
import type { Micros } from "../kernel/time.ts";
import type { Channel } from "./channel.ts";
import { BUFFERED, CONNECT, CONTROL, FRAME, HELD, LOST, LOST_DOWN, STREAM_CLOSE, STREAM_RESET, STREAM_SEND, TIMEOUT } from "./codes.ts";
import { ordinalOf } from "./context.ts";
import { checked } from "./datagrams.ts";
import type { Node } from "./node.ts";
import { ORIGINAL, within } from "./planned.ts";
import type { CloseReason, Packet } from "./process.ts";
import type { Control, End, Segment } from "./stream.ts";
import { Stream } from "./stream.ts";
import { printStepKey } from "./step-key.ts";
import { misuse, watch } from "./watched.ts";
import type { World } from "./world.ts";

/**
 * Connections behave like TCP (RFC 9293 in what a process can notice): ordered and reliable until reset or silent. A
 * partition, a stall or a dark peer holds segments back; unanswered for `network.timeout`, the sender hears "timed-out".
 * Nobody loses one frame in the middle of a stream (DESIGN 6).
 */
export class Connections {
  readonly #world: World;
  readonly #streams = new Set<Stream>();
  readonly #openings = new Map<string, Label>();
  readonly #delaying: Purpose;
  readonly #delayBy: Purpose;

  constructor(world: World) {
    this.#world = world;
    this.#delaying = world.kernel.chance.purpose("delay");
    this.#delayBy = world.kernel.chance.purpose("delay by");
  }

  /** `emitted` false: the crash came before; the caller gets an end that does nothing. */
  open(from: Node, to: Node, emitted: boolean): End {
    let openings = this.#openings.get(`${from.name}>${to.name}`);
    if (openings === undefined) this.#openings.set(`${from.name}>${to.name}`, (openings = new Label(`${from.name}>${to.name}`, this.#world.kernel.counters)));
    const stream = new Stream(`${from.name}>${to.name} #${emitted ? openings.next(0) : 0}`, from, to, this.#world.kernel.now, this);
    stream.opener.context = from.context;
    if (!emitted) {
      stream.opener.state = "closed";
      return stream.opener;
    }
    this.#streams.add(stream);
    this.#transmit(stream.opener, this.#control(stream.opener, "SYN"), CONNECT);
    return stream.opener;
  }

  send(end: End, packet: Packet): void {
    if (!this.#mine(end)) return;
    const known = end.channels.get(packet.type);
    const identity = known !== undefined && packet.message === undefined ? known.typeHash : hashText(packet.type, ordinalOf(packet.message));
    if (!this.#world.output(STREAM_SEND, identity, end.other.node.name, packet) || end.state === "closed") return;
    const { step, kernel } = this.#world;
    const channel = known ?? this.#channel(end, packet.type);
    const message = checked(ordinalOf(packet.message), end.node, packet);
    const content = this.#world.freezes ? watch(packet, `the frame ${JSON.stringify(packet.type)} from ${end.node.name}`) : packet;
    const segment: Segment = { receiver: end.other, control: undefined, packet: content, channel, message, nth: channel.next(message), sentAt: kernel.now, background: message === 0 && step.background };
    if (end.state === "new") end.waiting.push(segment);
    else this.#transmit(end, segment, STREAM_SEND);
  }

  /** The process closes or resets its end. */
  end(end: End, how: "closed" | "reset"): void {
    if (!this.#mine(end) || !this.#world.output(how === "closed" ? STREAM_CLOSE : STREAM_RESET, 0)) return;
    this.#hangUp(end, how === "closed" ? "FIN" : "RST", how === "closed");
  }

  /** The process is gone: its machine says so ("closed", "reset"), or nothing says anything (power). */
  crashed(node: Node, how: "kill" | "power" | "stop"): void {
    for (const end of this.#endsOf(node)) {
      if (how === "power") this.#forget(end);
      else this.#hangUp(end, how === "stop" ? "FIN" : "RST", false);
    }
  }

  /** A path is free again, or a machine back: what was held goes on its way. */
  release(from: Node | undefined, to: Node | undefined): void {
    for (const stream of this.#streams) {
      for (const end of [stream.opener, stream.acceptor]) {
        if ((from !== undefined && end.node !== from) || (to !== undefined && end.other.node !== to)) continue;
        if (this.#isHeldBack(end)) continue;
        if (!this.#world.isSilenced(end.other.node, end.node)) this.#answered(end);
        this.#resume(end);
      }
      this.#sweep(stream);
    }
  }

  /** A fault resets all connections between two nodes; one-way, only the second hears. False when there are none. */
  reset(first: Node, second: Node, oneWay: boolean): Stream[] {
    const hit = this.between(first, second);
    for (const stream of hit) {
      const [near, far] = stream.opener.node === first ? [stream.opener, stream.acceptor] : [stream.acceptor, stream.opener];
      if (!oneWay) stream.torn = true;
      for (const end of oneWay ? [far] : [near, far]) this.#localReset(end);
    }
    return hit;
  }

  /** Connections between two nodes with at least one end that is not closed. */
  between(first: Node, second: Node): Stream[] {
    return [...this.#streams].filter(({ opener, acceptor }) => (opener.node === first && acceptor.node === second) || (opener.node === second && acceptor.node === first));
  }

  /** Names of the nodes a node has connections with, in node order. */
  peersOf(node: Node): Node[] {
    const peers = new Set<Node>();
    for (const end of this.#endsOf(node)) peers.add(end.other.node);
    return [...peers].sort((a, b) => a.index - b.index);
  }

  /** A segment's event came up. Returns true when a handler is to run; false when it is held, lost, or the machine's affair. */
  arrives(segment: Segment, flags: number): boolean {
    const { receiver } = segment;
    const sender = receiver.other;
    if ((flags & BUFFERED) !== 0) return receiver.node.up && receiver.state !== "closed" && receiver.context === receiver.node.context;
    if (receiver.stream.torn) return false;
    if (!receiver.node.up) {
      if (segment.control === "SYN") {
        receiver.state = "closed";
        this.#transmit(receiver, this.#control(receiver, "RST"), CONTROL);
      } else if (this.#world.kernel.trace !== undefined) this.#world.record(LOST, receiver.node, segment.channel.id, segment.message, segment.nth, LOST_DOWN << 8);
      return false;
    }
    if (this.#world.isSilenced(receiver.node, sender.node)) this.#unanswered(sender, segment.sentAt);
    if (segment.control === "SYN") {
      receiver.state = "open";
      receiver.context = receiver.node.context;
      this.#transmit(receiver, this.#control(receiver, "SYN-ACK"), CONTROL);
      return true;
    }
    if (receiver.state === "closed") {
      if (segment.control === "SYN-ACK" && receiver.waiting.length > 0 && receiver.context === receiver.node.context) {
        // Closed before it was open: what was sent goes first, then the end of it.
        for (const waiting of receiver.waiting) this.#transmit(receiver, waiting, STREAM_SEND);
        receiver.waiting = [];
        this.#transmit(receiver, this.#control(receiver, "FIN"), CONTROL);
        return false;
      }
      // Half-open: the machine knows no such connection (RFC 9293 3.10.7.1).
      if ((segment.control === undefined || segment.control === "SYN-ACK") && sender.state !== "closed") this.#transmit(receiver, this.#control(receiver, "RST"), CONTROL);
      return false;
    }
    return true;
  }

  /** Would be held: no event yet. Called before `arrives` for what is not buffered. */
  holds(segment: Segment): boolean {
    const sender = segment.receiver.other;
    if (segment.receiver.stream.torn || (sender.held.length === 0 && !this.#isHeldBack(sender))) return false;
    sender.held.push(segment);
    this.#world.struck.reach(this.#world.isBlocked(sender.node.index, segment.receiver.node.index) ? "partition" : segment.receiver.node.dark ? "crash" : "stall");
    if (this.#world.kernel.trace !== undefined) this.#world.record(HELD, segment.receiver.node, segment.channel.id, segment.message, segment.nth, 0);
    this.#unanswered(sender, segment.sentAt);
    // Its SYN has arrived, but is not answered.
    if (segment.control === "SYN-ACK") this.#unanswered(segment.receiver, segment.receiver.stream.openedAt);
    return true;
  }

  /** What the process hears of a control segment; the state changes with it. */
  hears(segment: Segment): CloseReason | "opened" {
    const { receiver } = segment;
    switch (segment.control) {
      case "SYN":
        return "opened";
      case "SYN-ACK":
        receiver.state = "open";
        this.#answered(receiver);
        for (const waiting of receiver.waiting) this.#transmit(receiver, waiting, STREAM_SEND);
        receiver.waiting = [];
        return "opened";
      default: {
        const reason = segment.control === "FIN" ? "closed" : receiver.state === "new" ? "refused" : "reset";
        this.#forget(receiver);
        return reason;
      }
    }
  }

  /** Nobody answered in time. The end closes; what it sent has an unknown fate. */
  timedOut(end: End): void {
    end.timeout = 0;
    // Behind what is given up nothing arrives either: a stream has no gaps.
    if (end.held.length > 0) for (const slot of this.#inFlight(end)) this.#world.kernel.queue.cancel(slot);
    end.held = [];
    this.#forget(end);
  }

  timeoutChannel(end: End): Channel {
    return this.#world.channel(end.other.node, end.node.name, "TIMEOUT");
  }

  #endsOf(node: Node): End[] {
    const ends: End[] = [];
    for (const { opener, acceptor } of this.#streams) {
      for (const end of [opener, acceptor]) if (end.node === node && end.state !== "closed" && end.context !== undefined) ends.push(end);
    }
    return ends;
  }

  #mine(end: End): boolean {
    const { node } = this.#world.step;
    if (node !== end.node || (end.context !== undefined && end.context !== node.context)) misuse(`connection ${end.id} of ${end.node.name} was used ${node === undefined ? "outside any handler" : `by ${node.name} in another life or place`}; a connection belongs to the incarnation that holds it`);
    return true;
  }

  /** `lingers`: the machine still sends what waits for the connection to open. */
  #hangUp(end: End, control: "FIN" | "RST", lingers: boolean): void {
    if (end.state === "closed") return;
    const established = end.state === "open" || end.stream.opener === end;
    const { waiting } = end;
    this.#forget(end);
    if (lingers && waiting.length > 0) {
      end.waiting = waiting;
      return;
    }
    if (established) this.#transmit(end, this.#control(end, control), CONTROL);
  }

  #forget(end: End): void {
    end.state = "closed";
    end.waiting = [];
    this.#answered(end);
    this.#sweep(end.stream);
  }

  #sweep(stream: Stream): void {
    const { opener, acceptor } = stream;
    if (opener.state === "closed" && acceptor.state === "closed" && opener.held.length === 0 && acceptor.held.length === 0) this.#streams.delete(stream);
  }

  #localReset(end: End): void {
    if (end.state === "closed" || end.context === undefined) return;
    const { kernel } = this.#world;
    const segment = this.#control(end.other, "RST");
    const slot = kernel.queue.add(0, end.node.index, false);
    kernel.queue.code[slot] = CONTROL;
    kernel.queue.d[slot] = BUFFERED;
    kernel.queue.e[slot] = kernel.events;
    kernel.queue.data[slot] = segment;
  }

  #control(sender: End, control: Control): Segment {
    const channel = this.#world.channel(sender.node, sender.other.node.name, control);
    return { receiver: sender.other, control, packet: undefined, channel, message: 0, nth: channel.next(0), sentAt: this.#world.kernel.now, background: this.#world.step.background };
  }

  #transmit(end: End, segment: Segment, output: number): void {
    const world = this.#world;
    const { channel, message, nth } = segment;
    const delay = channel.planned === undefined && (channel.chances.delay === 0 || !world.ratesOn) ? 0 : this.#delay(channel, message, nth);
    if (world.kernel.trace !== undefined) world.record(output, end.node, channel.id, message, nth, 0);
    this.#travel(end, segment, delay);
    if (delay > 0) world.storm.disturbed(end.lastArrival);
  }

  /** What the plan or, for a segment it says nothing about, chance delays it by. */
  #delay(channel: Channel, message: number, nth: number): Micros {
    const world = this.#world;
    let delay = 0;
    const planned = channel.planned?.get(within(message, nth, ORIGINAL));
    for (const entry of planned?.packet ?? []) {
      const { fault } = entry;
      if (fault.fault !== "delay") misuse(`plan: ${fault.fault} ${"packet" in fault ? fault.packet : ""}: this is a frame of a connection, and nobody loses, repeats or alters one frame in the middle of a TCP stream; use delay, stall or reset`);
      world.strikes(fault, entry);
      delay += fault.by;
    }
    if (planned?.decided !== true && world.ratesOn && channel.chances.delay > 0 && this.#delaying.draw(channel.high(message, nth), channel.low(message, nth)) < channel.chances.delay) {
      const by = Math.max(1, channel.chances.delayBy.at(this.#delayBy.draw(channel.high(message, nth), channel.low(message, nth))));
      const packet = printStepKey({ step: "packet", from: channel.from.name, to: channel.to.name, type: channel.type, message, nth, copy: "" });
      world.strikes({ fault: "delay", packet, by });
      delay += by;
    }
    if (delay > 0) world.struck.reach("delay");
    return delay;
  }

  #travel(end: End, segment: Segment, delay: number): void {
    const { kernel } = this.#world;
    const { channel, message, nth } = segment;
    const latency = this.#world.datagrams.latency(channel.high(message, nth), channel.low(message, nth));
    this.#arrive(end, segment, kernel.now + latency + delay, this.#world.step.event);
  }

  /** Not before anything this end sent earlier. */
  #arrive(end: End, segment: Segment, earliest: Micros, cause: number): void {
    const { queue, now } = this.#world.kernel;
    const at = Math.min(Math.max(end.lastArrival, earliest), LATEST);
    end.lastArrival = at;
    const slot = queue.add(at - now, segment.receiver.node.index, segment.background);
    queue.code[slot] = segment.control === undefined ? FRAME : CONTROL;
    queue.d[slot] = 0;
    queue.e[slot] = cause;
    queue.data[slot] = segment;
  }

  /** What was held goes on its way, and what was sent later, though already under way, arrives behind it. */
  #resume(end: End): void {
    const { held } = end;
    if (held.length === 0) return;
    const { queue } = this.#world.kernel;
    const inFlight = this.#inFlight(end);
    const later = inFlight.map((slot) => ({ segment: queue.data[slot] as Segment, at: queue.timeOf(slot), cause: queue.e[slot]! }));
    for (const slot of inFlight) queue.cancel(slot);
    end.held = [];
    end.lastArrival = 0;
    for (const segment of held) this.#travel(end, segment, 0);
    for (const { segment, at, cause } of later) this.#arrive(end, segment, at, cause);
  }

  /** Slots of the events of what an end has sent and is on its way, in order. Looked for when a fault has to do with it, so that no frame costs anything for it. */
  #inFlight(end: End): number[] {
    const { queue } = this.#world.kernel;
    const pending = queue.pendingOf(end.other.node.index, FRAME, CONTROL).map(({ slot }) => slot);
    return pending.filter((slot) => (queue.data[slot] as Segment).receiver === end.other && (queue.d[slot]! & BUFFERED) === 0);
  }

  #channel(end: End, type: string): Channel {
    const channel = this.#world.channel(end.node, end.other.node.name, type);
    end.channels.set(type, channel);
    return channel;
  }

  /** Nothing this end sends can arrive now. */
  #isHeldBack(end: End): boolean {
    return this.#world.isSilenced(end.node, end.other.node) || end.other.node.dark;
  }

  #unanswered(end: End, since: Micros): void {
    if (end.timeout !== 0 || end.state === "closed") return;
    const { kernel } = this.#world;
    const slot = kernel.queue.add(Math.max(0, since + this.#world.setup.timeout - kernel.now), end.node.index, false);
    kernel.queue.code[slot] = TIMEOUT;
    kernel.queue.d[slot] = 0;
    kernel.queue.e[slot] = this.#world.step.event;
    kernel.queue.data[slot] = end;
    end.timeout = slot + 1;
  }

  #answered(end: End): void {
    if (end.timeout === 0) return;
    this.#world.kernel.queue.cancel(end.timeout - 1);
    end.timeout = 0;
  }
}
