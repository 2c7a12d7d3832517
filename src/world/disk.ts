import { hashText } from "../kernel/hash.ts";
import type { Plain } from "../kernel/plain.ts";
import { REMOVE, SYNC, SYNCED, WRITE } from "./codes.ts";
import type { NodeContext } from "./context.ts";
import type { Node } from "./node.ts";
import type { Disk } from "./process.ts";
import { watch } from "./watched.ts";
import type { World } from "./world.ts";

/** How much longer a sync takes on a slow disk. */
const SLOWNESS = 10;

/** A process's view of its node's disk: each write and sync is an output that a crash may cut. */
export class NodeDisk implements Disk {
  readonly #world: World;
  readonly #node: Node;
  readonly #context: NodeContext;
  readonly #nameHash: number;
  /** The key last hashed: the one written last is asked for again by the sync that covers it. */
  #key = "";
  #keyHash: number = hashText("", 0);

  constructor(world: World, node: Node, context: NodeContext) {
    this.#world = world;
    this.#node = node;
    this.#context = context;
    this.#nameHash = hashText(node.name, 0);
  }

  read(key: string): Plain | undefined {
    this.#context.live();
    return this.#node.storage.read(key);
  }

  keys(prefix = ""): readonly string[] {
    this.#context.live();
    return this.#node.storage.keysWith(prefix);
  }

  write(key: string, value: Plain): void {
    if (!this.#context.live() || !this.#world.output(WRITE, this.#hash(key), key)) return;
    this.#node.storage.write(key, this.#world.freezes ? watch(value, `what ${this.#node.name} wrote under ${JSON.stringify(key)}`) : value);
  }

  remove(key: string): void {
    if (this.#context.live() && this.#world.output(REMOVE, this.#hash(key), key)) this.#node.storage.remove(key);
  }

  sync(tag: string): void {
    if (!this.#context.live() || !this.#world.output(SYNC, hashText(tag, 0), tag)) return;
    const node = this.#node;
    const label = this.#world.tagLabel(node, tag);
    const nth = label.next(0);
    const { kernel } = this.#world;
    const draw = this.#world.syncing.draw(this.#nameHash, this.#hash(node.storage.lastKey));
    const slow = this.#world.trouble(node, "slow");
    const after = node.syncTime.at(draw) * (slow ? SLOWNESS : 1);
    const slot = kernel.queue.add(after, node.index, false);
    kernel.queue.code[slot] = SYNCED;
    kernel.queue.a[slot] = label.id;
    kernel.queue.b[slot] = node.storage.written;
    kernel.queue.c[slot] = nth;
    kernel.queue.e[slot] = this.#world.step.event;
  }

  #hash(key: string): number {
    if (key !== this.#key) {
      this.#keyHash = hashText(key, 0);
      this.#key = key;
    }
    return this.#keyHash;
  }
}

/** A sync is complete: what it covers is durable, unless the disk is in trouble. Returns the error the process hears. */
export function completeSync(world: World, node: Node, upTo: number): "full" | "error" | undefined {
  if (world.trouble(node, "full")) return "full";
  if (world.trouble(node, "error")) return "error";
  if (world.trouble(node, "lost-sync")) return undefined;
  node.storage.flush(upTo, world.trouble(node, "torn"));
  return undefined;
}
