import * as v from "valibot";
import { InputError, suggestion } from "../kernel/errors.ts";
import { printable } from "../world/step-key.ts";

/** What of a schema its description is made from; valibot's own types do not say it of any schema. */
interface Shape {
  readonly type?: string;
  readonly message?: unknown;
  readonly requirement?: unknown;
  readonly pipe?: readonly Shape[];
  readonly wrapped?: Shape;
  readonly entries?: { readonly [name: string]: Shape };
  readonly item?: Shape;
  readonly value?: unknown;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
}

/**
 * Checks a value against a schema. valibot's words are not used: a message of a schema of ours is the form that is expected.
 * @param separator between `what` and the place in it.
 * @throws InputError: one line with the place, what was expected and what came; for an unknown field the nearest right name.
 */
export function conform<S extends v.GenericSchema>(schema: S, value: unknown, what: string, separator: string = "."): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  // A field that is unknown is likely the one that is missing.
  const unknown = result.issues.find((issue) => issue.type === "strict_object" && issue.expected === "never");
  const issue = unknown ?? result.issues[0];
  const path = (issue.path ?? []).map(({ key }) => String(key));
  const place = (steps: readonly string[]): string => (steps.length === 0 ? what : `${what}${separator}${printable(steps.join("."))}`);
  if (unknown !== undefined) {
    const parent = path.slice(0, -1);
    throw new InputError(`${place(parent)} has no "${printable(path.at(-1)!)}"${suggestion(path.at(-1)!, namesIn(at(schema as Shape, parent)))}`);
  }
  throw new InputError(`${place(path)}: expected ${described(at(schema as Shape, path))}, got ${came(issue.input)}`);
}

/** The schema of a place. */
function at(schema: Shape | undefined, path: readonly string[]): Shape | undefined {
  const [step, ...rest] = path;
  if (step === undefined || schema === undefined) return schema;
  const inner = bare(schema);
  return at(inner.entries?.[step] ?? inner.item ?? (inner.type === "record" ? (inner.value as Shape) : undefined), rest);
}

function namesIn(schema: Shape | undefined): readonly string[] {
  return schema === undefined ? [] : Object.keys(bare(schema).entries ?? {});
}

/** Without `optional` and the checks behind it. */
function bare(schema: Shape): Shape {
  if (schema.wrapped !== undefined) return bare(schema.wrapped);
  return schema.pipe !== undefined && schema.pipe[0] !== schema ? bare(schema.pipe[0]!) : schema;
}

/** The type or form that a schema takes, in words. */
function described(schema: Shape | undefined): string {
  if (schema === undefined) return "something else";
  if (schema.wrapped !== undefined) return described(schema.wrapped);
  const checks = parts(schema);
  const own = checks.findLast(({ message }) => typeof message === "string")?.message;
  if (typeof own === "string") return own;
  const bound = (type: string): number | undefined => checks.findLast((check) => check.type === type)?.requirement as number | undefined;
  switch (schema.type) {
    case "number": return `a ${bound("integer") === undefined ? "" : "whole "}number${range(bound("min_value"), bound("max_value"))}`;
    case "string": return bound("max_length") === undefined ? "a text" : `a text of ${bound("min_length") ?? 0} to ${bound("max_length")} characters`;
    case "boolean": return "true or false";
    case "function": return "a function";
    case "array": return `a list${bound("max_length") === undefined ? "" : ` of at most ${bound("max_length")}`}${bound("min_length") === undefined ? "" : ` of at least ${bound("min_length")}`}`;
    case "literal": return JSON.stringify(schema.literal);
    case "picklist": return schema.options!.map((option) => JSON.stringify(option)).join(" or ");
    default: return "an object";
  }
}

/** A schema and its checks; a schema with checks may have checks added. */
function parts(schema: Shape): readonly Shape[] {
  return schema.pipe === undefined ? [schema] : schema.pipe.flatMap(parts);
}

function range(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  return least === undefined ? "" : ` of at least ${least}`;
}

function came(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return "a function";
  try {
    return printable(JSON.stringify(value) ?? String(value));
  } catch {
    // A bigint, or what contains itself.
    return `a ${typeof value}`;
  }
}
