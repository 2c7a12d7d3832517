import type { Subject } from "./run/commands.ts";
import type { Size } from "./text.ts";

/** What a key does on a screen. The footer, the help and the keyboard all read this one list. */
export interface Key {
  /** Names of the keys: a character, or left, right, up, down, pageUp, pageDown, home, end, return, escape, tab, shift-tab. */
  readonly press: readonly string[];
  /** How the key is written for people. Default: the first of them. */
  readonly shown?: string;
  /** What it does, for the help. */
  readonly does: string;
  /** In a word or two, for the footer; a key without stands in the help alone. */
  readonly brief?: string | undefined;
  /** Heading in the help. */
  readonly group: string;
  /** Whether it does anything now. Default: always. */
  when?(): boolean;
  run(): void;
}

/** Something that fills the terminal. It draws strings and knows neither Ink nor the terminal, so tests read it as it is. */
export interface Screen {
  readonly keys: readonly Key[];
  /** Exactly `size.rows` rows of at most `size.columns` columns. */
  rows(size: Size): readonly string[];
  /** The same for a screen reader: what there is to say, in sentences, the newest first. */
  told(): readonly string[];
  /** Takes a character that is typed into it, before any key; true when it did. */
  typed?(input: string): boolean;
  /** It goes on by itself. */
  readonly moving: boolean;
  /** So many ms went by while it was moving. */
  tick?(ms: number): void;
  /** Told when it is left for the screen before. */
  closed?(): void;
  /** Somebody has to see it anew: called by the screen, set by whoever shows it. */
  changed?: () => void;
}

/** What leaves the dashboard. */
export interface Outlet {
  /** To where it can be pasted from. */
  copy(text: string): void;
  /** To standard output, once the terminal is a terminal again. */
  print(line: string): void;
  /** Begins a campaign of a scenario, and shows it; where there is somebody who can. */
  campaign?(subject: Subject): void;
}

/** Keys whose action is possible now. */
export function validKeys({ keys }: Pick<Screen, "keys">): readonly Key[] {
  return keys.filter(({ when }) => when === undefined || when());
}

const ARROWS: { readonly [arrow: string]: string } = { "→": "Right", "←": "Left", "↓": "Down", "↑": "Up" };

/** How a key is written for people. */
export function shownKey({ press, shown }: Key, ascii: boolean): string {
  const text = shown ?? press[0]!;
  return ascii ? text.replace(/[→←↓↑]/g, (arrow) => ARROWS[arrow]!) : text;
}
