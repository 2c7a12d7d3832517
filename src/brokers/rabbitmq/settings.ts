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
}

export const DEFAULTS: Settings = { consumerTimeout: 1_800_000_000, channelTick: 60_000_000, heartbeat: 60_000_000, channelMax: 2_047 };
