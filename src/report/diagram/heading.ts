import type { Lane } from "../../view/lanes.ts";
import type { Canvas } from "./canvas.ts";
import { clean, columnsOf, cut } from "./cells.ts";
import type { Columns } from "./columns.ts";

/** Names over their lifelines. A name without room beside the one before it stands lower, and the lifelines to its left begin. */
export class Heading {
  readonly height: number;
  readonly #lanes: readonly Lane[];
  readonly #columns: Columns;
  readonly #ascii: boolean;
  /** The line of each lane's name. */
  readonly #on: readonly number[];

  constructor(lanes: readonly Lane[], columns: Columns, ascii: boolean) {
    this.#lanes = lanes;
    this.#columns = columns;
    this.#ascii = ascii;
    let line = 0;
    let free = 0;
    this.#on = lanes.map(({ index, name }) => {
      if (columns.at[index]! < free) line++;
      free = columns.at[index]! + columnsOf(clean(name, ascii)) + 1;
      return line;
    });
    this.height = line + 1;
  }

  /** The role follows the name where there is room. */
  draw(canvas: Canvas, life: string): void {
    for (const { index, name, role } of this.#lanes) {
      const column = this.#columns.at[index]!;
      const line = this.#on[index]!;
      const next = this.#on[index + 1] === line ? this.#columns.at[index + 1]! - 1 : this.#columns.width;
      const shown = cut(clean(name, this.#ascii), next - column, this.#ascii);
      const width = columnsOf(shown);
      canvas.write(line, column, shown, "bold");
      if (role !== name && role !== "other" && column + width + role.length + 4 <= next) canvas.write(line, column + width + 1, `(${role})`, "dim");
      for (let below = line + 1; below < this.height; below++) canvas.life(below, column, life);
    }
  }
}
