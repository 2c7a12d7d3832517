import { paint } from "../../report/diagram/canvas.ts";
import { clean } from "../../report/diagram/cells.ts";
import { thousands } from "../../report/numbers.ts";
import { printFault } from "../../world/plan-text.ts";
import type { Player } from "../run/player.ts";
import { fit } from "../text.ts";
import type { Look, Size } from "../text.ts";

/** The faults that have struck so far, the newest where there is no room for all; at the end also what struck nothing. */
export function faultsPanel({ branches, index, atEnd }: Player, { columns, rows }: Size, look: Look): readonly string[] {
  const { run, tally } = branches.current;
  const struck = run.struck.slice(0, atEnd ? undefined : tally.at(index).faults).map((fault) => ` ${clean(printFault(fault), look.ascii)}`);
  const missed = atEnd ? run.missed.map((fault) => paint(` struck nothing: ${clean(printFault(fault), look.ascii)}`, "dim", look.color)) : [];
  const all = [...struck, ...missed];
  if (all.length === 0) return [paint(fit(" no fault so far", columns, look), "dim", look.color)];
  const shown = all.slice(-rows);
  if (all.length > rows && rows > 1) shown[0] = paint(` ${thousands(all.length - rows + 1)} more before these`, "dim", look.color);
  return shown.map((text) => fit(text, columns, look));
}
