import { InputError, suggestion } from "../kernel/errors.ts";
import { micros } from "../kernel/time.ts";
import type { Resolved } from "../scenario/resolve.ts";
import type { StrategyMaker } from "./strategy.ts";
import { auto } from "./strategies/auto.ts";
import type { AutoOptions } from "./strategies/auto.ts";
import { exhaustive } from "./strategies/exhaustive.ts";
import type { ExhaustiveBounds } from "./strategies/exhaustive.ts";
import { lineage } from "./strategies/lineage.ts";
import { mixed } from "./strategies/mixed.ts";
import { moments } from "./strategies/moments.ts";
import { pct } from "./strategies/pct.ts";
import { random } from "./strategies/random.ts";
import { rounds } from "./strategies/rounds.ts";
import { swarm } from "./strategies/swarm.ts";

/** What may stand in the brackets behind a strategy's name. */
type Options = Partial<ExhaustiveBounds> & AutoOptions;

/** A strategy by name, and the options it takes. */
interface Entry {
  readonly options: readonly string[];
  make(options: Options): StrategyMaker;
}

const BOUNDED = ["drops", "crashes", "until", "for", "cut"];
const STRATEGIES: { readonly [name: string]: Entry } = {
  auto: { options: ["learn", ...BOUNDED], make: auto },
  lineage: { options: BOUNDED, make: lineage },
  exhaustive: { options: ["faults", ...BOUNDED], make: exhaustive },
  moments: { options: [], make: () => moments },
  pct: { options: [], make: () => pct },
  rounds: { options: [], make: () => rounds },
  swarm: { options: [], make: () => swarm },
  mixed: { options: [], make: () => mixed },
  random: { options: [], make: () => random },
};

/** Names of strategies, the most useful first. */
export const STRATEGY_NAMES: readonly string[] = Object.keys(STRATEGIES);

/**
 * The strategy of this name, with its bounds if it has any: "lineage(drops=3, crashes=1)", "exhaustive(faults=2, until=50ms, for=forever,
 * cut=step)". `drops`, `crashes`, `faults`: how many at most. `until`: packets sent from then on are spared. `for`: how long a crashed
 * node is down. `cut`: "output" (a crash between any two outputs) or "step" (before all of them). `learn`, of auto: from how many runs.
 * @throws InputError offering the nearest name, or saying what an option may be.
 */
export function strategyNamed(text: string): StrategyMaker {
  const [, name = text, options = ""] = /^([^()]*)(?:\((.*)\))?$/.exec(text.trim()) ?? [];
  if (name.includes("(")) throw new InputError(`--strategy: ${JSON.stringify(text)} lacks a bracket; for example: exhaustive(faults=2)`);
  const entry = Object.hasOwn(STRATEGIES, name) ? STRATEGIES[name] : undefined;
  if (entry === undefined) throw new InputError(`--strategy: there is no strategy ${JSON.stringify(name)}${suggestion(name, STRATEGY_NAMES)}`);
  const parts = options.split(",").map((part) => part.trim()).filter((part) => part !== "");
  const twice = parts.map((part) => part.split("=")[0]!.trim()).find((key, index, keys) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new InputError(`--strategy: ${name}(${options}): ${twice} is given twice`);
  return entry.make(Object.assign({}, ...parts.map((part) => read(part, name, entry))) as Options);
}

/** So many runs every shard of a campaign of `auto` makes, to learn from. */
const LEARN = 1_024;

/**
 * The strategy of a campaign that is made in parts: `auto` learns from its first 1,024 runs, which every part makes; as "auto(learn=1024)"
 * the whole campaign comes out the same. @throws InputError for one that learns throughout, of which no part can be made alone.
 */
export function shardedStrategy(text: string, resolved: Resolved): string {
  const { name, learn, learnsFirst } = strategyNamed(text)(resolved, "1");
  if (learn === undefined || learnsFirst !== undefined) return text;
  if (name !== "auto") throw new InputError(`--shard: ${name} learns from every run, so no part of its campaign can be made alone; use auto, random, swarm, mixed or rounds; or make it whole, on all cores of one machine (--workers)`);
  return /\(\s*\)$|^[^(]*$/.test(text) ? `auto(learn=${LEARN})` : text.replace(/\s*\)\s*$/, `, learn=${LEARN})`);
}

function read(part: string, name: string, { options }: Entry): Options {
  const [, key = part, value = ""] = /^(\w+)\s*=\s*(\S+)$/.exec(part) ?? [];
  const where = `--strategy: ${name}(${part})`;
  if (!options.includes(key) || value === "") throw new InputError(options.length === 0 ? `${where}: ${name} takes no options` : `${where}: an option is one of ${options.map((option) => `${option}=...`).join(", ")}`);
  if (key === "cut") return value === "output" || value === "step" ? { cut: value } : refuse(where, "cut is output or step");
  if (key === "for") return { down: value === "forever" ? "forever" : Math.max(1, micros(value, where)) };
  if (key === "until") return { until: micros(value, where) };
  return /^\d{1,6}$/.test(value) ? { [key]: Number(value) } : refuse(where, `${key} is a whole number`);
}

function refuse(where: string, what: string): never {
  throw new InputError(`${where}: ${what}`);
}
