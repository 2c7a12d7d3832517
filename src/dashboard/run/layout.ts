import { paint } from "../../report/diagram/canvas.ts";
import { diagramPanel } from "../panels/diagram.ts";
import { faultsPanel } from "../panels/faults.ts";
import { flightsPanel } from "../panels/flights.ts";
import { gaugesPanel } from "../panels/gauges.ts";
import { nodesPanel } from "../panels/nodes.ts";
import { counters, heading, lights } from "../panels/status.ts";
import { beside, fill, fit } from "../text.ts";
import type { Look, Size } from "../text.ts";
import type { RunScreen } from "./screen.ts";

/** Below this nothing can be told apart. Of the terminal's rows one is the footer's, and one stays free. */
export const SMALLEST: Size = { columns: 60, rows: 13 };
/** From so many columns the panels stand at the side. */
const WIDE = 110;
/** Columns of the side, of the whole. */
const SIDE = 0.34;

interface Panel {
  readonly title: string;
  /** Rows it would like to have, and the most it gets below the diagram. */
  readonly wants: number;
  readonly most: number;
  draw(size: Size): readonly string[];
}

/** Puts the panels of a run together, exactly as many rows as there are. */
export function arrange(screen: RunScreen, size: Size): readonly string[] {
  const { look, player, subject } = screen;
  const { columns, rows } = size;
  const top = [
    fit(heading(subject.resolved.name, player, look), columns, look),
    ...(player.curtained ? [paint("behind the curtain nobody tells what is broken", "dim", look.color)] : lights(screen.lights(), columns, look)),
    ...counters(player.branches.current.tally.at(player.index), columns, look, player.curtained),
  ].map((row) => fit(row, columns, look));
  const said = screen.foot(size);
  const foot = said.length === 0 ? [] : [rule(columns, look), ...said];
  const room = rows - top.length - foot.length;
  const panels = panelsOf(screen);
  const body = columns >= WIDE && panels.length > 0 ? wide(screen, panels, { columns, rows: room }) : tall(screen, panels, { columns, rows: room });
  return fill([...top, ...fill(body, room), ...foot], rows);
}

function panelsOf({ player, selection, shown, look }: RunScreen): readonly Panel[] {
  const { lanes } = player.spaceTime;
  const gauges = player.branches.current.gauges.length;
  return [
    ...(shown.nodes ? [{ title: "nodes", wants: lanes.length, most: 4, draw: (size: Size) => nodesPanel(player, selection.lane, size, look) }] : []),
    ...(shown.flights ? [{ title: "under way", wants: 3, most: 3, draw: (size: Size) => flightsPanel(player, selection.packet, size, look) }] : []),
    ...(shown.gauges && !player.curtained ? [{ title: "over time", wants: gauges + 2, most: 2, draw: (size: Size) => gaugesPanel(player, size, look) }] : []),
    ...(shown.faults && !player.curtained ? [{ title: "faults", wants: 3, most: 2, draw: (size: Size) => faultsPanel(player, size, look) }] : []),
  ];
}

/** The panels below each other at the side. */
function wide(screen: RunScreen, panels: readonly Panel[], { columns, rows }: Size): readonly string[] {
  const { look } = screen;
  const side = Math.min(62, Math.floor(columns * SIDE));
  const left = columns - side - 3;
  const spare = rows - panels.reduce((sum, { wants }) => sum + wants + 2, 0);
  const right = panels.flatMap(({ title, wants, draw }, at) => {
    const height = Math.max(2, wants + (spare < 0 ? Math.floor((spare * wants) / rows) : at === panels.length - 1 ? 0 : Math.floor(spare / panels.length / 2)));
    return [paint(title, "dim", look.color), ...draw({ columns: side, rows: height }), ""];
  });
  return beside(diagram(screen, { columns: left, rows }), fill(right, rows), left, look, paint(look.ascii ? " | " : " │ ", "dim", look.color));
}

/** The diagram above, a few rows of each panel below. */
function tall(screen: RunScreen, panels: readonly Panel[], { columns, rows }: Size): readonly string[] {
  const { look } = screen;
  let room = Math.floor(rows * 0.4);
  const below = panels.flatMap(({ wants, most, draw }) => {
    const height = Math.min(wants, most, room);
    if (height < 1) return [];
    const drawn = draw({ columns, rows: height }).slice(0, height);
    room -= drawn.length;
    return drawn;
  });
  return [...diagram(screen, { columns, rows: rows - below.length - (below.length > 0 ? 1 : 0) }), ...(below.length > 0 ? [rule(columns, look), ...below] : [])];
}

function diagram(screen: RunScreen, size: Size): readonly string[] {
  screen.player.width = size.columns;
  return diagramPanel(screen.player, size, screen.look, { unveiled: screen.shown.unveiled, past: screen.past() });
}

function rule(columns: number, { ascii, color }: Look): string {
  return paint((ascii ? "-" : "─").repeat(columns), "dim", color);
}
