import { ROWS } from "../../../../src/brokers/rabbitmq/conformance/rows/index.ts";
import { RULES } from "../../../../src/brokers/rabbitmq/conformance/rules.ts";
import type { RuleId } from "../../../../src/brokers/rabbitmq/conformance/rules.ts";

/** A rule of RabbitMQ, and the rows of the conformance table that show it. */
export interface RuleRows {
  readonly id: RuleId;
  readonly says: string;
  readonly rows: readonly number[];
}

export const RULE_ROWS: readonly RuleRows[] = (Object.entries(RULES) as [RuleId, string][]).map(([id, says]) => ({ id, says, rows: ROWS.filter(({ rules }) => rules.includes(id)).map((row) => row.id) }));
