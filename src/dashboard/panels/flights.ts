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

/** The packets under way, how far they are, the first to end first. The one chosen is marked; before them it stands alone where its way is over. */
export function flightsPanel(player: Player, chosen: PacketView | undefined, { columns, rows }: Size, look: Look): readonly string[] {
  const { lens: { hidden }, curtained } = player;
  const { ascii, color } = look;
  const mark = paint(ascii ? ">" : "▸", "bold", color);
  const flights = player.branches.current.flights.at(player.index).filter(({ packet }) => !hidden.has(packet.from));
  const over = chosen === undefined || curtained || flights.some(({ packet }) => packet.index === chosen.index) ? [] : [fit(`${mark}${clean(chosen.key, ascii)} ${paint(chosen.fate === "arrived" ? "has arrived" : "is lost", "dim", color)}`, columns, look)];
  const room = rows - over.length;
  if (flights.length === 0 && over.length === 0) return [paint(fit(" nothing is under way", columns, look), "dim", color)];
  const wide = columns > 50;
  const key = Math.min(Math.max(...flights.map(({ packet }) => packet.key.length)), columns - BAR - (wide ? LEFT : LEFT - 4) - 3);
  const texts = flights.map(({ packet, age, left }) => {
    const way = left === undefined || hidden.has(packet.to) ? "" : ` ${bar(age / Math.max(1, age + left), BAR, look)} ${showTime(left)}${wide ? " left" : ""}`;
    return fit(`${packet.index === chosen?.index ? mark : " "}${fit(clean(packet.key, ascii), key, look)}${way}`, columns, look);
  });
  const place = flights.findIndex(({ packet }) => packet.index === chosen?.index);
  const first = Math.max(0, Math.min(place - room + 2, texts.length - room));
  const shown = texts.slice(first, first + room);
  const more = texts.length - first - room;
  if (more > 0 && room > 1) shown[room - 1] = paint(fit(` ... ${more + 1} more under way`, columns, look), "dim", color);
  return [...over, ...shown];
}
