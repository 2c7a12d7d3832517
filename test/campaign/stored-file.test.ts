import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StoredFile } from "../../src/campaign/journal/stored-file.ts";
import { folder } from "./folder.ts";

const path = join(folder({}), "lines");

function stored(content: string): StoredFile {
  writeFileSync(path, content);
  return StoredFile.open(path)!;
}

const told = (file: StoredFile): readonly string[] => [...file.lines()].map(([line]) => line);
/** Longer than what is read at a time. */
const LONG = "é".repeat(800_000);

describe("a stored file", () => {
  it("has the lines that were written, each found again where it begins, in any order", () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", " "))), fc.string(), (lines, rest) => {
      const file = stored(lines.map((line) => `${line}\n`).join("") + rest.replaceAll("\n", " "));
      const all = [...file.lines()];
      expect(all.map(([line]) => line)).toEqual(lines);
      for (const [line, at] of all.toReversed()) expect(file.line(at)).toBe(line);
      for (const [index, [, , next]] of all.entries()) if (index + 1 < all.length) expect(all[index + 1]![1]).toBe(next);
      file.close();
    }), { numRuns: 50 });
  });

  it("has lines that are longer than what is read at a time, and those around them", () => {
    const lines = ["first", LONG, "between", LONG + LONG, "last"];
    const file = stored(`${lines.join("\n")}\n`);
    expect(told(file)).toEqual(lines);
    const all = [...file.lines()];
    for (const index of [4, 1, 3, 0, 2]) expect(file.line(all[index]![1])).toBe(lines[index]);
    file.close();
  });

  it("is empty without a whole line, and does not mind what is added while it is read", () => {
    const none = stored("no end");
    expect(none.isEmpty).toBe(true);
    expect(told(none)).toEqual([]);
    none.close();
    const file = stored("one\ntwo\nthr");
    const all = [...file.lines()];
    appendFileSync(path, "ee\nfour\n");
    expect(file.line(all[0]![1])).toBe("one");
    expect(file.line(all[1]![1])).toBe("two");
    file.close();
  });

  it("is undefined where there is none, and says so where it cannot be read", () => {
    expect(StoredFile.open(`${path}.not`)).toBe(undefined);
    expect(() => StoredFile.open(folder({}))!.isEmpty).toThrow(/^cannot read .*: /);
  });
});
