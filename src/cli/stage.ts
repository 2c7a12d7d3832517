import type { Stage } from "../dashboard/stage.ts";
import type { Outlet } from "../dashboard/screen.ts";
import { interrupts } from "./interrupts.ts";
import { locating, tellNext } from "./locating.ts";
import type { Output } from "./output.ts";
import { pulse } from "./pulse.ts";
import { print } from "./stdout.ts";
import { isInteractive } from "./terminal.ts";

/** Rows of a view that is printed; columns are those of the output. */
const ROWS = 60;

/** Copies by the terminal's own means (OSC 52), and keeps for the end what is to be printed. */
export class TerminalOutlet implements Outlet {
  campaign?: Outlet["campaign"];
  readonly #lines = new Set<string>();

  copy(text: string): void {
    print(`\u001b]52;c;${Buffer.from(text).toString("base64")}\u0007`);
  }

  print(line: string): void {
    this.#lines.add(line);
  }

  get text(): string {
    return [...this.#lines].map((line) => `${line}\n`).join("");
  }
}

/** Whether a stage can be shown here. */
export function isStage(output: Output): boolean {
  return isInteractive() && !output.quiet && !output.json && locating() === undefined;
}

/** Shows a stage on the terminal until it is over; then what it has to leave is printed. `busy`: it works by itself, so that silence says something. */
export async function onTerminal(stage: Stage, outlet: TerminalOutlet, spoken: boolean, busy: () => boolean = () => false): Promise<void> {
  const { show } = await import("../dashboard/show.ts");
  await show(stage, {
    spoken,
    signal: interrupts(),
    // One row stays free: a line that is too long for the terminal then scrolls nothing.
    terminal: { write: print, size: () => ({ columns: process.stdout.columns || 80, rows: Math.max(1, (process.stdout.rows || 24) - 1) }) },
    onResize: (resized) => {
      process.stdout.on("resize", resized);
      return () => process.stdout.off("resize", resized);
    },
    onInput: (typed) => {
      const { stdin } = process;
      stdin.setEncoding("utf8").setRawMode(true).on("data", typed);
      return () => void stdin.off("data", typed).setRawMode(false).pause();
    },
    onDrawn: () => {
      if (busy()) return;
      tellNext();
      pulse({ idle: true });
    },
  });
  if (outlet.text !== "") pulse({ printed: outlet.text });
}

/** The same view where there is no terminal. */
export function asText(stage: Stage, output: Output, spoken: boolean): void {
  const rows = spoken ? stage.told() : stage.screen.rows({ columns: output.width, rows: ROWS });
  output.text(rows.map((row) => row.trimEnd()).join("\n").replace(/\n{3,}/g, "\n\n").trimEnd());
}
