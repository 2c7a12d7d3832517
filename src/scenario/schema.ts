import * as v from "valibot";
import { InputError, suggestion } from "../kernel/errors.ts";

const plainObject = v.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value), "an object");
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const chance = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const name = v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, "a name of letters, digits, _ . -"), v.maxLength(60));
const limits = v.optional(v.record(v.string(), v.unknown()));
const duration = v.union([v.number(), v.string()]);
const distribution = v.union([v.number(), v.string(), plainObject]);

const promise = v.union([
  v.strictObject({ holds: v.literal(true), limits }),
  v.strictObject({ breaks: v.literal(true), plan: v.optional(v.array(v.string())), limits }),
], "holds() or breaks({ plan: [...] })");

/** The shape of a scenario; what the values mean is checked where they are resolved. */
export const scenarioSchema: v.GenericSchema = v.strictObject({
  name: v.optional(v.string()),
  title: v.string(),
  seed: v.optional(v.string()),
  about: v.optional(v.string()),
  nodes: v.pipe(
    v.array(v.strictObject({
      name,
      count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4000))),
      role: v.picklist(["producer", "broker", "consumer", "other"]),
      run: v.function(),
      tolerates: v.optional(v.array(v.string())),
      clock: v.optional(v.strictObject({ offset: v.optional(duration), ppm: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-999_999), v.maxValue(999_999))) })),
      disk: v.optional(v.strictObject({ sync: v.optional(distribution) })),
    })),
    v.minLength(1),
  ),
  workload: v.strictObject({ messages: v.pipe(count, v.maxValue(2 ** 27)), keys: v.optional(v.pipe(count, v.minValue(1))), every: v.optional(distribution), bytes: v.optional(v.pipe(count, v.maxValue(1_000_000))) }),
  network: v.optional(v.strictObject({ latency: v.optional(distribution), loss: v.optional(chance), duplicate: v.optional(chance), reorder: v.optional(chance), corrupt: v.optional(chance), timeout: v.optional(duration) })),
  nemesis: v.optional(v.array(v.looseObject({ fault: v.string() }))),
  storm: v.optional(duration),
  settle: v.optional(duration),
  limit: v.optional(v.strictObject({ events: v.optional(v.pipe(count, v.minValue(1))), time: v.optional(duration) })),
  subscriptions: v.optional(v.pipe(v.array(name), v.minLength(1))),
  sinks: v.optional(v.pipe(v.array(v.strictObject({ name, subscription: v.optional(v.string()), dedup: v.optional(v.boolean()), fenced: v.optional(v.boolean()), at: v.optional(v.array(v.string())) })), v.minLength(1))),
  excuses: v.optional(v.array(v.picklist(["expire", "dead-letter"]))),
  obligation: v.optional(v.picklist(["confirmed", "published"])),
  promises: v.record(v.string(), promise),
  guarantees: v.optional(v.array(v.looseObject({ name: v.string(), observe: v.function() }))),
  beats: v.optional(v.array(v.strictObject({ say: v.string(), until: v.string(), ask: v.optional(v.string()), expect: v.optional(v.record(v.string(), v.unknown())) }))),
});

/** Checks a value against a schema. @throws InputError: one line with the place, what was expected, what came, the nearest right name. */
export function conform<S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new InputError(explain(result.issues[0], what));
}

function explain(issue: v.BaseIssue<unknown>, what: string): string {
  const path = issue.path ?? [];
  const place = [what, ...path.map(({ key }) => String(key))].join(".");
  const last = path.at(-1);
  if (issue.type === "strict_object" && issue.expected === "never" && last !== undefined) {
    return `${[what, ...path.slice(0, -1).map(({ key }) => String(key))].join(".")} has no ${JSON.stringify(String(last.key))}${suggestion(String(last.key), namesBeside(issue))}`;
  }
  const came = issue.input === undefined ? "nothing" : typeof issue.input === "function" ? "a function" : (JSON.stringify(issue.input) ?? String(issue.input)).slice(0, 80);
  const expected = issue.expected ?? issue.message;
  return `${place}: expected ${expected.replace(/^>=/, "at least ").replace(/^<=/, "at most ").replace(/^\/.*\/\w*$/, issue.message)}, got ${came}`;
}

/** The names a strict object would have taken. valibot does not hand them out with the issue, so they are looked up by place. */
function namesBeside(issue: v.BaseIssue<unknown>): string[] {
  let at: unknown = scenarioSchema;
  for (const { key } of (issue.path ?? []).slice(0, -1)) at = unwrap((unwrap(at) as { entries?: Record<string, unknown>; item?: unknown }).entries?.[String(key)] ?? (unwrap(at) as { item?: unknown }).item);
  return Object.keys((unwrap(at) as { entries?: object } | undefined)?.entries ?? {});
}

function unwrap(schema: unknown): unknown {
  let at = schema as { wrapped?: unknown; pipe?: readonly unknown[] } | undefined;
  for (;;) {
    if (at?.wrapped !== undefined) at = at.wrapped as typeof at;
    else if (at?.pipe !== undefined && at.pipe[0] !== at) at = at.pipe[0] as typeof at;
    else return at;
  }
}
