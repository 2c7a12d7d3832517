const ENTER = "\u001b[?1049h\u001b[H\u001b[?25l";
const LEAVE = "\u001b[?1049l\u001b[?25h\u001b[0m";

/** Whether a person sits at both ends. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true && process.env["TERM"] !== "dumb";
}

/**
 * The terminal while a dashboard is on it: its alternate screen, its keys as they are pressed. The watching parent holds it,
 * so that it is given back whatever becomes of the child that draws: quit, crashed, or killed.
 */
export class Terminal {
  #held = false;

  /** @param sign what stands there until the first frame: somebody pressed Enter and looks at it. */
  take(sign: string): void {
    if (this.#held) return;
    this.#held = true;
    process.stdin.setRawMode(true);
    process.stdout.write(`${ENTER}${sign}`);
    process.once("exit", this.release);
  }

  readonly release = (): void => {
    if (!this.#held) return;
    this.#held = false;
    process.off("exit", this.release);
    process.stdout.write(LEAVE);
    process.stdin.setRawMode(false);
    process.stdin.unref();
  };
}
