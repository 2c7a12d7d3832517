/** What terminals send for keys that are no characters (xterm's control sequences). */
const SEQUENCES: { readonly [sequence: string]: string } = {
  "[A": "up", "[B": "down", "[C": "right", "[D": "left", "OA": "up", "OB": "down", "OC": "right", "OD": "left",
  "[H": "home", "[F": "end", "OH": "home", "OF": "end", "[1~": "home", "[7~": "home", "[4~": "end", "[8~": "end",
  "[5~": "pageUp", "[6~": "pageDown", "[Z": "shift-tab", "[3~": "backspace",
};
const CONTROLS: { readonly [character: string]: string } = { "\r": "return", "\n": "return", "\t": "tab", "\u007f": "backspace", "\b": "backspace", "\u0003": "ctrl-c", "\u001b": "escape" };
/** A sequence with its Esc, one that has only begun, or a character. */
const PIECE = /\u001b(?:\[[0-9;?]*[@-~]|O[A-Za-z])|\u001b(?:\[[0-9;?]*|O)?$|[^]/gu;

/** A sequence whose rest does not come within this is no sequence, ms. */
export const PATIENCE = 30;

/**
 * Tells the keys in what a terminal sends. Several may come at once, and a sequence in two parts. (Ink's own reading takes Esc and
 * what follows it quickly for one key with Alt, and loses the Esc before several.)
 */
export class Keyboard {
  #begun = "";

  /** The names of the keys; see `Key`. What may only be the beginning of one waits for more, or for `flush`. */
  read(text: string): readonly string[] {
    const names: string[] = [];
    const all = this.#begun + text;
    this.#begun = "";
    for (const [piece] of all.matchAll(PIECE)) {
      const rest = piece.slice(1);
      if (piece.startsWith("\u001b") && (rest === "" || SEQUENCES[rest] === undefined)) {
        // Only what stands at the end can go on.
        if (/^(?:|\[[0-9;?]*|O)$/.test(rest) && all.endsWith(piece)) this.#begun = piece;
        else if (rest === "") names.push("escape");
        continue;
      }
      const name = piece.startsWith("\u001b") ? SEQUENCES[rest]! : (CONTROLS[piece] ?? piece);
      if (name >= " ") names.push(name);
    }
    return names;
  }

  /** Whether something waits for its rest. */
  get waiting(): boolean {
    return this.#begun !== "";
  }

  /** No more has come: what waits is Esc, and the characters behind it. */
  flush(): readonly string[] {
    const [escape, ...rest] = this.#begun;
    this.#begun = "";
    return escape === undefined ? [] : ["escape", ...rest];
  }
}
