import * as v from "valibot";
import { THREATS } from "../guarantees/checker.ts";

const plainObject = v.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value), "an object");
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const chance = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const name = v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, "a name of a letter or _, then letters, digits, _ . -, 60 at most"), v.maxLength(60));
export const limits = v.optional(v.record(v.string(), v.unknown()));
export const duration = v.union([v.number(), v.string()], 'a duration, such as "5ms" or "30s"');
const distribution = v.union([v.number(), v.string(), plainObject], 'a duration, such as "5ms", or a distribution, such as "exponential(5ms)"');

const promise = v.union([
  v.strictObject({ holds: v.literal(true), plan: v.optional(v.array(v.string())), limits }),
  v.strictObject({ breaks: v.literal(true), plan: v.optional(v.array(v.string())), limits }),
], "holds(), breaks() or breaks({ plan: [...] })");

/** The shape of a scenario; what the values mean is checked where they are resolved. */
export const scenarioSchema: v.GenericSchema = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(500))),
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
  workload: v.strictObject({ messages: v.pipe(count, v.maxValue(2 ** 27)), only: v.optional(v.array(v.pipe(count, v.minValue(1)))), keys: v.optional(v.pipe(count, v.minValue(1))), every: v.optional(distribution), bytes: v.optional(v.pipe(count, v.maxValue(1_000_000))) }),
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
  guarantees: v.optional(v.array(v.looseObject({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), observe: v.function(), threats: v.optional(v.array(v.picklist(THREATS))) }))),
  beats: v.optional(v.array(v.strictObject({ say: v.string(), until: v.string(), ask: v.optional(v.string()), expect: v.optional(v.record(v.string(), v.unknown())) }))),
});
