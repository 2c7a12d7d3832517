import type { Content } from "../content.ts";
import type { BrokerNode } from "../node.ts";
import type { Stored } from "../outputs.ts";
import { QuorumQueue } from "../quorum/quorum.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { Binding, ExchangeDefinition } from "../topology/definition.ts";

/** Written by a graceful stop: which messages had been delivered, by queue. Without it, any may have been. */
const CLEAN = "clean";

type Clean = { readonly [queue: string]: readonly number[] };

/** Reads back what the disk kept: definitions, then messages (RABBITMQ.md, Survival and redelivered). */
export function recover(node: BrokerNode, stored: Stored): void {
  const clean = stored.read(CLEAN) as Clean | undefined;
  const read = <T>(prefix: string): T[] => stored.keys(prefix).flatMap((key) => {
    const value = stored.read(key);
    node.recovered(key);
    return value === undefined ? [] : [value as unknown as T];
  });
  node.recovering = true;
  for (const exchange of read<ExchangeDefinition>("exchange ")) node.change({ type: "exchange", exchange });
  for (const queue of read<QueueDefinition>("queue ")) node.change({ type: "queue", queue });
  for (const binding of read<Binding>("binding ")) node.change({ type: "binding", binding });
  node.recovering = false;
  const byUid = new Map([...node.topology.queues.values()].map((queue) => [queue.uid, queue.name]));
  for (const { key, uid, id } of messageKeys(stored)) {
    const queue = node.keeper(byUid.get(uid) ?? "");
    const value = stored.read(key) as (Content & { readonly expires?: number }) | undefined;
    // Of a queue that is gone, or torn by a loss of power.
    if (queue === undefined || value === undefined) {
      node.outputs.remove(key);
      continue;
    }
    const { expires = Infinity, ...content } = value;
    queue.recover(id, content, expires, clean === undefined || clean[queue.name]?.includes(id) === true);
  }
  for (const [name, queue] of node.queues) {
    if (queue instanceof QuorumQueue) queue.recover(stored);
    else node.keeper(name)?.recovered();
  }
  if (clean !== undefined) node.outputs.remove(CLEAN);
}

/** By queue, then by age. */
function messageKeys(stored: Stored): { readonly key: string; readonly uid: number; readonly id: number }[] {
  const keys = stored.keys("message ").map((key) => {
    const [uid, id] = key.slice("message ".length).split("/").map(Number);
    return { key, uid: uid!, id: id! };
  });
  return keys.sort((a, b) => a.uid - b.uid || a.id - b.id);
}

/** A graceful stop. */
export function markClean(node: BrokerNode): void {
  const delivered: { [queue: string]: readonly number[] } = {};
  for (const [name, queue] of node.queues) {
    if (queue instanceof QuorumQueue) queue.stopping();
    else delivered[name] = node.keeper(name)?.delivered ?? [];
  }
  node.outputs.write(CLEAN, delivered);
}
