import { Broker } from "../broker.ts";
import type { ClientMethod, ServerMethod } from "../methods.ts";
import type { Outputs } from "../outputs.ts";
import type { Settings } from "../settings.ts";
import { ModelDisk } from "./model-disk.ts";
import { Names } from "./names.ts";
import { play } from "./play.ts";
import type { Step } from "./play.ts";
import type { Operation, Shown } from "./script.ts";
import { Transcript } from "./transcript.ts";

/** What a sync takes, and for how long a script lets things settle, µs. */
const SYNC = 500;
const SETTLE = 20_000;

/** Plays a script on the model: what it observes after each operation. */
export function playOnModel(operations: readonly Operation[], show: readonly Shown[] = [], settings: Partial<Settings> = {}): string[][] {
  const model = new ModelPlay(show, settings);
  return operations.map((operation) => model.perform(operation));
}

/** A script on the model, operation by operation. */
export class ModelPlay {
  readonly #names = new Names([], "");
  readonly #transcript: Transcript;
  readonly #target: ModelTarget;

  constructor(show: readonly Shown[] = [], settings: Partial<Settings> = {}) {
    this.#transcript = new Transcript(this.#names, show);
    this.#target = new ModelTarget(this.#transcript, settings);
  }

  /** What is observed after it until nothing moves any more. */
  perform(operation: Operation): string[] {
    const steps = play([operation], this.#names, this.#transcript);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) return step.value[0]!;
      this.#target.do(step.value);
    }
  }
}

/** One broker of the model on an ideal network: frames take no time, only timers and the disk do. */
class ModelTarget {
  readonly #transcript: Transcript;
  readonly #settings: Partial<Settings>;
  readonly #disk = new ModelDisk();
  /** The broker's names of connections that are open, by the script's; and the other way round. */
  readonly #names = new Map<string, string>();
  readonly #deaf = new Set<string>();
  #opened = 0;
  #generation = 0;
  #now = 0;
  #timers = new Map<string, number>();
  #syncs: { readonly at: number; readonly tag: string; readonly covers: number }[] = [];
  #frames: (readonly [connection: string, method: ServerMethod | "closed"])[] = [];
  #broker: Broker;

  constructor(transcript: Transcript, settings: Partial<Settings>) {
    this.#transcript = transcript;
    this.#settings = settings;
    this.#broker = this.#start();
  }

  do(step: Step): void {
    switch (step.do) {
      case "open":
        this.#open(step.connection);
        break;
      case "send":
        this.#send(step.connection, step.method);
        break;
      case "cut":
        this.#gone(step.connection);
        break;
      case "deafen":
        this.#deaf.add(this.#names.get(step.connection) ?? "");
        break;
      case "settle":
        this.#pass(SETTLE);
        break;
      case "wait":
        this.#pass(step.ms * 1_000);
        break;
      case "restart":
        this.#broker.stopping();
        this.#pass(SETTLE);
        this.#broker = this.#start();
        break;
      case "kill":
        this.#disk.lose();
        this.#broker = this.#start();
    }
    this.#hear();
  }

  #start(): Broker {
    this.#names.clear();
    this.#timers.clear();
    this.#syncs = [];
    this.#frames = [];
    return (this.#broker = new Broker(this.#outputs(++this.#generation), this.#settings, this.#disk));
  }

  /** Those of one broker: what it does after it was killed reaches nothing. */
  #outputs(generation: number): Outputs {
    const target = this;
    const alive = (): boolean => generation === this.#generation;
    return {
      get now() { return target.#now; },
      send: (connection, method) => void (alive() && this.#frames.push([connection, method])),
      close: (connection) => void (alive() && this.#frames.push([connection, "closed"])),
      write: (key, value) => void (alive() && this.#disk.change(key, value)),
      remove: (key) => void (alive() && this.#disk.change(key, undefined)),
      sync: (tag) => void (alive() && this.#syncs.push({ at: this.#now + SYNC, tag, covers: this.#disk.changes })),
      timer: (name, after) => void (alive() && this.#timers.set(name, this.#now + after)),
      cancel: (name) => void (alive() && this.#timers.delete(name)),
      note: () => {},
      gauge: () => {},
    };
  }

  #open(connection: string): void {
    const name = `${connection}/${++this.#opened}`;
    this.#names.set(connection, name);
    this.#broker.opened(name);
    this.#broker.received(name, { type: "connection.open", channel: 0 });
  }

  #send(connection: string, method: ClientMethod): void {
    const name = this.#names.get(connection);
    if (name === undefined) return;
    this.#broker.received(name, method);
    this.#hear();
  }

  #gone(connection: string): void {
    const name = this.#names.get(connection);
    this.#names.delete(connection);
    if (name !== undefined) this.#broker.closed(name);
  }

  /** Clients read what has come, and answer what must be answered. */
  #hear(): void {
    for (let next = this.#frames.shift(); next !== undefined; next = this.#frames.shift()) {
      const [name, method] = next;
      const connection = name.slice(0, 1);
      if (this.#names.get(connection) !== name || this.#deaf.has(name)) continue;
      if (method === "closed") {
        this.#transcript.dropped(connection);
        this.#gone(connection);
      } else if (method.type === "connection.close-ok") this.#gone(connection);
      else if (method.channel !== 0 || method.type === "connection.close") {
        const answer = this.#transcript.received(connection, method);
        if (answer !== undefined) this.#broker.received(name, answer);
        if (method.type === "connection.close") this.#gone(connection);
      }
    }
  }

  /** Lets so much time pass: timers come due and syncs end. */
  #pass(time: number): void {
    const end = this.#now + time;
    for (;;) {
      this.#hear();
      const sync = this.#syncs[0];
      const timer = [...this.#timers].reduce<readonly [string, number] | undefined>((first, one) => (first === undefined || one[1] < first[1] ? one : first), undefined);
      const at = Math.min(sync?.at ?? Infinity, timer?.[1] ?? Infinity);
      if (at > end) break;
      this.#now = Math.max(this.#now, at);
      if (sync !== undefined && sync.at === at) {
        this.#syncs.shift();
        this.#disk.synced(sync.covers);
        this.#broker.synced(sync.tag);
      } else if (timer !== undefined) {
        this.#timers.delete(timer[0]);
        this.#broker.wake(timer[0]);
      }
    }
    this.#now = end;
  }
}
