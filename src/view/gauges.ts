import { invariant } from "../kernel/errors.ts";
import type { Micros } from "../kernel/time.ts";
import type { Simulation } from "../scenario/simulation.ts";
import { GAUGE } from "../world/codes.ts";

/** A quantity a protocol measured (`ctx.gauge`), over the run: a queue's depth, the size of a dedup window. */
export interface Gauge {
  /** Its name; with the node's where several nodes measure it. */
  readonly name: string;
  /** Each time it was set, in order: virtual time in µs, and value. */
  readonly times: readonly Micros[];
  readonly values: readonly number[];
}

/** Every gauge of a traced run, by name. */
export function gaugesOf({ world }: Simulation): readonly Gauge[] {
  const { trace } = world.kernel;
  invariant(trace !== undefined, "gauges over time need a run with its trace on");
  const found = new Map<string, { readonly name: string; readonly node: string; readonly times: number[]; readonly values: number[] }>();
  for (let index = 0; index < trace.length; index++) {
    const { kind, node, a, b, at } = trace.record(index);
    if (kind !== GAUGE) continue;
    const name = String(trace.texts[a]);
    const key = `${name} ${node}`;
    let gauge = found.get(key);
    if (gauge === undefined) found.set(key, (gauge = { name, node: world.nodes[node]!.name, times: [], values: [] }));
    gauge.times.push(at);
    gauge.values.push(Number(trace.texts[b]));
  }
  const all = [...found.values()];
  return all
    .map(({ name, node, times, values }) => ({ name: all.some((other) => other.name === name && other.node !== node) ? `${name} ${node}` : name, times, values }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Place of the last number that is not above a limit, in numbers that never fall; -1 for none. */
export function lastUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
