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
  { row: 7, id: "rabbitmq/rabbitmq-java-client#395", scenario: "stale-ack-acknowledges-all", faults: 1 },
  { row: 13, id: "streadway/amqp#351", scenario: "confirm-taken-for-routed", faults: 0 },
  { row: 14, id: "EasyNetQ/EasyNetQ#88", scenario: "pending-confirms-forgotten", faults: 1 },
  { row: 15, id: "Particular/NServiceBus.RabbitMQ#184", scenario: "sent-before-bound", faults: 0 },
];
