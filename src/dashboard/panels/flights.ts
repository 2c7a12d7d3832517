import { showTime } from "../../kernel/time.ts";
import { paint } from "../../report/diagram/canvas.ts";
import { clean } from "../../report/diagram/cells.ts";
import type { PacketView } from "../../view/packets.ts";
import type { Player } from "../run/player.ts";
import { bar, fit } from "../text.ts";
import type { Look, Size } from "../text.ts";

const BAR = 6;
/** Columns for how long it still takes: "12.5ms left". */
const LEFT = 11;

/** The packets under way, how far they are, the first to end first. The one chosen is marked. */
export function flightsPanel(player: Player, chosen: PacketView | undefined, { columns, rows }: Size, look: Look): readonly string[] {
  const { lens: { hidden } } = player;
  const { ascii, color } = look;
  const flights = player.branches.current.flights.at(player.index).filter(({ packet }) => !hidden.has(packet.from));
  if (flights.length === 0) return [paint(fit(" nothing is under way", columns, look), "dim", color)];
  const key = Math.min(Math.max(...flights.map(({ packet }) => packet.key.length)), columns - BAR - (columns > 50 ? LEFT : LEFT - 4) - 3);
  const texts = flights.map(({ packet, age, left }) => {
    const mark = packet.index === chosen?.index ? paint(ascii ? ">" : "▸", "bold", color) : " ";
    const way = left === undefined || hidden.has(packet.to) ? "" : ` ${bar(age / Math.max(1, age + left), BAR, look)} ${showTime(left)}${columns > 50 ? " left" : ""}`;
    return fit(`${mark}${fit(clean(packet.key, ascii), key, look)}${way}`, columns, look);
  });
  const place = flights.findIndex(({ packet }) => packet.index === chosen?.index);
  const first = Math.max(0, Math.min(place - rows + 2, texts.length - rows));
  const shown = texts.slice(first, first + rows);
  if (texts.length - first > rows && rows > 1) shown[rows - 1] = paint(fit(` ... ${texts.length - first - rows + 1} more under way`, columns, look), "dim", color);
  return shown;
}
