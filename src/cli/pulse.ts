import { writeSync } from "node:fs";

/** File descriptor of the pipe to the watching parent, and the variable that says there is one. */
export const PULSE_FD = 3;
export const WATCHED = "FAULTLINE_WATCHED";
/** Set in a second run that only locates a runaway: a `Locating` as JSON. */
export const LOCATING = "FAULTLINE_LOCATING";
/** File descriptor from which a program that goes on where another was stopped reads a `Resumed` as JSON, and the variable that says there is one. */
export const RESUME_FD = 4;
export const RESUMING = "FAULTLINE_RESUMING";

/** Where a campaign over several scenarios goes on. */
export interface Resumed {
  /** The scenario on which the program was stopped, from 0. */
  readonly target: number;
  /** Why: one line. */
  readonly stopped: string;
  /** The exit code that all of it calls for. */
  readonly code: number;
  /** What had been found. */
  readonly found?: object;
}

/** Where a second run, which announces every event before it happens, has to begin. */
export interface Locating {
  /** Of a campaign: which of its scenarios, and which run of it, from 0. */
  readonly target?: number;
  readonly run?: number;
  /** Of a single run: the last event that is known to have happened. */
  readonly event?: number;
}

/** What a watched child tells its parent, a line of JSON each. */
export interface Pulse {
  /** What is going on, for the parent to name when it has to end it. */
  readonly doing?: string;
  /** A line of progress for a terminal. */
  readonly progress?: string;
  readonly locating?: Locating;
  /** Stopped on one scenario, it can go on behind it: it reads a `Resumed`. */
  readonly resumes?: true;
  /** The exit code that what was found so far calls for. */
  readonly code?: number;
  /** What was found so far, for the JSON document. */
  readonly found?: object;
  /** Nothing is under way: it waits for a person, and silence is no sign of anything. */
  readonly idle?: boolean;
  /** Text for standard output once the terminal is free again. */
  readonly printed?: string;
  /** The exit code with which the program came to its own end; without this, user code has ended it. */
  readonly ended?: number;
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
