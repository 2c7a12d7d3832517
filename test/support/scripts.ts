/** Random scripts: mostly a tidy course (confirm, deliver, effect), with noise. */
import * as fc from "fast-check";
import type { Call, Script, ScriptedStep } from "./script.ts";
import { GAP } from "./script.ts";

const SUBSCRIPTIONS = ["a", "b", "c"];
const NODES = ["p1", "c1", "c2"];
const DEPTH = 3;

type Frame = Omit<Script, "steps">;

const excuses = fc.subarray<"expire" | "dead-letter">(["expire", "dead-letter"]);
const frame: fc.Arbitrary<Frame> = fc.record({
  messages: fc.integer({ min: 1, max: 4 }),
  producers: fc.integer({ min: 1, max: 2 }),
  keys: fc.integer({ min: 1, max: 3 }),
  subscriptions: fc.integer({ min: 1, max: 3 }).map((count) => SUBSCRIPTIONS.slice(0, count)),
  excuses,
  obligation: fc.constantFrom("confirmed", "confirmed", "published"),
  settle: fc.constantFrom(15_000, 40_000, 60_000_000),
  storm: fc.constantFrom(undefined, undefined, 0, 25_000, 80_000),
  events: fc.oneof({ arbitrary: fc.constant(undefined), weight: 5 }, { arbitrary: fc.integer({ min: 1, max: 25 }), weight: 1 }),
  ticks: fc.boolean(),
  within: fc.constantFrom(15_000, 30_000, 60_000),
  when: fc.constantFrom("always", "calm"),
  all: fc.boolean(),
  redeliveries: fc.integer({ min: 0, max: 2 }),
  depth: fc.constant(DEPTH),
});

/** Anything, of any message, one more than there are included. */
function noise({ messages, subscriptions, keys }: Frame): fc.Arbitrary<Call> {
  const message = fc.integer({ min: 1, max: messages + 1 });
  const subscription = fc.constantFrom(...subscriptions);
  const owner = fc.constantFrom(...NODES.slice(1));
  const resource = fc.constantFrom(undefined, "all", "m1", ...Array.from({ length: keys }, (_, index) => `key:k${index + 1}`));
  return fc.oneof(
    fc.record({ call: fc.constant("effect" as const), message, subscription, altered: fc.integer({ min: 0, max: 9 }).map((one) => one === 0) }),
    fc.record({ call: fc.constantFrom("confirm" as const, "refuse" as const, "giveUp" as const), message }),
    fc.record({ call: fc.constant("note" as const), verb: fc.constantFrom("deliver" as const, "ack" as const, "expire" as const, "dead-letter" as const), message, subscription }),
    fc.record({ call: fc.constant("note" as const), verb: fc.constantFrom("grant" as const, "replace" as const), message, owner, resource: resource as fc.Arbitrary<string> }, { requiredKeys: ["call", "verb", "message", "owner"] }),
    fc.record({ call: fc.constant("gauge" as const), name: fc.constantFrom("depth", "width"), value: fc.integer({ min: 0, max: DEPTH + 1 }) }),
  );
}

/** What a sound protocol would do with one message, with the times at which it does. */
function course({ subscriptions }: Frame, message: number): fc.Arbitrary<ScriptedStep[]> {
  const after = fc.integer({ min: 0, max: 30 }).map((ms) => message * GAP + ms * 1_000);
  const often = fc.integer({ min: 0, max: 9 }).map((one) => one > 0);
  const confirm = fc.tuple(after, often).map(([at, does]): ScriptedStep[] => (does ? [{ at, node: "p1", calls: [{ call: "confirm", message }] }] : []));
  const works = subscriptions.map((subscription) => fc.tuple(after, often, fc.constantFrom("c1", "c2")).map(([at, does, node]): ScriptedStep[] => (does ? [{ at, node, calls: [{ call: "note", verb: "deliver", message, subscription }, { call: "effect", message, subscription }] }] : [])));
  const expiries = subscriptions.map((subscription) => fc.tuple(after, often).map(([at, stays]): ScriptedStep[] => (stays ? [] : [{ at, node: "p1", calls: [{ call: "note", verb: "expire", message, subscription }] }])));
  return fc.tuple(confirm, ...works, ...expiries).map((steps) => steps.flat());
}

function script(around: Frame): fc.Arbitrary<Script> {
  const stray = fc.record({ at: fc.integer({ min: 0, max: 120 }).map((ms) => ms * 1_000), node: fc.constantFrom(...NODES), calls: fc.array(noise(around), { minLength: 1, maxLength: 3 }) });
  const courses = Array.from({ length: around.messages }, (_, index) => course(around, index + 1));
  return fc.tuple(fc.tuple(...courses), fc.array(stray, { maxLength: 6 })).map(([tidy, strays]) => ({ ...around, steps: [...tidy.flat(), ...strays] }));
}

export const scripts: fc.Arbitrary<Script> = frame.chain(script);
