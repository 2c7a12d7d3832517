import type { Content } from "../content.ts";

const MILLISECOND = 1_000;

/** When a message expires, by the clock that says `at`, µs; Infinity: never. Time to live 0 is 1 ms: whoever waits gets it. */
export function expiryOf({ properties: { expiration } }: Content, ttl: number, at: number): number {
  if (expiration === undefined && ttl === Infinity) return Infinity;
  return at + MILLISECOND * Math.max(1, Math.min(ttl, expiration === undefined ? Infinity : Number(expiration)));
}
