/** A history as a real system might record it, to be judged: a million events, messages named by texts. */
import { closeSync, openSync, writeSync } from "node:fs";

const EVENTS_A_MESSAGE = 5;
/** Effects come so many messages after the publish. */
const BEHIND = 1_000;
const PIECE = 1_000_000;

/** Writes a history of so many events, in which nothing goes wrong; the last message's effects come when nothing else does. */
export function writeHistory(path: string, events: number): void {
  const file = openSync(path, "w");
  const messages = Math.floor(events / EVENTS_A_MESSAGE);
  let piece = `${JSON.stringify({ history: 1, title: "bench", promises: { "effectively-once": { holds: true }, order: { holds: true }, deadline: { holds: true, limits: { within: "1m" } } } })}\n`;
  const say = (at: number, node: string, verb: string, message: number, more: object = {}): void => {
    piece += `${JSON.stringify({ at: 1_760_000_000_000_000 + at, node, verb, message: idOf(message), ...more })}\n`;
    if (piece.length < PIECE) return;
    writeSync(file, piece);
    piece = "";
  };
  for (let ordinal = 1; ordinal <= messages + BEHIND; ordinal++) {
    const done = ordinal - BEHIND;
    if (ordinal <= messages) {
      say(ordinal * 100, `web-${ordinal % 4}`, "publish", ordinal, { key: `customer-${ordinal % 997}` });
      say(ordinal * 100 + 40, `web-${ordinal % 4}`, "confirm", ordinal);
    }
    if (done >= 1) for (const verb of ["deliver", "effect", "ack"]) say(ordinal * 100 + 60, `worker-${done % 8}`, verb, done);
  }
  writeSync(file, `${piece}${JSON.stringify({ at: 1_760_000_000_000_000 + (messages + BEHIND + 1) * 100, verb: "end", ending: "quiet" })}\n`);
  closeSync(file);
}

/** As long as a UUID, and as unlike its neighbours. */
function idOf(ordinal: number): string {
  const hash = Math.imul(ordinal, 0x9e3779b1) >>> 0;
  return `${hash.toString(16).padStart(8, "0")}-0b5e-4a3c-9d2f-${ordinal.toString(16).padStart(12, "0")}`;
}
