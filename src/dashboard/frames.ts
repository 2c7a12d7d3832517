import { EventEmitter } from "node:events";
import type { Size } from "./text.ts";

/** The terminal, as far as frames are written to it. */
export interface Terminal {
  write(text: string): unknown;
  size(): Size;
}

/** Least time between two frames, ms: 30 a second. */
const PAUSE = 33;
const CLEAR = "\u001b[2J";

/**
 * In the place of standard output for Ink, which hands over whole frames (`debug`). Only rows that differ are written, each to
 * its own place. Ink's own incremental rendering is off by a row unless a frame fills the terminal, and then it clears the
 * screen and the scrollback for each (ink 6.8, measured; ink#894).
 */
export class Frames extends EventEmitter {
  readonly isTTY = true;
  readonly #terminal: Terminal;
  #shown: readonly string[] = [];
  #next: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #last = -Infinity;

  constructor(terminal: Terminal) {
    super();
    this.#terminal = terminal;
  }

  get columns(): number {
    return this.#terminal.size().columns;
  }

  get rows(): number {
    return this.#terminal.size().rows;
  }

  /** Takes a frame; it is on the screen at once, or a moment later when the last one is too near. */
  write(frame: string): boolean {
    this.#next = frame;
    const wait = this.#last + PAUSE - performance.now();
    if (wait <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), wait);
    return true;
  }

  /** Writes what is still to be written. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#next === undefined) return;
    this.#last = performance.now();
    const rows = this.#next.split("\n");
    this.#next = undefined;
    const changes = rows.map((row, at) => (row === this.#shown[at] ? "" : `\u001b[${at + 1};1H${row}\u001b[0m\u001b[K`)).join("");
    const below = rows.length < this.#shown.length ? `\u001b[${rows.length + 1};1H\u001b[J` : "";
    this.#shown = rows;
    if (changes + below !== "") this.#terminal.write(changes + below);
  }

  /** The terminal has another size: everything is drawn anew. */
  resized(): void {
    this.#shown = [];
    this.#terminal.write(CLEAR);
    this.emit("resize");
  }
}

/** The same for a screen reader: what is new is written below what was, in the order it was said. */
export class Spoken extends Frames {
  readonly #say: (text: string) => void;
  #said = "";

  constructor(terminal: Terminal) {
    super(terminal);
    this.#say = (text) => void terminal.write(text);
  }

  override write(frame: string): boolean {
    if (frame !== this.#said) this.#say(`${frame.trimEnd().replaceAll("\n", "\r\n")}\r\n\r\n`);
    this.#said = frame;
    return true;
  }

  override resized(): void {}
}
