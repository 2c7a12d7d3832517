import { describe, expect, it } from "vitest";
import { resultOf } from "../../src/scenario/result.ts";
import type { TraceRecord } from "../../src/kernel/trace.ts";
import { CONTROL, CRASHED, FRAME, HELD, LOST, SWALLOWED } from "../../src/world/codes.ts";
import { parseFault } from "../../src/world/plan-text.ts";
import { records, stepKey } from "../support/keys.ts";
import { ModelDisk } from "../support/model-disk.ts";
import { SHORT } from "../support/protocols.ts";
import type { Short } from "../support/protocols.ts";
import { contentsOf, Recorder } from "../support/recorder.ts";
import type { Output } from "../support/recorder.ts";

/** What may become of unsynced writes: as an ending of the entry, and as the model's power loss, if it is one. */
const FATES: readonly { readonly crash: string; readonly how: string; readonly disk: string; readonly loses?: readonly [kept: number, tears: boolean] }[] = [
  { crash: "a power loss", how: "", disk: "", loses: [0, false] },
  { crash: "one that keeps what was not synced", how: "", disk: " disk keep", loses: [Infinity, false] },
  { crash: "one that tears it", how: "", disk: " disk tear 1", loses: [1, true] },
  { crash: "a kill", how: " kill", disk: "" },
];

interface Step {
  readonly event: number;
  readonly node: string;
  readonly key: string;
  readonly outputs: readonly Output[];
}

/** The run without the crash: its steps, each with what its handler put out, and its trace by event. */
class Whole {
  readonly recorder: Recorder;
  readonly steps: readonly Step[];
  readonly #trace: readonly TraceRecord[];

  constructor({ scenario, plan }: Short) {
    this.recorder = new Recorder(scenario, plan);
    while (this.recorder.simulation.advance());
    const { world } = this.recorder.simulation;
    this.#trace = records(world);
    this.steps = this.#trace.flatMap((record) => {
      const key = stepKey(world, record);
      // What only the machine meets (a frame of a connection that is gone, a packet for a process that is down) is no step.
      if (key === undefined || ((record.kind === CONTROL || record.kind === FRAME) && record.d === 1) || this.#trace[record.index + 1]?.kind === LOST) return [];
      return [{ event: record.event, node: world.nodes[record.node]!.name, key, outputs: this.recorder.outputs.get(record.event) ?? [] }];
    });
  }

  /** What the trace must hold up to this step, of which only the first `after` outputs happened. */
  expected({ event, outputs }: Step, after: number): readonly TraceRecord[] {
    const end = outputs[after]?.from ?? Infinity;
    return this.#trace.filter((record) => record.event < event || (record.event === event && record.index < end));
  }

  /** The node's disk behind the first `after` outputs of this step, by the list of all it was ever told. */
  disk({ event, node }: Step, after: number): ModelDisk {
    const disk = new ModelDisk();
    const asked = new Map<string, number>();
    for (const step of this.steps) {
      if (step.node !== node || step.event > event) continue;
      const upTo = asked.get(step.key);
      if (upTo !== undefined) disk.sync(upTo);
      for (const { changes, durable, sync } of step.event === event ? step.outputs.slice(0, after) : step.outputs) {
        for (const { key, value } of changes) disk.write(key, value);
        if (durable) disk.sync(disk.written);
        if (sync !== undefined) asked.set(`${node} synced ${sync} #${[...asked.keys()].filter((key) => key.startsWith(`${node} synced ${sync} #`)).length + 1}`, disk.written);
      }
    }
    return disk;
  }
}

/** What no output is: the crash itself, with the resets of a killed machine, and what a stalled network holds back between two steps. */
const ofCrash = (how: string, channels: readonly { readonly type: string }[]) => ({ kind, a }: TraceRecord): boolean => kind === HELD || kind === SWALLOWED || kind === CRASHED || (how === " kill" && kind === CONTROL && channels[a]!.type === "RST");
/** A record without its place: as a text, for ten thousands of them are compared. */
const bare = ({ at, event, kind, node, a, b, c, d, cause }: TraceRecord): string => [at, event, kind, node, a, b, c, d, cause].join(" ");

describe.each(Object.entries(SHORT))("%s", (_name, short) => {
  const whole = new Whole(short);

  it("runs every one of its handlers in this short run", () => {
    const called = new Set(whole.steps.filter(({ event }) => whole.recorder.lives.some(({ events }) => events.has(event))).map(({ node, key }) => `${node} ${key.replace(/^\S+ /, "").replace(/( m\d+)?( #\d+['"]?)?$/, "")}`));
    expect([...called].sort()).toEqual(expect.arrayContaining([...short.handlers].sort()));
  });

  it.each(FATES)("cut by $crash at any output of any step has put out exactly what comes before the cut", ({ how, disk, loses }) => {
    let cuts = 0;
    for (const step of whole.steps) {
      for (let after = 0; after <= step.outputs.length; after++, cuts++) {
        const entry = `crash ${step.node}${how} in ${step.key} after ${after} for 50ms${disk}`;
        const recorder = new Recorder(short.scenario, [...short.plan, entry]);
        const { simulation } = recorder;
        const { world } = simulation;
        simulation.until(step.event);

        // The same up to the cut, nothing behind it.
        const added = ofCrash(how, world.channels);
        expect(records(world).filter((record) => !added(record)).map(bare), entry).toEqual(whole.expected(step, after).filter((record) => !added(record)).map(bare));
        expect((recorder.outputs.get(step.event) ?? []).slice(0, after).map(({ call }) => call), entry).toEqual(step.outputs.slice(0, after).map(({ call }) => call));

        // The node is down, its memory is gone, its disk is what the crash left.
        const node = world.nodes.find(({ name }) => name === step.node)!;
        expect([node.up, node.context, Object.keys(node.process)], entry).toEqual([false, undefined, []]);
        expect(world.struck.faults.at(-1), entry).toEqual(parseFault(entry));
        const model = whole.disk(step, after);
        if (loses !== undefined) model.powerLoss(...loses);
        expect(contentsOf(simulation, step.node), entry).toEqual(model.contents);

        // It comes back as a new process, which finds that disk; the old one is never called again.
        const before = recorder.lives.filter((life) => life.node === step.node);
        const ran = before.map(({ events }) => events.size);
        while (recorder.lives.filter((life) => life.node === step.node).length === before.length && simulation.advance(1));
        expect(recorder.lives.filter((life) => life.node === step.node).at(-1)!.found, entry).toEqual(model.contents);
        simulation.advance(40);
        expect(before.map(({ events }) => events.size), entry).toEqual(ran);
      }
    }
    expect(cuts).toBeGreaterThan(whole.steps.length);
  });

  it("is not cut behind its last output: such an entry does not strike", () => {
    for (const { node, key, outputs } of whole.steps) {
      const entry = `crash ${node} in ${key} after ${outputs.length + 1} for 50ms`;
      const { simulation } = new Recorder(short.scenario, [...short.plan, entry]);
      while (simulation.advance());
      const { missed, digest } = resultOf(simulation);
      expect(missed).toEqual([parseFault(entry)]);
      expect(digest).toBe(whole.recorder.simulation.world.kernel.digest.toString());
    }
  });
});
