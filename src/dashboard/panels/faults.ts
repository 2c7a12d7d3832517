import { paint } from "../../report/diagram/canvas.ts";
import { clean } from "../../report/diagram/cells.ts";
import { thousands } from "../../report/numbers.ts";
import { printFault } from "../../world/plan-text.ts";
import type { Player } from "../run/player.ts";
import { fit } from "../text.ts";
import type { Look, Size } from "../text.ts";

/** The faults that have struck so far, the newest where there is no room for all; at the end also what struck nothing. */
export function faultsPanel({ branches, index, atEnd }: Player, { columns, rows }: Size, look: Look): readonly string[] {
  const { ascii, color } = look;
  const { run, tally } = branches.current;
  const struck = run.struck.slice(0, atEnd ? undefined : tally.at(index).faults);
  const missed = atEnd ? run.missed : [];
  const all = struck.length + missed.length;
  if (all === 0) return [paint(fit(" no fault so far", columns, look), "dim", color)];
  const shown = [
    ...struck.slice(-rows).map((fault) => ` ${clean(printFault(fault), ascii)}`),
    ...missed.slice(-rows).map((fault) => paint(` struck nothing: ${clean(printFault(fault), ascii)}`, "dim", color)),
  ].slice(-rows);
  if (all > rows && rows > 1) shown[0] = paint(` ${thousands(all - rows + 1)} more before these`, "dim", color);
  return shown.map((text) => fit(text, columns, look));
}
