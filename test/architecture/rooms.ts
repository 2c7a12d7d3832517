/** DESIGN.md, section 4: from which rooms each room imports values. Types may come from anywhere. */
export const GRAPH: { readonly [room: string]: readonly string[] } = {
  kernel: [],
  world: ["kernel"],
  delivery: ["world"],
  guarantees: ["delivery"],
  brokers: ["delivery"],
  protocols: ["delivery", "brokers"],
  scenario: ["guarantees", "delivery", "world"],
  search: ["scenario"],
  view: ["scenario", "search"],
  report: ["view"],
  campaign: ["search", "scenario", "brokers"],
  node: ["world", "brokers"],
  testing: ["search", "report", "campaign"],
  dashboard: ["view", "report", "campaign"],
  cli: ["index", "report", "testing", "dashboard"],
  core: ["search", "protocols", "view", "report"],
  index: ["core", "campaign", "node"],
};

/** Rooms of which nothing imports a `node:` module, so that they run in a browser. `core` is src/core.ts. */
export const BROWSER: readonly string[] = ["kernel", "world", "delivery", "guarantees", "brokers", "protocols", "scenario", "search", "view", "report", "core"];

/** Rooms in which nothing is asynchronous and nothing depends on the machine. */
export const DETERMINISTIC: readonly string[] = ["kernel", "world", "delivery", "guarantees", "brokers", "protocols", "scenario", "search"];

/** Imports that the graph does not have, each with its reason. */
export const DOORS: { readonly [file: string]: { readonly imports: readonly string[]; readonly because: string } } = {
  "src/campaign/doors.ts": { imports: ["src/index.ts", "src/core.ts", "src/protocols/index.ts"], because: "what a user's scenario file imports as faultline must be this very program, all of it; imported when the first one is loaded" },
};

/** A room and every room it builds on. */
export function below(room: string): ReadonlySet<string> {
  const found = new Set([room]);
  for (const next of found) for (const one of GRAPH[next] ?? []) found.add(one);
  return found;
}

/** src/world/world.ts is in the room world, src/core.ts is core. Undefined for a file in no room. */
export function roomOf(file: string): string | undefined {
  const room = /^src\/([^/]+?)(?:\/|\.ts$)/.exec(file)?.[1];
  return room !== undefined && room in GRAPH ? room : undefined;
}
