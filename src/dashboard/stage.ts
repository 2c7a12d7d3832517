import { footer } from "./footer.ts";
import { Help } from "./help.ts";
import type { Key, Screen } from "./screen.ts";
import { fill, fit } from "./text.ts";
import type { Look, Size } from "./text.ts";

/** What holds for every screen: help, quitting, and the way back to the screen before. Knows neither Ink nor the terminal. */
export class Stage {
  readonly look: Look;
  /** Set when it is over. */
  over = false;
  /** Somebody has to see it anew. */
  changed: () => void = () => {};
  readonly #screens: Screen[] = [];
  #help: Help | undefined;

  constructor(first: Screen, look: Look) {
    this.look = look;
    this.open(first);
  }

  /** Puts a screen in front; Esc, where the screen has no use for it, or q goes back. */
  open(screen: Screen): void {
    screen.changed = () => this.changed();
    this.#screens.push(screen);
    this.changed();
  }

  get screen(): Screen {
    return this.#screens.at(-1)!;
  }

  get moving(): boolean {
    return this.#help === undefined && this.screen.moving;
  }

  tick(ms: number): void {
    if (this.moving) this.screen.tick?.(ms);
  }

  /** Takes a key by its name; see `Key`. */
  press(name: string): void {
    if (name === "ctrl-c") this.over = true;
    else if (this.#help !== undefined) this.#help = this.#help.press(name) ? this.#help : undefined;
    else if (this.screen.typed?.(name) !== true) this.keys.find(({ press, when }) => press.includes(name) && (when === undefined || when()))?.run();
    this.changed();
  }

  /** The screen's own keys, and those that every screen has. */
  get keys(): readonly Key[] {
    const { screen } = this;
    const group = "Everywhere";
    return [
      ...screen.keys,
      { press: ["?"], does: "this help", brief: "help", group, run: () => void (this.#help = new Help({ ...screen, keys: this.keys } as Screen, this.look)) },
      { press: ["q"], does: this.#screens.length > 1 ? "back to the screen before" : "quit", brief: this.#screens.length > 1 ? "back" : "quit", group, run: () => this.#leave() },
      { press: ["ctrl-c"], shown: "Ctrl-C", does: "quit at once", group, run: () => void (this.over = true) },
    ];
  }

  /** Exactly as many rows as there are; the last one is the footer's. */
  rows({ columns, rows }: Size): readonly string[] {
    const body: Size = { columns, rows: rows - 1 };
    const shown = this.#help === undefined ? this.screen.rows(body) : this.#help.rows(body);
    return [...fill(shown, rows - 1), fit(this.#help === undefined ? footer(this, columns, this.look) : this.look.ascii ? "Esc close   Up Down scroll" : "Esc close   ↑↓ scroll", columns, this.look)];
  }

  told(): readonly string[] {
    return this.#help === undefined ? this.screen.told() : this.#help.told();
  }

  #leave(): void {
    if (this.#screens.length === 1) this.over = true;
    else this.#screens.pop()!.closed?.();
  }
}
