import { resolve } from "../scenario/resolve.ts";
import type { Scenario } from "../scenario/types.ts";

/**
 * The scenarios that stand for a protocol: their nodes declare what they tolerate, which a scenario that only shows one failure
 * leaves out. Of several whose nodes run the very same into the same sinks, the one that declares most; then the one in fewest folders;
 * then the first by name.
 */
export function protocolsAmong(scenarios: readonly Scenario[]): readonly Scenario[] {
  const declaring = scenarios.filter((scenario) => resolve(scenario).tolerates !== undefined);
  const best = [...declaring].sort((a, b) => tolerated(b) - tolerated(a) || folders(a) - folders(b) || (a.name! < b.name! ? -1 : 1));
  const standing = best.filter((scenario, at) => !best.slice(0, at).some((other) => runTheSame(scenario, other)));
  return declaring.filter((scenario) => standing.includes(scenario));
}

function tolerated(scenario: Scenario): number {
  return resolve(scenario).tolerates!.length;
}

function folders({ name = "" }: Scenario): number {
  return name.split("/").length;
}

function runTheSame(first: Scenario, second: Scenario): boolean {
  const factories = [first, second].map(({ nodes }) => new Set(nodes.map(({ run }) => run)));
  const sinks = [first, second].map((scenario) => JSON.stringify(resolve(scenario).delivery.sinks.map(({ dedup, fenced, at }) => [dedup, fenced, at.length > 0])));
  return sinks[0] === sinks[1] && factories[0]!.size === factories[1]!.size && [...factories[0]!].every((factory) => factories[1]!.has(factory));
}
