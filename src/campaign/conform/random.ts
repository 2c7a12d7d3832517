import { parting } from "../../brokers/rabbitmq/conformance/compare.ts";
import { randomScript } from "../../brokers/rabbitmq/conformance/random.ts";
import type { Line, Operation } from "../../brokers/rabbitmq/conformance/script.ts";
import { Chance } from "../../kernel/chance.ts";
import { playOnBroker } from "./play-real.ts";
import type { Monitor } from "./monitor.ts";
import { pooled } from "./pool.ts";
import { PATIENT, QUICK } from "./real-target.ts";
import { shrinkScript } from "./shrink-script.ts";
import type { Difference } from "./shrink-script.ts";

export interface RandomOptions {
  readonly scripts: number;
  readonly seed: string;
  /** Scripts played at once; default 50. */
  readonly atOnce?: number;
  readonly signal?: AbortSignal;
  onScript?(done: number): void;
}

/** What became of random scripts. */
export interface RandomResult {
  readonly scripts: number;
  readonly operations: number;
  /** Played again, with patience, because they came out differently at first, and then the same. */
  readonly again: number;
  /** Smallest scripts that model and broker observe differently, with the seed each came from. */
  readonly differences: readonly (Difference & { readonly seed: string })[];
}

/** Of a campaign so many differences are shrunk; who has more will not read them. */
const ENOUGH = 10;

/** Random scripts on model and broker. Script i of seed S has the seed S/i. */
export async function conformAtRandom(monitor: Monitor, { scripts, seed, atOnce = 50, signal, onScript = () => {} }: RandomOptions): Promise<RandomResult> {
  const differing: { readonly seed: string; readonly lines: readonly Line[] }[] = [];
  let done = 0;
  let operations = 0;
  let again = 0;
  await pooled(Array.from({ length: scripts }, (_, index) => `${seed}/${index}`), atOnce, async (one) => {
    if (signal?.aborted === true || differing.length >= ENOUGH) return;
    const lines = scriptOf(one);
    const verdict = await playTwice(lines, monitor, signal);
    if (verdict === "again") again++;
    if (verdict === "different") differing.push({ seed: one, lines });
    operations += lines.length;
    onScript(++done);
  }).catch((error: unknown) => {
    if (signal?.aborted !== true) throw error;
  });
  const differences = [];
  for (const { seed: from, lines } of differing) if (signal?.aborted !== true) differences.push({ seed: from, ...(await shrinkScript(lines.map(([operation]) => operation), monitor)) });
  return { scripts: done, operations, again, differences };
}

/** The script of a seed. */
export function scriptOf(seed: string): Line[] {
  const purpose = new Chance(seed).purpose("script");
  let drawn = 0;
  return randomScript((below) => purpose.draw(0, drawn++) % below);
}

/** A difference is one that patience does not cure. */
async function playTwice(lines: readonly Line[], monitor: Monitor, signal: AbortSignal | undefined): Promise<"same" | "again" | "different"> {
  const operations: Operation[] = lines.map(([operation]) => operation);
  const expected = lines.map(([, ...observed]) => observed);
  const differs = async (pace: typeof QUICK): Promise<boolean> => parting(expected, await playOnBroker(operations, monitor, { pace, ...(signal === undefined ? {} : { signal }) })) !== undefined;
  if (!(await differs(QUICK))) return "same";
  return (await differs(PATIENT)) && (await differs(PATIENT)) ? "different" : "again";
}
