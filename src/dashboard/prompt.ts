import { paint } from "../report/diagram/canvas.ts";
import { fit } from "./text.ts";
import type { Look } from "./text.ts";

/** A line that somebody types. */
export class Prompt {
  #typed = "";
  readonly #label: string;
  readonly #done: (typed: string) => void;

  /** @param done told what was typed when Enter is pressed; Esc gives it up. */
  constructor(label: string, done: (typed: string) => void, typed = "") {
    this.#label = label;
    this.#done = done;
    this.#typed = typed;
  }

  /** Takes a key; false when it is over. */
  press(name: string): boolean {
    if (name === "escape") return false;
    if (name === "return") {
      this.#done(this.#typed.trim());
      return false;
    }
    if (name === "backspace") this.#typed = this.#typed.slice(0, -1);
    else if ([...name].length === 1) this.#typed += name;
    return true;
  }

  rows(columns: number, look: Look): readonly string[] {
    return [fit(`${paint(this.#label, "bold", look.color)} ${this.#typed}${look.ascii ? "_" : "▏"}`, columns, look)];
  }
}

/** A choice of a few things. */
export class Choice {
  #at: number;
  readonly #label: string;
  readonly #options: readonly string[];
  readonly #done: (at: number) => void;

  /** @param at what is chosen at first. */
  constructor(label: string, options: readonly string[], at: number, done: (at: number) => void) {
    this.#label = label;
    this.#options = options;
    this.#at = Math.max(0, Math.min(at, options.length - 1));
    this.#done = done;
  }

  /** Takes a key; false when it is over. */
  press(name: string): boolean {
    if (name === "escape") return false;
    if (name === "return") {
      this.#done(this.#at);
      return false;
    }
    if (name === "down" || name === "j") this.#at = Math.min(this.#options.length - 1, this.#at + 1);
    if (name === "up" || name === "k") this.#at = Math.max(0, this.#at - 1);
    return true;
  }

  rows(columns: number, look: Look, most = 8): readonly string[] {
    const first = Math.max(0, Math.min(this.#at - Math.floor(most / 2), this.#options.length - most));
    return [
      fit(`${paint(this.#label, "bold", look.color)}  ${paint("up and down, Enter; Esc gives it up", "dim", look.color)}`, columns, look),
      ...this.#options.slice(first, first + most).map((option, at) => fit(`${first + at === this.#at ? paint(look.ascii ? ">" : "▸", "bold", look.color) : " "} ${option}`, columns, look)),
    ];
  }
}
