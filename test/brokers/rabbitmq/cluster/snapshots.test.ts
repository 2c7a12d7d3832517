/** The state of a quorum queue, taken as a snapshot and restored, goes on as the one it was taken of: or members would go apart. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { QuorumCommand, QuorumEffects } from "../../../../src/brokers/rabbitmq/quorum/commands.ts";
import type { Table } from "../../../../src/brokers/rabbitmq/methods.ts";
import { QuorumMachine } from "../../../../src/brokers/rabbitmq/quorum/machine.ts";
import { queueOptions } from "../../../../src/brokers/rabbitmq/queue/options.ts";
import { message } from "./rig.ts";

const channel = fc.constantFrom("a", "b", "c");
const consumerTag = fc.constantFrom("A", "B");
const ids = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 3 });
const commands = fc.array(fc.oneof(
  { arbitrary: fc.record({ type: fc.constant("enqueue"), channel }), weight: 5 },
  { arbitrary: fc.record({ type: fc.constant("checkout"), channel, consumerTag, prefetch: fc.integer({ min: 0, max: 3 }), priority: fc.constantFrom(0, 0, 5) }), weight: 2 },
  { arbitrary: fc.record({ type: fc.constantFrom("settle", "return", "discard"), channel, ids }), weight: 4 },
  { arbitrary: fc.record({ type: fc.constantFrom("get", "purge", "down"), channel }), weight: 1 },
  { arbitrary: fc.record({ type: fc.constant("cancel"), channel, consumerTag }), weight: 1 },
), { maxLength: 80, size: "max" });

/** What the machine wanted done, as text. */
function effects(done: string[]): QuorumEffects {
  const say = (what: string) => (...given: readonly unknown[]): void => void done.push(`${what} ${JSON.stringify(given)}`);
  return { enqueued: say("enqueued"), deliver: say("deliver"), answer: say("answer"), died: say("died"), kept: say("kept") };
}

const KINDS: readonly Table[] = [{}, { "x-single-active-consumer": true }, { "x-delivery-limit": 2, "x-max-length": 5 }];

for (const given of KINDS) {
  it(`goes on as before: ${JSON.stringify(given)}`, () => {
    fc.assert(fc.property(commands, fc.nat(80), (drawn, cut) => {
      const script = drawn.map((command, at) => ({ ...command, at, ...(command.type === "enqueue" ? { nth: at + 1, content: { message: message(at + 1), exchange: "", routingKeys: ["q"], properties: {} } } : {}) }) as QuorumCommand);
      const [one, other] = [new QuorumMachine(queueOptions(given)), new QuorumMachine(queueOptions(given))];
      const [done, again]: [string[], string[]] = [[], []];
      for (const command of script.slice(0, cut)) one.apply(command, effects([]));
      other.restore(JSON.parse(JSON.stringify(one.snapshot())));
      for (const command of script.slice(cut)) {
        one.apply(command, effects(done));
        other.apply(command, effects(again));
      }
      expect(again).toEqual(done);
      expect(other.snapshot()).toEqual(one.snapshot());
    }), { numRuns: 300 });
  });
}
