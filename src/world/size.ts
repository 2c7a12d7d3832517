import type { Trace } from "../kernel/trace.ts";
import type { Packet } from "./process.ts";

/** Where the trace asks for it, how long a packet is: its JSON in UTF-8, bytes. Else 0. */
export function sizeIn(trace: Trace, packet: Packet): number {
  if (!trace.sizes) return 0;
  try {
    return bytesOf(JSON.stringify(packet));
  } catch {
    // Not plain data, which only a run that freezes refuses: it has no JSON.
    return 0;
  }
}

/** UTF-8 takes one byte below U+0080, two below U+0800, three above, and two for each half of a surrogate pair; JSON writes no half alone. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
