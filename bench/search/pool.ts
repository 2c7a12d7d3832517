/** Processes that do tasks, as many as there are cores: a failure of one is a failure of all. */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import type { Answer, Task } from "./tasks.ts";

/** What each task came to, in the order of the tasks. */
export async function performAll(tasks: readonly Task[], told: (task: Task, answer: Answer) => void): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const worker = (): Promise<void> => new Promise((done, failed) => {
    const child = fork(join(dirname(process.argv[1]!), "worker.js"));
    let current = -1;
    const more = (): void => {
      if (next >= tasks.length) return void child.disconnect();
      child.send(tasks[(current = next++)]!);
    };
    child.on("message", (answer: Answer) => {
      answers[current] = answer;
      told(tasks[current]!, answer);
      current = -1;
      more();
    });
    child.on("exit", (code) => (code === 0 && current < 0 ? done() : failed(new Error(`a process of the bench ended with ${code} in ${JSON.stringify(tasks[current])}`))));
    more();
  });
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return answers;
}
