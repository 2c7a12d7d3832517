/** RabbitMQ 3.10 and those who talk to it, for scenarios: `import { rabbitmq } from "faultline/protocols"`. */
export { binding, exchange, queue } from "./declarations.ts";
export { consumer } from "./client/consumer.ts";
export { operator } from "./client/operator.ts";
export { publisher } from "./client/publisher.ts";
export { stage } from "./client/stage.ts";
