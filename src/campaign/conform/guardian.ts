import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** Reads process groups, a line each, until its input ends: when whoever wrote them is gone, whatever became of it. Then it kills the last of them and removes the folder. */
const SCRIPT = 'group=; while read -r next; do group=$next; done; [ -n "$group" ] && kill -s KILL -- "-$group" 2>/dev/null; sleep 0.2; rm -rf -- "$1"';

/** A process beside this one, which ends what was started and removes its folder as soon as this program is gone. */
export class Guardian {
  readonly #process: ChildProcess;

  constructor(folder: string) {
    this.#process = spawn("/bin/sh", ["-c", SCRIPT, "guardian", folder], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    this.#process.stdin!.on("error", () => {});
  }

  /** From now on this process group is the one to end. */
  guard(group: number): void {
    this.#process.stdin!.write(`${group}\n`);
  }

  /** Does its work now. */
  async end(): Promise<void> {
    const gone = new Promise((done) => this.#process.once("close", done));
    this.#process.stdin!.end();
    await gone;
  }
}
