import { InputError, suggestion } from "./errors.ts";
import type { Plain } from "./plain.ts";
import { LATEST, micros, writeDuration } from "./time.ts";
import type { Duration, Micros } from "./time.ts";

/**
 * What a scenario writes for a delay that varies: a duration for one that does not, or a descriptor.
 * constant(value) uniform(from, to) exponential(mean) lognormal(median, sigma) pareto(least, alpha); all but sigma and alpha are durations.
 */
export type Distribution = Duration | { readonly shape: "constant" | "uniform" | "exponential" | "lognormal" | "pareto"; readonly [parameter: string]: Plain };

/** A distribution as it was understood: every duration in whole microseconds, 0 to LONGEST_DELAY. */
export type Shape =
  | { readonly shape: "constant"; readonly value: Micros }
  | { readonly shape: "uniform"; readonly from: Micros; readonly to: Micros }
  | { readonly shape: "exponential"; readonly mean: Micros }
  | { readonly shape: "lognormal"; readonly median: Micros; readonly sigma: number }
  | { readonly shape: "pareto"; readonly least: Micros; readonly alpha: number };

/** No delay is longer, whatever a tail says: 2^38 us, about 3 days, so that four in a row still fit into a run. */
export const LONGEST_DELAY: Micros = LATEST / 4;

const PARAMETERS: { readonly [Name in Shape["shape"]]: readonly string[] } = {
  constant: ["value"],
  uniform: ["from", "to"],
  exponential: ["mean"],
  lognormal: ["median", "sigma"],
  pareto: ["least", "alpha"],
};
const NAMES: readonly string[] = Object.keys(PARAMETERS);
const FORMS = `write a duration such as "5ms", or ${NAMES.map((name) => signature(name as Shape["shape"])).join(", ")}`;
const CALL = /^\s*([A-Za-z]+)\s*\((.*)\)\s*$/s;
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/**
 * Reads a distribution: a duration ("5ms", 5000), a descriptor ({ shape: "uniform", from: "1ms", to: "9ms" }) or its text ("uniform(1ms, 9ms)").
 * @param where names the place in an error: "network.latency".
 * @throws InputError of one line for anything else; for a duration below 0 or above LONGEST_DELAY, from beyond to, sigma outside (0, 10], alpha outside [0.05, 100].
 */
export function parseDistribution(written: unknown, where: string): Shape {
  if (typeof written === "number") return { shape: "constant", value: duration(written, where) };
  if (typeof written === "string") return parseText(written, where);
  if (typeof written === "object" && written !== null && !Array.isArray(written)) return parseDescriptor(written as { readonly [parameter: string]: unknown }, where);
  throw new InputError(`${where}: ${shown(written)} is not a distribution; ${FORMS}`);
}

/** The text of a shape, which `parseDistribution` reads back as the same: "exponential(5ms)"; a constant is its duration, "5ms". */
export function printDistribution(shape: Shape): string {
  switch (shape.shape) {
    case "constant": return writeDuration(shape.value);
    case "uniform": return `uniform(${writeDuration(shape.from)}, ${writeDuration(shape.to)})`;
    case "exponential": return `exponential(${writeDuration(shape.mean)})`;
    case "lognormal": return `lognormal(${writeDuration(shape.median)}, ${shape.sigma})`;
    case "pareto": return `pareto(${writeDuration(shape.least)}, ${shape.alpha})`;
  }
}

function parseText(text: string, where: string): Shape {
  if (/^\s*-?\d/.test(text)) return { shape: "constant", value: duration(text, where) };
  const call = CALL.exec(text);
  const word = call?.[1] ?? /^\s*([A-Za-z]*)/.exec(text)?.[1] ?? "";
  if (!isName(word)) throw new InputError(`${where}: ${shown(text)} is not a distribution${suggestion(word, NAMES)} (${FORMS})`);
  if (call === null) throw new InputError(`${where}: ${shown(text)} lacks its parameters; write ${signature(word)}`);
  const values = call[2]!.trim() === "" ? [] : call[2]!.split(",");
  const wanted = PARAMETERS[word].length;
  if (values.length !== wanted) {
    throw new InputError(`${where}: ${shown(text)} has ${values.length} parameter${values.length === 1 ? "" : "s"} instead of ${wanted}; write ${signature(word)}`);
  }
  return build(word, values.map((value) => value.trim()), where);
}

function parseDescriptor(descriptor: { readonly [parameter: string]: unknown }, where: string): Shape {
  const name = descriptor["shape"];
  if (typeof name !== "string") throw new InputError(`${where}.shape: ${name === undefined ? "missing" : `${shown(name)} is not a shape`}; ${FORMS}`);
  if (!isName(name)) throw new InputError(`${where}.shape: ${shown(name)} is not a shape${suggestion(name, NAMES)} (${FORMS})`);
  const parameters = PARAMETERS[name];
  for (const key of Object.keys(descriptor)) {
    if (key !== "shape" && !parameters.includes(key)) throw new InputError(`${where}: ${shown(key)} is not a parameter of ${signature(name)}${suggestion(key, parameters)}`);
  }
  for (const parameter of parameters) {
    if (descriptor[parameter] === undefined) throw new InputError(`${where}.${parameter}: missing; write ${signature(name)}`);
  }
  return build(name, parameters.map((parameter) => descriptor[parameter]), where);
}

function build(shape: Shape["shape"], [first, second]: readonly unknown[], where: string): Shape {
  switch (shape) {
    case "constant": return { shape, value: duration(first, `${where}.value`) };
    case "exponential": return { shape, mean: duration(first, `${where}.mean`) };
    case "lognormal": return { shape, median: duration(first, `${where}.median`), sigma: factor(second, `${where}.sigma`, (sigma) => sigma > 0 && sigma <= 10, "above 0, at most 10") };
    case "pareto": return { shape, least: duration(first, `${where}.least`), alpha: factor(second, `${where}.alpha`, (alpha) => alpha >= 0.05 && alpha <= 100, "from 0.05 to 100") };
    case "uniform": {
      const from = duration(first, `${where}.from`);
      const to = duration(second, `${where}.to`);
      if (from > to) throw new InputError(`${where}: from ${writeDuration(from)} lies beyond to ${writeDuration(to)}; write ${printDistribution({ shape, from: to, to: from })}`);
      return { shape, from, to };
    }
  }
}

function duration(written: unknown, where: string): Micros {
  if (typeof written !== "string" && !Number.isFinite(written)) throw new InputError(`${where}: ${shown(written)} is not a duration; write microseconds, or "250us", "5ms", "1.5s"`);
  const value = micros(written, where);
  if (value < 0) throw new InputError(`${where}: ${shown(written)} is negative; a delay is 0 or more`);
  if (value > LONGEST_DELAY) throw new InputError(`${where}: ${shown(written)} is too long for a delay; 76h at most`);
  return value === 0 ? 0 : value; // never -0, which would print as 0us and not compare as the same
}

function factor(written: unknown, where: string, right: (value: number) => boolean, range: string): number {
  const value = typeof written === "string" && NUMBER.test(written) ? Number(written) : written;
  if (typeof value === "number" && right(value)) return value;
  throw new InputError(`${where}: ${shown(written)} is out of range; write a number ${range}`);
}

function isName(name: string): name is Shape["shape"] {
  return Object.hasOwn(PARAMETERS, name);
}

function signature(name: Shape["shape"]): string {
  return `${name}(${PARAMETERS[name].join(", ")})`;
}

/** A value for an error's one line: text quoted and cut, anything else than text and numbers by its kind. */
function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return typeof value === "function" ? "a function" : String(value);
}
