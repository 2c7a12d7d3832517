import type { FaultKind } from "../world/fault.ts";
import type { Matrix, MatrixProtocol } from "../search/matrix.ts";

/** What becomes of one guarantee of one protocol, over all kinds of fault. */
export interface SummaryCell {
  readonly breaks: "never" | "without a fault" | readonly FaultKind[];
  /** Where nobody knows: everywhere, or under these kinds of fault; undefined: no fault. */
  readonly unknown: "everywhere" | readonly (FaultKind | undefined)[];
}

/** A whole matrix on one page: protocols down, guarantees across. */
export interface MatrixSummary {
  /** Those by which every protocol was judged and which one of them, at least, promised or broke. */
  readonly guarantees: readonly string[];
  readonly rows: readonly { readonly scenario: string; readonly title: string; readonly cells: readonly SummaryCell[] }[];
}

export function matrixSummary({ protocols }: Matrix): MatrixSummary {
  const common = (protocols[0]?.guarantees ?? []).map(({ guarantee }) => guarantee).filter((name) => protocols.every(({ guarantees }) => guarantees.some(({ guarantee }) => guarantee === name)));
  const told = common.filter((name) => protocols.some((protocol) => protocol.guarantees.some(({ guarantee, promised }) => guarantee === name && promised !== "nothing") || summaryCell(protocol, name).breaks !== "never"));
  return { guarantees: told, rows: protocols.map((protocol) => ({ scenario: protocol.scenario, title: protocol.title, cells: told.map((name) => summaryCell(protocol, name)) })) };
}

function summaryCell({ rows }: MatrixProtocol, guarantee: string): SummaryCell {
  const having = (status: string): (FaultKind | undefined)[] => rows.filter(({ cells }) => cells.some((cell) => cell.guarantee === guarantee && cell.status === status)).map(({ fault }) => fault);
  const broken = having("fail");
  const unknown = having("unknown");
  const kinds = broken.filter((fault) => fault !== undefined);
  return { breaks: broken.length === 0 ? "never" : kinds.length < broken.length ? "without a fault" : kinds, unknown: unknown.length === rows.length ? "everywhere" : unknown };
}
