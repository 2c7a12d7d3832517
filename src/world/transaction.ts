import type { EffectOptions, EffectResult, Message } from "../delivery/message.ts";
import type { Plain } from "../kernel/plain.ts";
import { TRANSACTION } from "./codes.ts";
import type { Node } from "./node.ts";
import type { StagedEffect } from "./outside.ts";
import type { Transaction } from "./process.ts";
import { misuse, refusePromise, watch } from "./watched.ts";
import type { World } from "./world.ts";

/** One output: the body only stages; then everything happens at once, or, if the crash or the disk comes first, nothing. */
export function transact(world: World, node: Node, body: (tx: Transaction) => void): "committed" | "failed" {
  if (!world.output(TRANSACTION, 0)) return "failed";
  if (world.trouble(node, "full") || world.trouble(node, "error")) return "failed";
  const writes: [key: string, value: Plain | undefined][] = [];
  const effects: StagedEffect[] = [];
  let open = true;
  const stage = (): void => {
    if (!open) misuse(`${node.name} used a transaction after its body had returned`);
  };
  const { outputs } = world.step;
  const returned: unknown = body({
    write: (key, value) => {
      stage();
      writes.push([key, world.freezes ? watch(value, `what ${node.name} wrote under ${JSON.stringify(key)}`) : value]);
    },
    remove: (key) => {
      stage();
      writes.push([key, undefined]);
    },
    effect: (message: Message | number, options?: EffectOptions): EffectResult => {
      stage();
      const result = world.outside.probe(node, message, options, effects);
      effects.push({ message, options, result });
      return result;
    },
  });
  open = false;
  refusePromise(returned, node.name, "a transaction");
  if (world.step.outputs !== outputs) misuse(`${node.name} put something out inside a transaction; only tx.write, tx.remove and tx.effect belong there`);
  for (const [key, value] of writes) {
    if (value === undefined) node.storage.remove(key);
    else node.storage.write(key, value);
  }
  node.storage.flush(node.storage.written, false);
  for (const { message, options } of effects) world.outside.effect(node, message, options);
  return "committed";
}
