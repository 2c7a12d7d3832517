import { createElement, Text, useEffect, useReducer } from "./ink.ts";
import type { Stage } from "./stage.ts";
import type { Size } from "./text.ts";

/** Between two frames of what moves, ms: 30 a second. */
const FRAME = 33;

export interface AppProps {
  readonly stage: Stage;
  /** The size of the terminal now. */
  readonly size: () => Size;
  /** Calls back with the name of each key that is pressed; returns what ends that. */
  readonly onKey: (pressed: (name: string) => void) => () => void;
  /** Calls back whenever it changes; returns what ends that. */
  readonly onResize: (resized: () => void) => () => void;
  /** In sentences, for a screen reader. */
  readonly spoken: boolean;
  /** Told after each frame. */
  readonly onDrawn: () => void;
  /** It is over, for a reason where something threw. */
  readonly onOver: (error?: Error) => void;
}

/** Draws a stage and hands it keys. All rows are one text: laying out cells would cost many times as much (TEACHING 4). */
export function App({ stage, size, onKey, onResize, spoken, onDrawn, onOver }: AppProps): React.JSX.Element {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const attempt = <T,>(body: () => T): T | undefined => {
    try {
      return body();
    } catch (error) {
      onOver(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  };
  useEffect(() => {
    stage.changed = () => (stage.over ? onOver() : redraw());
    const ends = [onResize(redraw), onKey((name) => void attempt(() => stage.press(name)))];
    return () => ends.forEach((end) => end());
  }, []);
  useEffect(onDrawn);
  const { moving } = stage;
  useEffect(() => {
    if (!moving) return;
    let last = performance.now();
    const timer = setInterval(() => attempt(() => {
      const now = performance.now();
      stage.tick(now - last);
      last = now;
      redraw();
    }), FRAME);
    return () => clearInterval(timer);
  }, [moving]);
  const rows = attempt(() => (spoken ? stage.told() : stage.rows(size()))) ?? [];
  return <Text wrap={spoken ? "wrap" : "truncate"}>{rows.join("\n")}</Text>;
}
