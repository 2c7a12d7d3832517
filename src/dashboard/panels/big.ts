import { showTime } from "../../kernel/time.ts";
import { paint } from "../../report/diagram/canvas.ts";
import type { Style } from "../../report/diagram/canvas.ts";
import { clean } from "../../report/diagram/cells.ts";
import { lightsAt } from "../../view/scene.ts";
import type { Player } from "../run/player.ts";
import { fill, fit } from "../text.ts";
import type { Look, Size } from "../text.ts";
import { diagramPanel } from "./diagram.ts";
import { flow } from "./status.ts";

/** Digits five rows high, for whoever sits in the last row. */
const DIGITS: readonly string[] = [
  "███ █ █ █ █ █ █ ███", " █  ██   █   █  ███", "███   █ ███ █   ███", "███   █ ███   █ ███", "█ █ █ █ ███   █   █",
  "███ █   ███   █ ███", "███ █   ███ █ █ ███", "███   █   █   █   █", "███ █ █ ███ █ █ ███", "███ █ █ ███   █ ███",
];
const HEIGHT = 5;

/** A number in digits that are five rows high and three columns wide. */
export function bigNumber(value: number, { ascii }: Look): readonly string[] {
  const rows = [...String(value)].map((digit) => Array.from({ length: HEIGHT }, (_, row) => (DIGITS[Number(digit)] ?? "").slice(row * 4, row * 4 + 3)));
  return Array.from({ length: HEIGHT }, (_, row) => rows.map((digit) => digit[row]!.padEnd(3)).join("  ").replaceAll("█", ascii ? "#" : "█"));
}

/** The big type: three counters to be read from afar, the lights, and as much of the diagram as there is room for. */
export class Big {
  readonly #player: Player;
  readonly #name: string;
  readonly #look: Look;

  constructor(player: Player, name: string, look: Look) {
    this.#player = player;
    this.#name = name;
    this.#look = look;
  }

  /** @param foot rows below everything. */
  rows({ columns, rows }: Size, foot: readonly string[]): readonly string[] {
    const { ascii, color } = this.#look;
    const { branches, index, now, spaceTime } = this.#player;
    const { published, effects, duplicates } = branches.current.tally.at(index);
    const lights = lightsAt(spaceTime, branches.current.run.verdicts, index).map(({ guarantee, status }) => {
      const word = `${clean(guarantee, ascii)} ${status === "fail" ? "BROKEN" : "ok"}`;
      return paint(word, status === "fail" ? "violation" : "effect", color);
    });
    const head = [
      `${paint(clean(this.#name, ascii), "bold", color)}   ${paint(showTime(now), "bold", color)}`,
      "",
      ...this.#counters([["PUBLISHED", published, "plain"], ["EFFECTS", effects, "effect"], ["DUPLICATES", duplicates, duplicates > 0 ? "violation" : "plain"]], columns),
      "",
      ...flow(lights, columns),
      "",
    ];
    this.#player.width = columns;
    const room = rows - head.length - foot.length;
    const diagram = room < 4 ? [] : diagramPanel(this.#player, { columns, rows: room }, this.#look, { unveiled: false, past: undefined });
    return fill([...head, ...fill(diagram, room), ...foot], rows).map((row) => fit(row, columns, this.#look));
  }

  #counters(counters: readonly (readonly [name: string, value: number, style: Style])[], columns: number): readonly string[] {
    const width = Math.floor(columns / counters.length);
    const { color } = this.#look;
    return Array.from({ length: HEIGHT + 1 }, (_, row) => counters.map(([name, value, style]) => fit(paint(row === 0 ? name : bigNumber(value, this.#look)[row - 1]!, style, color), width, this.#look)).join(""));
  }
}
