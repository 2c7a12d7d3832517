import { App } from "./app.tsx";
import { Frames, Spoken } from "./frames.ts";
import type { Terminal } from "./frames.ts";
import { createElement, render } from "./ink.ts";
import { Keyboard, PATIENCE } from "./keyboard.ts";
import type { Stage } from "./stage.ts";

/** How a stage is shown. */
export interface Showing {
  /** In sentences, for a screen reader. */
  readonly spoken: boolean;
  /** Ends it from outside. */
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
  /** Calls back whenever the terminal changes its size; returns what ends that. */
  readonly onResize: (resized: () => void) => () => void;
  /** Calls back with what the terminal sends; returns what ends that. */
  readonly onInput: (typed: (text: string) => void) => () => void;
  /** Told after each frame: from here on somebody has to do something. */
  readonly onDrawn: () => void;
}

/** Shows a stage until it is over. Alternate screen and raw mode are the watching parent's, which outlives us. @throws whatever a view throws. */
export async function show(stage: Stage, { spoken, signal, terminal, onInput, onResize, onDrawn }: Showing): Promise<void> {
  const frames = spoken ? new Spoken(terminal) : new Frames(terminal);
  let failed: Error | undefined;
  let end = (error?: Error): void => void (failed ??= error);
  const app = render(createElement(App, { stage, size: () => terminal.size(), onKey: (pressed) => keysOf(onInput, pressed), onResize, spoken, onDrawn, onOver: (error) => end(error) }), {
    stdout: frames as unknown as NodeJS.WriteStream, debug: true, exitOnCtrlC: false, patchConsole: false,
  });
  const stop = (error?: Error): void => {
    failed ??= error;
    app.unmount();
  };
  if (failed !== undefined) stop();
  end = stop;
  const interrupt = (): void => stop();
  const unfollow = onResize(() => frames.resized());
  signal.addEventListener("abort", interrupt);
  try {
    await app.waitUntilExit();
    frames.flush();
  } finally {
    signal.removeEventListener("abort", interrupt);
    unfollow();
  }
  if (failed !== undefined) throw failed;
}

/** Reads keys, and gives a sequence that has only begun a moment to go on. */
function keysOf(onInput: Showing["onInput"], pressed: (name: string) => void): () => void {
  const keyboard = new Keyboard();
  let timer: NodeJS.Timeout | undefined;
  const end = onInput((text) => {
    clearTimeout(timer);
    for (const name of keyboard.read(text)) pressed(name);
    if (keyboard.waiting) timer = setTimeout(() => keyboard.flush().forEach(pressed), PATIENCE);
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}
