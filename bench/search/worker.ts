/** A process that does tasks until it is told no more. */
import { perform } from "./tasks.ts";
import type { Task } from "./tasks.ts";

process.on("message", (task: Task) => process.send!(perform(task)));
