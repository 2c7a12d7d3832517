import type { QueueDefinition } from "./definition.ts";

/** Whether a queue can be declared so; the broker's own error if not. */
export function checkArguments(_definition: QueueDefinition): void {}
