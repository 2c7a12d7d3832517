import type { Pages } from "../kernel/pages.ts";
import type { Micros } from "../kernel/time.ts";
import type { World } from "./world.ts";

/** Up to this many pages of counters (1 KB each) nothing is ever forgotten: ordinary runs keep every name. */
const BUDGET = 4096;
/** How long a page must be idle, µs of virtual time. */
const IDLE: Micros = 10_000_000;

interface Seen {
  readonly at: Micros;
  readonly sum: number;
}

const seen = new WeakMap<World, { at: Micros; pages: WeakMap<Pages, Map<number, Seen>> }>();

/**
 * In a run of millions of messages, forgets the counters of packet names whose messages are settled and which nobody has
 * used for a while (DESIGN 5: by age alone, names were used again and lost packets lost again). Called now and then.
 */
export function forgetCounters(world: World): void {
  const { now } = world.kernel;
  let memory = seen.get(world);
  if (memory === undefined) seen.set(world, (memory = { at: 0, pages: new WeakMap() }));
  if (now < memory.at + IDLE) return;
  memory.at = now;
  const tables: Pages[] = world.channels.map(({ counts }) => counts);
  for (const node of world.nodes) tables.push(...node.timers.pages());
  let held = 0;
  for (const table of tables) held += table.forget(() => false);
  for (const node of world.nodes) for (const table of node.timers.armedPages()) table.forget((_first, _last, page) => page.every((slot) => slot === 0));
  if (held <= BUDGET) return;
  for (const table of tables) {
    const before = memory.pages.get(table) ?? new Map<number, Seen>();
    const after = new Map<number, Seen>();
    memory.pages.set(table, after);
    table.forget((first, last, page) => {
      const sum = page.reduce((total, count) => total + count, 0);
      const old = before.get(first);
      const idle = old !== undefined && old.sum === sum;
      if (idle && now >= old.at + IDLE && world.outside.settled(first, last)) return true;
      after.set(first, idle ? old : { at: now, sum });
      return false;
    });
  }
}
