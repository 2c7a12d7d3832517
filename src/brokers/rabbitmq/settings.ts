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

  // What other versions do otherwise.
  /** A classic queue with a single active consumer serves the one that `basic.cancel` of another promotes (rabbitmq-server#5460). Default false; true as of 4.0. */
  readonly runQueueOnPromotion: boolean;
  /** A classic queue confirms what is purged before it was on the disk (rabbitmq-server#854). Default true; false up to 3.6.2. */
  readonly confirmOnPurge: boolean;
}

export const DEFAULTS: Settings = {
  consumerTimeout: 1_800_000_000, channelTick: 60_000_000, heartbeat: 60_000_000, channelMax: 2_047,
  runQueueOnPromotion: false, confirmOnPurge: true,
};
