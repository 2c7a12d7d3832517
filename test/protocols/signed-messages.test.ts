import fc from "fast-check";
import { expect, it } from "vitest";
import { load } from "../../src/campaign/load.ts";
import { run } from "../../src/core.ts";
import type { Fault } from "../../src/core.ts";

const scenario = await load("signed-messages/under-attack");

const ordinal = fc.integer({ min: 1, max: 12 });
const original = fc.record({ link: fc.constantFrom("p1>broker order", "p2>broker order", "broker>c1 order", "c1>broker confirm", "broker>p1 confirm", "broker>p2 confirm"), message: ordinal, nth: fc.integer({ min: 1, max: 2 }), copy: fc.constantFrom("", "", "'", '"') });
const packet = original.map(({ link, message, nth, copy }) => `${link} m${message} #${nth}${copy}`);
/** Whatever an attacker without the key can write: a message of another, no message at all, the nonce or the type of another packet. */
const written = fc.oneof(
  fc.record({
    message: fc.oneof(fc.record({ id: ordinal, key: fc.constant("k1"), producer: fc.constantFrom("p1", "p2", "c1", "broker", "nobody"), body: fc.integer() }), fc.jsonValue()),
    nonce: fc.oneof(fc.integer({ min: -2, max: 40 }), fc.jsonValue()),
    signature: fc.oneof(fc.nat(), fc.jsonValue()),
    type: fc.constantFrom("order", "confirm", "something else"),
  }, { requiredKeys: [] }),
  fc.jsonValue(),
).filter((json) => !JSON.stringify(json).includes("__proto__"));
const time = fc.nat(1_000_000);
const attack: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ fault: fc.constant("forge" as const), packet, with: written as fc.Arbitrary<never> }) },
  { weight: 4, arbitrary: fc.record({ fault: fc.constant("replay" as const), packet: original.map((key) => ({ ...key, copy: "" })).map(({ link, message, nth }) => `${link} m${message} #${nth}`), at: time }) },
  fc.record({ fault: fc.constant("duplicate" as const), packet, after: time }),
  fc.record({ fault: fc.constant("drop" as const), packet }),
  fc.record({ fault: fc.constant("crash" as const), node: fc.constantFrom("p1", "broker", "c1"), at: time, for: time }),
);

it("whatever an attacker without the key writes or sends again, every confirmed message takes effect once, as it was published, and nobody falls over", () => {
  let forged = 0;
  fc.assert(fc.property(fc.array(attack, { minLength: 1, maxLength: 20 }), fc.nat(1_000), (plan, seed) => {
    const { verdicts, errors, struck } = run(scenario, { seed, plan });
    forged += struck.filter(({ fault }) => fault === "forge").length;
    expect(errors).toEqual([]);
    for (const { guarantee, status, promised, sentence } of verdicts) if (promised === "holds") expect(status, `${guarantee}: ${sentence ?? ""}`).toBe("pass");
  }), { numRuns: 300 });
  expect(forged).toBeGreaterThan(100);
});
