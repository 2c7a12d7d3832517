/** Screens without a terminal: what the tests of the dashboard press keys on, and read. */
import { load } from "../../src/campaign/load.ts";
import { RunScreen } from "../../src/dashboard/run/screen.ts";
import type { Subject } from "../../src/dashboard/run/commands.ts";
import type { Conditions } from "../../src/dashboard/run/branch.ts";
import type { Outlet, Screen } from "../../src/dashboard/screen.ts";
import { Stage } from "../../src/dashboard/stage.ts";
import type { Size } from "../../src/dashboard/text.ts";
import { resolve } from "../../src/scenario/resolve.ts";

export const SMALL: Size = { columns: 80, rows: 23 };
export const MIDDLE: Size = { columns: 120, rows: 39 };
export const LARGE: Size = { columns: 200, rows: 59 };

/** Keeps what leaves the dashboard. */
export class KeptOutlet implements Outlet {
  readonly copied: string[] = [];
  readonly printed: string[] = [];

  copy(text: string): void {
    this.copied.push(text);
  }

  print(line: string): void {
    this.printed.push(line);
  }
}

export interface Opened {
  readonly stage: Stage;
  readonly run: RunScreen;
  readonly outlet: KeptOutlet;
  /** Presses keys by their names, one after the other. */
  press(...names: readonly string[]): void;
  /** The screen as text, blanks at the ends of rows cut. */
  shows(size?: Size): string;
}

/** The scenario of that name as `faultline watch` opens it, in one colour. */
export async function open(target: string, conditions: Partial<Conditions> = {}, out = "reports"): Promise<Opened> {
  const subject = await subjectOf(target, out);
  const outlet = new KeptOutlet();
  const run = new RunScreen(subject, { seed: subject.resolved.seed, plan: [], rates: true, ...conditions }, { ascii: false, color: false }, outlet);
  return { ...staged(run), run, outlet };
}

export async function subjectOf(target: string, out = "reports"): Promise<Subject> {
  const scenario = await load(target);
  return { target, scenario, parameters: {}, resolved: resolve(scenario), out };
}

/** Any screen on a stage. */
export function staged(screen: Screen): Pick<Opened, "stage" | "press" | "shows"> {
  const stage = new Stage(screen, { ascii: false, color: false });
  return {
    stage,
    press: (...names) => names.forEach((name) => stage.press(name)),
    shows: (size = SMALL) => stage.rows(size).map((row) => row.replace(/\u001b\[[0-9;]*m/g, "").trimEnd()).join("\n"),
  };
}
