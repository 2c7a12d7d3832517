import type { ServerMethod } from "../../../src/brokers/rabbitmq/methods.ts";
import type { PartitionHandling } from "../../../src/brokers/rabbitmq/cluster/partitions.ts";
import type { Policy } from "../../../src/brokers/rabbitmq/cluster/policies.ts";
import type { Operation } from "../../../src/brokers/rabbitmq/conformance/script.ts";

export const NODES = ["rb1", "rb2", "rb3"] as const;
export type NodeName = (typeof NODES)[number];

/** What happens in a step: something a client does, or something that is done to the nodes. */
export type Act =
  | Exclude<Operation, { readonly do: "deafen" | "cut" | "restart" | "kill" | "together" | "wait" }>
  /** A client connects anew, to the node given for its letter. */
  | { readonly do: "open"; readonly connection: string }
  /** So do all clients that are not connected. */
  | { readonly do: "reopen" }
  /** As in a fault plan: "rb1 rb2 | rb3", or one-way "rb3 > rb1": what rb3 sends does not come to rb1. */
  | { readonly do: "cut"; readonly groups: string }
  | { readonly do: "heal" }
  /** Connections between two nodes are torn; there may be others at once. */
  | { readonly do: "reset"; readonly between: readonly [NodeName, NodeName] }
  /** Nodes are stopped gracefully, and started again when all of them have. */
  | { readonly do: "restart"; readonly nodes: readonly NodeName[] }
  | { readonly do: "wait"; readonly seconds: number }
  /** Until all nodes run again, which in the model takes no longer than this. */
  | { readonly do: "recover"; readonly seconds: number };

/** What is done, and all that is observed afterwards until the next step. */
export type Step = readonly [title: string, ...acts: Act[]];

export interface Episode {
  readonly name: string;
  readonly handling: PartitionHandling;
  readonly policies?: readonly Policy[];
  /** Seconds. Default 5. */
  readonly netTickTime?: number;
  /** Clients, each a connection, by letter. Those that no step mentions are connected from the beginning. */
  readonly clients: { readonly [letter: string]: NodeName };
  readonly steps: readonly Step[];
}

/** Who hears what comes to a client. */
export interface Ear {
  received(method: ServerMethod): void;
  dropped(): void;
}

/** How long every step is watched, beside what it waits, seconds. */
export const WATCHED = 2;
/** When the first step begins in the model, seconds: its nodes have found each other. */
export const BEGIN = 10;

export const cut = (groups: string): Act => ({ do: "cut", groups });
export const heal: Act = { do: "heal" };
export const wait = (seconds: number): Act => ({ do: "wait", seconds });
export const open = (...connections: string[]): Act[] => connections.map((connection) => ({ do: "open", connection }));
export const reopen: Act = { do: "reopen" };
export const restart = (...nodes: NodeName[]): Act => ({ do: "restart", nodes });
export const recover: Act = { do: "recover", seconds: 28 };
export const reset = (first: NodeName, second: NodeName): Act => ({ do: "reset", between: [first, second] });

/** When each step begins, seconds; and the end of the last. */
export function times({ steps }: Episode): number[] {
  const at = [BEGIN];
  for (const [, ...acts] of steps) at.push(at.at(-1)! + WATCHED + acts.reduce((sum, act) => sum + (act.do === "wait" || act.do === "recover" ? act.seconds : 0), 0));
  return at;
}
