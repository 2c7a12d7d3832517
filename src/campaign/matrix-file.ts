import * as v from "valibot";
import { InputError, messageOf } from "../kernel/errors.ts";
import { conform } from "../scenario/conform.ts";
import type { Matrix } from "../search/matrix.ts";
import { printable } from "../world/step-key.ts";
import { readText } from "./failures.ts";

const count = v.pipe(v.number(), v.minValue(0));
const promised = v.picklist(["holds", "breaks", "nothing"]);

const schema = v.looseObject({
  seed: v.string(),
  runs: count,
  interrupted: v.boolean(),
  protocols: v.array(v.looseObject({
    scenario: v.string(), title: v.string(), tolerates: v.optional(v.array(v.string())), never: v.array(v.string()),
    guarantees: v.array(v.looseObject({ guarantee: v.string(), promised })),
    rows: v.array(v.looseObject({
      fault: v.optional(v.string()), tolerated: v.boolean(), runs: count, struck: count, reached: count,
      cells: v.array(v.looseObject({
        guarantee: v.string(), status: v.picklist(["pass", "fail", "unknown"]), failures: count, sentence: v.optional(v.string()),
        counterexample: v.optional(v.looseObject({ lines: v.array(v.string()), seed: v.string(), parameters: v.optional(v.record(v.string(), v.unknown())) })),
      })),
    })),
  })),
});

/** Reads what `matrix --json` printed, as untrusted input. @throws InputError naming the file, the place, and what would be right. */
export function loadMatrix(path: string): Matrix {
  const content = readText(path, "give the path of what matrix --json printed");
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new InputError(`${printable(path)} is not what matrix --json prints: ${printable(messageOf(error))}; it may have been truncated`);
  }
  return conform(schema, value, printable(path), ": ") as unknown as Matrix;
}
