/** What Ink says of a key, as far as it is looked at. */
export interface Pressed {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly tab: boolean;
  readonly shift: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly ctrl: boolean;
}

const NAMES: readonly (readonly [flag: keyof Pressed, name: string])[] = [
  ["upArrow", "up"], ["downArrow", "down"], ["leftArrow", "left"], ["rightArrow", "right"], ["pageUp", "pageUp"], ["pageDown", "pageDown"],
  ["home", "home"], ["end", "end"], ["return", "return"], ["escape", "escape"], ["backspace", "backspace"], ["delete", "backspace"],
];

/** The names of the keys that were pressed: several where a terminal hands over what was typed quickly at once. */
export function namesOf(input: string, pressed: Pressed): readonly string[] {
  if (pressed.ctrl) return [`ctrl-${input}`];
  if (pressed.tab) return [pressed.shift ? "shift-tab" : "tab"];
  const named = NAMES.find(([flag]) => pressed[flag]);
  if (named !== undefined) return [named[1]];
  return [...input].map((character) => (character === "\r" || character === "\n" ? "return" : character)).filter((name) => name === "return" || name >= " ");
}
