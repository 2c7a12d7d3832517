/** A row of the table "Real anomalies", and the scenario that shows it. */
export interface Anomaly {
  /** Its number in the table. */
  readonly row: number;
  /** owner/repo#n, or where else it is told. */
  readonly id: string;
  /** In scenarios/rabbitmq/anomalies/; its fix is in the file of that name and "-mended". */
  readonly scenario: string;
  /** Faults of its minimal schedule: what goes wrong with connections and nodes. What people do by hand is none. */
  readonly faults: number;
}

export const ANOMALIES: readonly Anomaly[] = [
  { row: 1, id: "rabbitmq/rabbitmq-server#5460", scenario: "promoted-and-not-served", faults: 0 },
  { row: 2, id: "rabbitmq/rabbitmq-server#15725", scenario: "young-queue-forgotten", faults: 1 },
  { row: 3, id: "rabbitmq/rabbitmq-server#1893", scenario: "down-queue-taken-for-none", faults: 1 },
  { row: 4, id: "rabbitmq/rabbitmq-server#4888", scenario: "refused-though-one-queue-took-it", faults: 0 },
  { row: 5, id: "ha-promote-on-failure: always", scenario: "empty-mirror-promoted", faults: 1 },
  { row: 6, id: "aphyr.com/posts/315 (Jepsen 2014)", scenario: "partition-discarded-at-heal", faults: 1 },
  { row: 7, id: "rabbitmq/rabbitmq-java-client#395", scenario: "stale-ack-acknowledges-all", faults: 1 },
  { row: 9, id: "rabbitmq/rabbitmq-dotnet-client#200, ruby-amqp/bunny#142, mosquito/aio-pika#98", scenario: "stale-tags-after-recovery", faults: 1 },
  { row: 10, id: "rabbitmq/rabbitmq-dotnet-client#203", scenario: "fetched-not-counted", faults: 1 },
  { row: 13, id: "streadway/amqp#351, SpinGo/op-rabbit#83", scenario: "confirm-taken-for-routed", faults: 0 },
  { row: 14, id: "EasyNetQ/EasyNetQ#88", scenario: "pending-confirms-forgotten", faults: 1 },
  { row: 15, id: "Particular/NServiceBus.RabbitMQ#184", scenario: "sent-before-bound", faults: 0 },
  { row: 16, id: "rabbitmq/rabbitmq-server#854", scenario: "purge-swallows-confirms", faults: 0 },
  { row: 18, id: "rabbitmq/rabbitmq-server#1782", scenario: "confirm-lost-at-leader-change", faults: 1 },
  { row: 19, id: "rabbitmq/rabbitmq-server#5944", scenario: "consumer-tag-used-again", faults: 0 },
  { row: 20, id: "rabbitmq/rabbitmq-server#12442", scenario: "cancel-swallows-requeue", faults: 0 },
  { row: 21, id: "rabbitmq/rabbitmq-server#3776", scenario: "requeued-to-the-tail", faults: 0 },
  { row: 22, id: "ruby-amqp/amqp#198", scenario: "deaf-after-cancel", faults: 0 },
  { row: 23, id: "celery/celery#4671, celery/celery#4426", scenario: "ack-impossible", faults: 1 },
  { row: 24, id: "celery/celery#6760", scenario: "held-past-the-timeout", faults: 0 },
  { row: 25, id: "celery/celery#3270", scenario: "lease-shorter-than-the-wait", faults: 0 },
];
