/**
 * Failures whose smallest plan is known. In this world nothing reacts to anything: a producer sends every message to two
 * consumers, who note what they see, so each fault leaves marks of its own in the history, whatever else strikes. A mine is
 * a guarantee that breaks when certain marks are there.
 */
import { run } from "../../src/core.ts";
import type { Factory, Guarantee, HistoryEvent, Plan, Scenario } from "../../src/core.ts";
import { Chance } from "../../src/kernel/chance.ts";

const producer: Factory = () => ({
  publish(ctx, message) {
    for (const consumer of ["c1", "c2"]) ctx.send(consumer, { type: "work", message });
  },
});

const consumer: Factory = () => ({
  start: (ctx) => ctx.note("begin", 1),
  receive(ctx, _from, packet) {
    ctx.note("deliver", packet.message!, { corrupt: packet.corrupt === true });
    ctx.note("ack", packet.message!);
  },
});

/** Some 60 to 80 faults strike a run of it: on packets, crashes with their restarts, cuts, pauses, partitions with their heals. */
export function minefield(guarantees: readonly Guarantee[] = []): Scenario {
  return {
    title: "Nothing reacts to anything",
    nodes: [{ name: "p1", role: "producer", run: producer }, { name: "consumer", count: 2, role: "consumer", run: consumer }],
    workload: { messages: 90, every: "5ms" },
    network: { latency: "1ms", loss: 0.08, duplicate: 0.08, reorder: 0.06, corrupt: 0.05 },
    nemesis: [
      { fault: "replay", rate: 0.02, by: "exponential(20ms)" },
      { fault: "crash", every: "60ms", for: "exponential(5ms)", nodes: ["c1", "c2"] },
      { fault: "crash", rate: 0.03, in: "step", for: "exponential(5ms)", nodes: ["c1", "c2"] },
      { fault: "pause", every: "100ms", for: "exponential(5ms)", nodes: ["c1", "c2"] },
      { fault: "partition", every: "60ms", for: "exponential(6ms)" },
    ],
    guarantees,
    promises: {},
  };
}

/** What the events of a run look like from outside: each with its time, and how often it was there at that time. */
function marker(): (event: HistoryEvent) => string {
  const times = new Map<string, number>();
  return ({ at, node, verb, message, detail }) => {
    const seen = `${at} ${node} ${verb} m${message} ${JSON.stringify(detail ?? null)}`;
    const nth = (times.get(seen) ?? 0) + 1;
    times.set(seen, nth);
    return `${seen} #${nth}`;
  };
}

function marksOf(seed: string, plan: Plan): ReadonlySet<string> {
  const marks = new Set<string>();
  const observe: Guarantee["observe"] = () => {
    const mark = marker();
    return { on: (event) => void marks.add(mark(event)), end: () => undefined };
  };
  run(minefield([{ name: "marks", observe }]), { seed, plan });
  return marks;
}

/** A run's faults, and marks that only one of them leaves: "+" and an event that is there with it, or "-" and one that is not. */
export interface Field {
  readonly seed: string;
  readonly plan: Plan;
  /** By place in the plan; undefined for a fault without a mark of its own, or whose mark does not show in the whole run. */
  readonly marks: readonly (string | undefined)[];
}

/** Draws a run's faults and finds their marks. Undefined when it drew fewer than 60 or more than 80. */
export function field(seed: string): Field | undefined {
  const { struck: plan } = run(minefield(), { seed });
  if (plan.length < 60 || plan.length > 80) return undefined;
  const quiet = marksOf(seed, []);
  const all = changes(quiet, marksOf(seed, plan));
  const single = plan.map((fault) => changes(quiet, marksOf(seed, [fault])));
  const left = new Map<string, number>();
  for (const marks of single) for (const one of marks) left.set(one, (left.get(one) ?? 0) + 1);
  return { seed, plan, marks: single.map((marks) => [...marks].find((one) => left.get(one) === 1 && all.has(one))) };
}

function changes(before: ReadonlySet<string>, after: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...[...after].filter((one) => !before.has(one)).map((one) => `+${one}`), ...[...before].filter((one) => !after.has(one)).map((one) => `-${one}`)]);
}

/** A guarantee that breaks as soon as these marks have come, or not come, if that pleases `breaks`. */
export function mine(name: string, marks: readonly string[], breaks: (left: readonly boolean[]) => boolean, sentence: string = name): Guarantee {
  const last = Math.max(...marks.map((one) => Number.parseInt(one.slice(1), 10)));
  return {
    name,
    observe: () => {
      const mark = marker();
      const seen = new Set<string>();
      let judged = false;
      const judge = (fail: (sentence: string) => void): void => {
        if (!judged && breaks(marks.map((one) => seen.has(one.slice(1)) === one.startsWith("+")))) fail(sentence);
        judged = true;
      };
      return {
        on(event, fail) {
          if (event.at > last) judge(fail);
          seen.add(mark(event));
        },
        end: (_summary, fail) => judge(fail),
      };
    },
  };
}

/** Different whole numbers below `bound`, keyed by a name. */
export function choose(count: number, bound: number, name: string): readonly number[] {
  const draws = new Chance(name).purpose("choose");
  return Array.from({ length: bound }, (_, index) => index).sort((a, b) => draws.draw(a, 1) - draws.draw(b, 1)).slice(0, count);
}

/** So many fields, of the first seeds that draw one. */
export function fieldsOf(count: number): readonly Field[] {
  const fields: Field[] = [];
  for (let seed = 0; fields.length < count; seed++) {
    const drawn = field(`${seed}`);
    if (drawn !== undefined) fields.push(drawn);
  }
  return fields;
}

/** A failure that needs just these faults. */
export interface Buried {
  readonly field: Field;
  readonly faults: Plan;
  readonly scenario: Scenario;
}

/** Half of them say which messages they are about; a quarter breaks only while of two more faults both are there, or neither. */
export function bury(field: Field, size: number, nth: number): Buried {
  const paired = nth % 4 === 3;
  const marked = field.marks.flatMap((mark, index) => (mark === undefined ? [] : [index]));
  const picked = choose(paired ? size + 2 : size, marked.length, `case ${size} ${nth}`).map((index) => marked[index]!);
  const marks = picked.map((index) => field.marks[index]!);
  const pleases = (left: readonly boolean[]): boolean => left.slice(0, size).every((one) => one) && left[size] === left[size + 1];
  const sentence = nth % 2 === 0 ? `broken by what became of ${marks.map((mark) => /m\d+/.exec(mark)![0]).join(" and ")}` : "broken";
  return { field, faults: picked.slice(0, size).map((index) => field.plan[index]!), scenario: minefield([mine("buried", marks, pleases, sentence)]) };
}

/** What a fault of a plan is called in a table: a crash in a step is a cut. */
export function kindOf(fault: Plan[number]): string {
  return "in" in fault ? "cut" : fault.fault;
}
