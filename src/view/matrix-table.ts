import type { Status } from "../guarantees/judge.ts";
import type { Counterexample } from "../search/counterexample.ts";
import type { MatrixProtocol } from "../search/matrix.ts";
import type { Verdict } from "../scenario/result.ts";

/** A counterexample, once for all cells that have it. */
export interface MatrixNote {
  /** From 1, in the order of the cells. */
  readonly number: number;
  readonly counterexample: Counterexample;
}

export interface MatrixTableCell {
  readonly status: Status;
  /** Number of the note with the counterexample. */
  readonly note?: number;
}

export interface MatrixTableRow {
  /** The kind of fault, or "no fault". */
  readonly label: string;
  readonly tolerated: boolean;
  /** How often it reached the protocol. */
  readonly reached: number;
  /** One for each column. */
  readonly cells: readonly MatrixTableCell[];
}

/** One protocol's part of a matrix: kinds of fault down, guarantees across. */
export interface MatrixTable {
  readonly columns: readonly { readonly guarantee: string; readonly promised: Verdict["promised"] }[];
  readonly rows: readonly MatrixTableRow[];
  readonly notes: readonly MatrixNote[];
  /** Guarantees that nobody promised and nothing broke: no column says more. */
  readonly untouched: readonly string[];
}

export function matrixTable({ guarantees, rows }: MatrixProtocol): MatrixTable {
  const isUntouched = (guarantee: string): boolean => rows.every(({ cells }) => cells.find((cell) => cell.guarantee === guarantee)?.status === "pass");
  const untouched = guarantees.filter(({ guarantee, promised }) => promised === "nothing" && isUntouched(guarantee)).map(({ guarantee }) => guarantee);
  const columns = guarantees.filter(({ guarantee }) => !untouched.includes(guarantee));
  const notes = new Map<string, MatrixNote>();
  const noteOf = (counterexample: Counterexample): number => {
    const same = JSON.stringify([counterexample.lines, counterexample.seed, counterexample.parameters]);
    const known = notes.get(same) ?? { number: notes.size + 1, counterexample };
    notes.set(same, known);
    return known.number;
  };
  return {
    columns,
    rows: rows.map(({ fault, tolerated, reached, cells }) => ({
      label: fault ?? "no fault",
      tolerated,
      reached,
      cells: columns.map(({ guarantee }): MatrixTableCell => {
        const { status, counterexample } = cells.find((cell) => cell.guarantee === guarantee) ?? { status: "unknown" };
        return { status, ...(counterexample === undefined ? {} : { note: noteOf(counterexample) }) };
      }),
    })),
    notes: [...notes.values()],
    untouched,
  };
}
