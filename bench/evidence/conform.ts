/** The model of RabbitMQ and a real one observe the same: the table row by row, and random scripts. */
import { LONGEST } from "../../src/brokers/rabbitmq/conformance/random.ts";
import { conformance } from "../../src/campaign/conform/conformance.ts";
import { conformanceMarkdown, differencesMarkdown } from "../../src/report/conformance-markdown.ts";
import { thousands } from "../../src/report/numbers.ts";
import { writeEvidence } from "./report.ts";

const scripts = Number(process.argv[2] ?? 5_000);
const seed = process.argv[3] ?? "1";
const table = await conformance({ onProgress: (done, all) => process.stderr.write(`\r${done} of ${all} rows `) });
const began = performance.now();
const { random, broker, counts } = await conformance({ random: scripts, seed, onProgress: (done, all) => process.stderr.write(`\r${done} of ${all} scripts `) });
const seconds = Math.round((performance.now() - began) / 1_000);
const { operations, again, differences } = random!;
const about = `Against ${broker!.product} ${broker!.version}, through amqplib.

## Random scripts

${thousands(random!.scripts)} scripts of up to ${LONGEST} operations (${thousands(operations)} in all), seed ${seed}, in ${seconds} s: ${thousands(counts.same)} observed the same, ${differences.length} differently${again > 0 ? `; ${again} of those that were the same were so when they were played again, with more patience` : "; none had to be played again"}.
One or two connections with one to three channels declare, bind, publish, consume, get, ack, nack, reject, cancel, qos, purge, recover, close, cut, delete; classic and quorum queues with time to live, length limits, priorities, dead letters, delivery limits. After every operation all that was observed is compared: deliveries with tags, order, redelivered, counts and deaths, answers, returns, confirms, errors with their texts.
What the generator leaves out because a real broker does it by chance, and what it found: \`docs/brokers/rabbitmq-found.md\`.
`;
const found = differences.length === 0 ? "" : `\n${differencesMarkdown(differences)}\n`;
writeEvidence("conform", "The model of RabbitMQ observes what a real one does", `${about}${found}\n## The table\n\n${conformanceMarkdown(table)}\n`);
if (counts.different > 0 || table.counts.different > 0) process.exitCode = 1;
process.exit();
