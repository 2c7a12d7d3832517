import { writeSync } from "node:fs";

/** File descriptor of the pipe to the watching parent, and the variable that says there is one. */
export const PULSE_FD = 3;
export const WATCHED = "FAULTLINE_WATCHED";
/** Set in a second run that only locates a runaway: every event is announced before it happens. */
export const LOCATING = "FAULTLINE_LOCATING";

/** What a watched child tells its parent, a line of JSON each. */
export interface Pulse {
  /** What is going on, for the parent to name when it has to end it. */
  readonly doing?: string;
  /** A line of progress for a terminal. */
  readonly progress?: string;
  /** Which run of a campaign is under way (from 0), for locating. */
  readonly run?: number;
  /** The exit code that what was found so far calls for. */
  readonly code?: number;
}

/** Says that the program is alive, and what it does. Synchronous: a handler that never returns must not keep it back. */
export function pulse(message: Pulse): void {
  if (process.env[WATCHED] === undefined) return;
  const line = `${JSON.stringify(message)}\n`;
  try {
    writeSync(PULSE_FD, line);
  } catch (error) {
    // The parent is gone: so is the reason to go on. A full pipe only loses a pulse.
    if ((error as { code?: string }).code === "EPIPE") process.exit(130);
  }
}

