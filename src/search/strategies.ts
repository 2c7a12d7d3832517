import { InputError, suggestion } from "../kernel/errors.ts";
import { micros } from "../kernel/time.ts";
import type { StrategyMaker } from "./strategy.ts";
import { auto } from "./strategies/auto.ts";
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
type Options = Partial<ExhaustiveBounds>;

/** A strategy by name, and the options it takes. */
interface Entry {
  readonly options: readonly string[];
  make(options: Options): StrategyMaker;
}

const BOUNDED = ["drops", "crashes", "until", "for", "cut"];
const STRATEGIES: { readonly [name: string]: Entry } = {
  auto: { options: BOUNDED, make: auto },
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
 * node is down. `cut`: "output" (a crash between any two outputs) or "step" (before all of them).
 * @throws InputError offering the nearest name, or saying what an option may be.
 */
export function strategyNamed(text: string): StrategyMaker {
  const [, name = text, options = ""] = /^([^()]*)(?:\((.*)\))?$/.exec(text.trim()) ?? [];
  const entry = Object.hasOwn(STRATEGIES, name) ? STRATEGIES[name] : undefined;
  if (entry === undefined) throw new InputError(`--strategy: there is no strategy ${JSON.stringify(name)}${suggestion(name, STRATEGY_NAMES)}`);
  return entry.make(Object.assign({}, ...options.split(",").filter((part) => part.trim() !== "").map((part) => read(part.trim(), name, entry))) as Options);
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
