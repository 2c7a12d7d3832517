import type { Resolved } from "../scenario/resolve.ts";

/** Kinds of fault that a campaign may use: what the scenario has, and what its protocol says it tolerates. */
export function kindsOf(resolved: Resolved): ReadonlySet<string> {
  const { packets, steps, intervals } = resolved.world.chances;
  const kinds = new Set<string>([...packets.filter(({ rate }) => rate > 0), ...intervals].map(({ fault }) => fault));
  if (steps.some(({ rate }) => rate > 0)) kinds.add("crash");
  for (const kind of resolved.tolerates ?? []) if (kind !== "partition" || resolved.world.nodes.length > 1) kinds.add(kind);
  return kinds;
}
