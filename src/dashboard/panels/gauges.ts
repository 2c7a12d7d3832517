import { paint } from "../../report/diagram/canvas.ts";
import { clean } from "../../report/diagram/cells.ts";
import { thousands } from "../../report/numbers.ts";
import { faultSeries, flightSeries, gaugeSeries } from "../../view/over-time.ts";
import type { Series } from "../../view/over-time.ts";
import type { Player } from "../run/player.ts";
import { fit, sparkline } from "../text.ts";
import type { Look, Size } from "../text.ts";

/** Columns of a value. */
const VALUE = 8;

/** What is measured, from the start to now: what the protocol gauges (queue depth, a dedup window), packets under way, faults. */
export function gaugesPanel(player: Player, { columns, rows }: Size, look: Look): readonly string[] {
  const { branches, index, now, spaceTime } = player;
  const { gauges, flights, tally } = branches.current;
  const names = ["under way", "faults", ...gauges.map(({ name }) => name)];
  const name = Math.min(16, Math.max(...names.map((one) => one.length)));
  const room = Math.max(4, columns - name - VALUE);
  const measured = gauges.map((gauge) => () => gaugeSeries(gauge, now, room));
  const always = [() => flightSeries(spaceTime, flights, index, room), () => faultSeries(spaceTime, tally, index, room)];
  return [...measured, ...always].slice(0, rows).map((series) => row(series(), name, room, columns, look));
}

function row({ name, values, now, most }: Series, width: number, room: number, columns: number, look: Look): string {
  return fit(` ${fit(clean(name, look.ascii), width, look)} ${paint(sparkline(values, room, look, most), "odd", look.color)} ${now === undefined ? "-" : thousands(now)}`, columns, look);
}
