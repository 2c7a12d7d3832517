import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Keyboard } from "../../src/dashboard/keyboard.ts";

const KEYS: readonly (readonly [sent: string, name: string])[] = [
  ["\u001b[A", "up"], ["\u001bOB", "down"], ["\u001b[C", "right"], ["\u001b[D", "left"], ["\u001b[5~", "pageUp"], ["\u001b[6~", "pageDown"], ["\u001b[H", "home"], ["\u001b[4~", "end"],
  ["\u001b[Z", "shift-tab"], ["\t", "tab"], ["\r", "return"], ["\u007f", "backspace"], ["\u0003", "ctrl-c"], ["q", "q"], ["é", "é"], [":", ":"], ["🙂", "🙂"],
];

describe("the keyboard", () => {
  it("tells keys apart that come at once, in parts, or both", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...KEYS)), fc.array(fc.nat(12)), (keys, cuts) => {
      const sent = keys.map(([text]) => text).join("");
      const keyboard = new Keyboard();
      const names: string[] = [];
      let at = 0;
      for (const cut of [...cuts, Infinity]) {
        // A terminal does not cut a character in two.
        const end = /[\ud800-\udbff]/.test(sent[at + cut - 1] ?? "") ? at + cut + 1 : at + cut;
        names.push(...keyboard.read(sent.slice(at, end)));
        at = end;
      }
      expect(names).toEqual(keys.map(([, name]) => name));
      expect(keyboard.waiting).toBe(false);
    }));
  });

  it("takes Esc for Esc whatever follows, at once or not at all", () => {
    const keyboard = new Keyboard();
    expect(keyboard.read("\u001bq")).toEqual(["escape", "q"]);
    expect(keyboard.read("\u001b:10ms\ru")).toEqual(["escape", ":", "1", "0", "m", "s", "return", "u"]);
    expect(keyboard.read("\u001b\u001b[C")).toEqual(["escape", "right"]);
    expect(keyboard.read("\u001b")).toEqual([]);
    expect(keyboard.waiting).toBe(true);
    expect(keyboard.flush()).toEqual(["escape"]);
    expect(keyboard.read("\u001b")).toEqual([]);
    expect(keyboard.read("[C")).toEqual(["right"]);
  });

  it("leaves out what no key stands for", () => {
    expect(new Keyboard().read("a\u0001b\u001b[15~\u001b[?62;c")).toEqual(["a", "b"]);
  });
});
