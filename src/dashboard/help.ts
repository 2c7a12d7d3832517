import { paint } from "../report/diagram/canvas.ts";
import { shownKey, validKeys } from "./screen.ts";
import type { Key, Screen } from "./screen.ts";
import { beside, fill, fit, widthOf } from "./text.ts";
import type { Look, Size } from "./text.ts";

/** The help over a screen: every key that does something now, by what it is about; what is typed narrows it. */
export class Help {
  #sought = "";
  #first = 0;
  readonly #screen: Screen;
  readonly #look: Look;

  constructor(screen: Screen, look: Look) {
    this.#screen = screen;
    this.#look = look;
  }

  /** Takes a key; false when that closes the help. */
  press(name: string): boolean {
    if (name === "escape" || name === "return" || (name === "?" && this.#sought === "")) return false;
    if (name === "backspace") this.#sought = this.#sought.slice(0, -1);
    else if (name === "down" || name === "pageDown") this.#first += name === "down" ? 1 : 10;
    else if (name === "up" || name === "pageUp") this.#first = Math.max(0, this.#first - (name === "up" ? 1 : 10));
    else if ([...name].length === 1 && name >= " ") {
      this.#sought += name;
      this.#first = 0;
    }
    return true;
  }

  rows({ columns, rows }: Size): readonly string[] {
    const { color } = this.#look;
    const found = validKeys(this.#screen).filter((key) => matches(key, this.#sought));
    const head = [
      paint(fit("What the keys do here", columns, this.#look), "bold", color),
      this.#sought === "" ? paint("type to search; Esc closes", "dim", color) : `${paint("search:", "dim", color)} ${this.#sought}`,
      "",
    ];
    const lines = found.length === 0 ? ["no key does that"] : this.#list(found, columns);
    const room = rows - head.length;
    this.#first = Math.max(0, Math.min(this.#first, lines.length - room));
    const shown = lines.slice(this.#first, this.#first + room);
    const left = lines.length - this.#first - shown.length;
    if (left > 0) shown[shown.length - 1] = paint(`... ${left + 1} more lines below`, "dim", color);
    return fill([...head, ...shown], rows).map((row) => fit(row, columns, this.#look));
  }

  told(): readonly string[] {
    return validKeys(this.#screen).filter((key) => matches(key, this.#sought)).map((key) => `${shownKey(key, this.#look.ascii)}: ${key.does}`);
  }

  /** In one column, or in two where there is room. */
  #list(found: readonly Key[], columns: number): string[] {
    const groups = [...new Set(found.map(({ group }) => group))];
    const name = Math.max(...found.map((key) => widthOf(shownKey(key, this.#look.ascii))));
    const blocks = groups.map((group) => [
      paint(group, "bold", this.#look.color),
      ...found.filter((key) => key.group === group).map((key) => `  ${fit(shownKey(key, this.#look.ascii), name, this.#look)}  ${key.does}`),
      "",
    ]);
    if (columns < 110) return blocks.flat();
    const whole = blocks.reduce((sum, block) => sum + block.length, 0);
    const left: string[] = [];
    while (blocks.length > 0 && left.length + blocks[0]!.length <= Math.ceil(whole / 2) + 1) left.push(...blocks.shift()!);
    return beside(left, blocks.flat(), Math.floor(columns / 2) - 1, this.#look);
  }
}

function matches(key: Key, sought: string): boolean {
  return `${shownKey(key, false)} ${key.does} ${key.group}`.toLowerCase().includes(sought.toLowerCase());
}
