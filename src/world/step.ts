import type { PlanEntry } from "./planned.ts";
import type { Node } from "./node.ts";

/** The handler under way: whose it is, what it has put out, and where a crash cuts it. One object, used again for every step. */
export class Step {
  node: Node | undefined;
  /** Number of the event. */
  event = 0;
  /** Number of the event that caused it. */
  cause = 0;
  /** Message-less packets and nothing else caused by it keep no run alive. */
  background = false;
  outputs = 0;
  /** Outputs that happen before the crash; Infinity without one. */
  cut: number = Infinity;
  /** The planned crash, or the drawn one as a plan entry. */
  crash: PlanEntry | undefined;
  /** The cut was passed: nothing that follows happens. */
  dead = false;

  begin(node: Node, event: number, cause: number, background: boolean): void {
    this.node = node;
    this.event = event;
    this.cause = cause;
    this.background = background;
    this.outputs = 0;
    this.cut = Infinity;
    this.crash = undefined;
    this.dead = false;
  }

  /** Asks to put something out: false when the crash comes first. */
  emit(): boolean {
    if (this.dead) return false;
    if (this.outputs >= this.cut) {
      this.dead = true;
      return false;
    }
    this.outputs++;
    return true;
  }
}
