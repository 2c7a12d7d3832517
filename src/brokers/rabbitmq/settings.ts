/** Settings of a node, with RabbitMQ 3.10's defaults. Times in µs. */
export interface Settings {
  /** `consumer_timeout`: how long a delivery may stay unacknowledged. Default 30 minutes. */
  readonly consumerTimeout: number;
  /** How often a channel looks for such deliveries. Default 60 s. */
  readonly channelTick: number;
  /** `heartbeat`: what the broker proposes, whole seconds in µs; 0: none. Default 60 s. */
  readonly heartbeat: number;
  /** `channel_max`. Default 2,047. */
  readonly channelMax: number;
  /**
   * A classic queue whose single active consumer was cancelled does not serve the next one until something else makes it, and the
   * next message for that one crashes the queue (rabbitmq-server#5460, RABBITMQ.md anomaly 1). Default true, as in 3.10.8.
   */
  readonly singleActiveConsumerStalls: boolean;
  /**
   * How long the name of a new quorum queue stays in memory before it is on the disk; a process killed before has lost the queue with
   * all that it confirmed (auto_save of DETS; RABBITMQ.md, anomaly 2). Default 500 ms, as in 3.10.8; 0: it is there before the first confirm.
   */
  readonly quorumRegistryFlush: number;
  /**
   * A channel that consumes from a quorum queue again, under a tag of which it still holds messages, goes on where it was. Default false, as in
   * 3.10.8: it takes the next delivery for one out of its turn, asks for what it has missed, and crashes with its connection (rabbitmq-server#5944).
   */
  readonly consumerIdsContinue: boolean;
  /**
   * What a channel gives back to a quorum queue goes there whatever becomes of its consumer. Default true; false, up to 4.0.2: it waits for
   * its turn, and a cancel of the consumer forgets it, so that nobody has the message until the channel is closed (rabbitmq-server#12442).
   */
  readonly requeueOutlivesCancel: boolean;
  /** A channel sends to a quorum queue's new leader what the old one has not answered. Default true; false, before 3.8: it waits for ever (rabbitmq-server#1782). */
  readonly resendToNewLeader: boolean;
  /** A classic queue confirms what is purged before it was on the disk (rabbitmq-server#854). Default true; false: up to 3.6.2. */
  readonly confirmOnPurge: boolean;
}

export const DEFAULTS: Settings = {
  consumerTimeout: 1_800_000_000, channelTick: 60_000_000, heartbeat: 60_000_000, channelMax: 2_047,
  singleActiveConsumerStalls: true, quorumRegistryFlush: 500_000, consumerIdsContinue: false, requeueOutlivesCancel: true, resendToNewLeader: true, confirmOnPurge: true,
};
