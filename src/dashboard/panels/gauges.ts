import { paint } from "../../report/diagram/canvas.ts";
import { clean } from "../../report/diagram/cells.ts";
import { thousands } from "../../report/numbers.ts";
import { gaugeAt, lastUpTo } from "../../view/gauges.ts";
import type { Gauge } from "../../view/gauges.ts";
import type { Player } from "../run/player.ts";
import { fit, sparkline } from "../text.ts";
import type { Look, Size } from "../text.ts";

/** What is measured, over time: queue depth, the size of a dedup window, and packets under way, which are always counted. */
export function gaugesPanel(player: Player, { columns, rows }: Size, look: Look): readonly string[] {
  const { branches, event, now } = player;
  const gauges = [...branches.current.gauges].slice(0, rows);
  if (gauges.length === 0) return [paint(fit(" this protocol measures nothing (ctx.gauge)", columns, look), "dim", look.color)];
  const name = Math.min(16, Math.max(...gauges.map((gauge) => gauge.name.length)));
  const room = Math.max(4, columns - name - 10);
  return gauges.map((gauge) => {
    const value = gaugeAt(gauge, event);
    return fit(` ${fit(clean(gauge.name, look.ascii), name, look)} ${paint(sparkline(sampled(gauge, now, room), room, look, Math.max(...gauge.values)), "odd", look.color)} ${value === undefined ? "-" : thousands(value)}`, columns, look);
  });
}

/** The gauge at so many instants, evenly spread from the start to now; 0 before it was set. */
function sampled({ times, values }: Gauge, now: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => values[lastUpTo(times, (now * (at + 1)) / count)] ?? 0);
}
