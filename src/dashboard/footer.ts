import { paint } from "../report/diagram/canvas.ts";
import { shownKey, validKeys } from "./screen.ts";
import type { Screen } from "./screen.ts";
import { widthOf } from "./text.ts";
import type { Look } from "./text.ts";

/** The keys that do something now, as many as fit on a row, the first ones first; help and quitting always. */
export function footer(screen: Pick<Screen, "keys">, columns: number, look: Look): string {
  const briefs = validKeys(screen).filter(({ brief }) => brief !== undefined);
  const always = briefs.filter(({ press }) => ["?", "q"].includes(press[0]!));
  const texts = (keys: typeof briefs): string[] => keys.map((key) => `${paint(shownKey(key, look.ascii), "bold", look.color)} ${key.brief!}`);
  const tail = texts(always);
  let room = columns - widthOf(tail.join("  ")) - 2;
  const head: string[] = [];
  for (const text of texts(briefs.filter((key) => !always.includes(key)))) {
    if (widthOf(text) + 2 > room) break;
    head.push(text);
    room -= widthOf(text) + 2;
  }
  return [...head, ...tail].join("  ");
}
