import * as fc from "fast-check";
import { randomScript } from "../../../src/brokers/rabbitmq/conformance/random.ts";
import type { Operation } from "../../../src/brokers/rabbitmq/conformance/script.ts";

/** Random scripts, made by the generator of `conform --random` from chance that fast-check has, and shrunk by taking operations out: many at once, then one. */
class Scripts extends fc.Arbitrary<readonly Operation[]> {
  generate(random: fc.Random): fc.Value<readonly Operation[]> {
    return new fc.Value(randomScript((below) => random.nextInt(0, below - 1)).map(([operation]) => operation), undefined);
  }

  canShrinkWithoutContext(value: unknown): value is readonly Operation[] {
    return Array.isArray(value);
  }

  shrink(operations: readonly Operation[]): fc.Stream<fc.Value<readonly Operation[]>> {
    return fc.stream(smaller(operations)).map((value) => new fc.Value(value, undefined));
  }
}

function* smaller(operations: readonly Operation[]): Generator<readonly Operation[]> {
  for (let size = Math.ceil(operations.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < operations.length; from += size) if (size < operations.length) yield [...operations.slice(0, from), ...operations.slice(from + size)];
  }
}

export const scripts = (): fc.Arbitrary<readonly Operation[]> => new Scripts();
