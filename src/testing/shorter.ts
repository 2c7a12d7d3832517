import { LATEST } from "../kernel/time.ts";
import type { Micros } from "../kernel/time.ts";
import type { Fault } from "../world/fault.ts";

/** What is for ever is tried as this long first. */
const LONG: Micros = 10_000_000;

/** The same fault made less of: shorter, then at a rounder time; the boldest first. Whatever of these is taken, and again of that, comes to an end. */
export function* shorter(fault: Fault): Generator<Fault> {
  const lasting = lastingOf(fault);
  if (lasting === "forever") yield changed(fault, { for: LONG });
  else if (lasting !== undefined) for (const less of lower(lasting)) yield changed(fault, { for: less });
  if (fault.fault === "delay") for (const less of lower(fault.by)) yield changed(fault, { by: less });
  if (fault.fault === "duplicate" && fault.after !== undefined) for (const less of lower(fault.after)) yield changed(fault, { after: less });
  if (fault.fault === "clock" && fault.by !== undefined) for (const less of lower(Math.abs(fault.by))) yield changed(fault, { by: fault.by < 0 ? -less : less });
  if ("at" in fault) for (const at of rounder(fault.at)) yield changed(fault, { at });
}

/** How long it lasts; undefined for what is over at once. */
function lastingOf(fault: Fault): Micros | "forever" | undefined {
  if (fault.fault === "crash" || fault.fault === "stall") return fault.for ?? "forever";
  return "for" in fault ? fault.for : undefined;
}

/** Lower values that a person would choose: about an eighth, a quarter, a half of it, then its first one or two digits. */
function lower(value: Micros): readonly Micros[] {
  const found = [cutOff(value / 8, 1), cutOff(value / 4, 1), cutOff(value / 2, 1), cutOff(value, 1), cutOff(value, 2)];
  return [...new Set(found)].filter((less) => less >= 1 && less < value);
}

/** The round values on either side, of fewer digits. */
function rounder(value: Micros): readonly Micros[] {
  const found: Micros[] = [];
  for (let digits = 1; digits <= 3; digits++) {
    const below = cutOff(value, digits);
    if (below === value) break;
    found.push(below, below + place(value, digits));
  }
  return found.filter((at) => at <= LATEST);
}

/** The number with nothing but zeros behind its first digits. */
function cutOff(value: number, digits: number): number {
  const unit = place(value, digits);
  return Math.floor(value / unit) * unit;
}

/** What the last of its first digits counts: 100 for the second of 4321. */
function place(value: number, digits: number): number {
  let unit = 1;
  while (value >= unit * 10) unit *= 10;
  for (let digit = 1; digit < digits && unit > 1; digit++) unit /= 10;
  return unit;
}

function changed(fault: Fault, fields: object): Fault {
  // Fields it has, with values of their own kind: TypeScript cannot see that they fit together.
  return { ...fault, ...fields } as Fault;
}
