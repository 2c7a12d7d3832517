import type { RunScreen } from "../dashboard/run/screen.ts";
import type { Stage } from "../dashboard/stage.ts";
import { interrupts } from "./interrupts.ts";
import { locating } from "./locating.ts";
import type { Output } from "./output.ts";
import { pulse } from "./pulse.ts";
import { print } from "./stdout.ts";
import { isInteractive } from "./terminal.ts";

/** Rows of a view that is printed; columns are those of the output. */
const ROWS = 60;

/** Shows a stage on the terminal until it is over, or prints the same view where there is none. */
export async function onTerminal(stage: Stage, output: Output, spoken: boolean, screen: RunScreen): Promise<void> {
  if (!isInteractive() || output.quiet || locating() !== undefined) {
    if (screen.player.index < 0 && !screen.player.goToViolation()) screen.player.goTo(Infinity);
    const rows = spoken ? stage.told() : screen.rows({ columns: output.width, rows: ROWS });
    return output.text(rows.map((row) => row.trimEnd()).join("\n").replace(/\n{3,}/g, "\n\n").trimEnd());
  }
  const { show } = await import("../dashboard/show.ts");
  screen.copy = (text) => void print(`\u001b]52;c;${Buffer.from(text).toString("base64")}\u0007`);
  await show(stage, {
    spoken,
    signal: interrupts(),
    // One row stays free: a line that is too long for the terminal then scrolls nothing.
    terminal: { write: print, size: () => ({ columns: process.stdout.columns || 80, rows: Math.max(1, (process.stdout.rows || 24) - 1) }) },
    onResize: (resized) => {
      process.stdout.on("resize", resized);
      return () => process.stdout.off("resize", resized);
    },
    onDrawn: () => pulse({ idle: true }),
  });
  const { printed } = screen;
  if (printed.length > 0) pulse({ printed: `${[...new Set(printed)].join("\n")}\n` });
}
