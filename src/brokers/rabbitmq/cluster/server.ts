import type { Factory } from "../../../world/process.ts";
import type { ClientMethod, ServerMethod } from "../methods.ts";
import { NodeOutputs } from "../server.ts";
import type { RabbitOptions } from "../server.ts";
import { ClusterBroker, NET_TICK_TIME } from "./broker.ts";
import { Distribution } from "./distribution.ts";
import type { PeerFrame } from "./frames.ts";
import type { ClusterOutputs } from "./outputs.ts";
import type { PartitionHandling } from "./partitions.ts";
import type { Policy } from "./policies.ts";

export interface ClusterNodeOptions extends RabbitOptions {
  /** Names of all nodes of the cluster. */
  readonly nodes: readonly string[];
  /** `cluster_partition_handling`: what nodes do about partitions. Default "ignore". */
  readonly partitionHandling?: PartitionHandling;
  /** Policies: which classic queues are mirrored, and how. Default: none. */
  readonly policies?: readonly Policy[];
  /** `net_ticktime`: a node from which nothing is heard for so long counts as down, µs. Default 60 s. */
  readonly netTickTime?: number;
}

/** Frames of a node's connections: with clients and with other nodes. */
export type ClusterFrame = ClientMethod | ServerMethod | PeerFrame;

class ClusterNodeOutputs extends NodeOutputs implements ClusterOutputs {
  distribution!: Distribution;

  tell(peer: string, frame: PeerFrame): void {
    this.distribution.tell(peer, frame);
  }

  disconnect(peer: string): void {
    this.distribution.disconnect(peer);
  }

  random(purpose: string, below: number): number {
    return this.ctx.random(purpose).below(below);
  }
}

/**
 * A node of a RabbitMQ cluster for a scenario; every one of its nodes runs the same:
 * `nodes: ["rb1", "rb2", "rb3"].map((name) => ({ name, role: "broker", run: rabbitmqCluster({ nodes: ["rb1", "rb2", "rb3"] }) }))`.
 * Clients connect to any of them.
 */
export function rabbitmqCluster(options: ClusterNodeOptions): Factory<any> {
  return () => {
    let outputs: ClusterNodeOutputs;
    let broker: ClusterBroker;
    let distribution: Distribution;
    return {
      start(ctx) {
        outputs = new ClusterNodeOutputs(ctx, options.subscriptions);
        distribution = outputs.distribution = new Distribution(ctx.self, options.nodes, options.netTickTime ?? NET_TICK_TIME, {
          linked: (peer) => broker.linked(peer),
          unlinked: (peer) => broker.unlinked(peer),
          unreachable: (peer) => broker.unreachable(peer),
          suspected: (peer) => broker.suspected(peer),
          trusted: (peer) => broker.trusted(peer),
          told: (peer, frame) => broker.told(peer, frame),
        });
        broker = new ClusterBroker(ctx.self, options.nodes, outputs, options, ctx.disk);
        distribution.start(ctx);
      },
      opened(_ctx, connection) {
        if (distribution.owns(connection)) return distribution.opened(connection);
        outputs.connections.set(connection.id, connection);
        broker.opened(connection.id);
      },
      data(_ctx, connection, frame: ClusterFrame) {
        if (!distribution.data(connection, frame as PeerFrame)) broker.received(connection.id, frame as ClientMethod);
      },
      closed(_ctx, connection, reason) {
        if (distribution.owns(connection)) return distribution.closed(connection, reason);
        outputs.connections.delete(connection.id);
        broker.closed(connection.id);
      },
      wake(ctx, timer) {
        if (!distribution.wake(ctx, timer)) broker.wake(timer);
      },
      synced: (_ctx, tag, error) => broker.synced(tag, error),
      stopping: () => broker.stopping(),
      state: () => broker.state(),
    };
  };
}
