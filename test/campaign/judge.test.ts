import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { judge } from "../../src/campaign/judge.ts";
import { judgementText } from "../../src/report/judgement.ts";
import { folder } from "./folder.ts";

const HEADER = '{"history":1,"promises":{"effectively-once":{"holds":true}}}';
const END = '{"at":9,"verb":"end","ending":"quiet"}';
const line = (verb: string, message: string, more = ""): string => `{"at":5,"node":"n\u00e9","verb":"${verb}","message":"${message}"${more}}`;

function written(content: string | Uint8Array): string {
  const path = join(folder({ "h.jsonl": "" }), "h.jsonl");
  writeFileSync(path, content);
  return path;
}

describe("a history's file", () => {
  it("is read in pieces, whatever the length of its lines and wherever a piece ends", async () => {
    const messages = Array.from({ length: 3_000 }, (_, index) => `ordre-\u00e9\u{1f4e8}-${index}`);
    const detail = (index: number): string => `,"detail":"${"\u00e9".repeat((index * 37) % 1_500)}"`;
    const lines = [HEADER, ...messages.flatMap((message, index) => [line("publish", message, detail(index)), line("confirm", message), line("effect", message)]), END];
    const read: number[] = [];
    const path = written(lines.join("\n"));
    const { verdicts, ...rest } = await judge(path, { onProgress: (bytes, size) => read.push(bytes / size) });
    expect(rest).toMatchObject({ lines: lines.length, messages: 3_000, history: { publish: 3_000, confirm: 3_000, effect: 3_000 } });
    expect(verdicts.map(({ status }) => status)).toEqual(verdicts.map(() => "pass"));
    expect(read.length).toBeGreaterThan(3);
    expect(read.at(-1)).toBe(1);
  });

  it("ends with a newline or without, and its lines in either way", async () => {
    const lines = [HEADER, line("publish", "a"), line("effect", "a"), END];
    for (const content of [lines.join("\n"), `${lines.join("\n")}\n`, `${lines.join("\r\n")}\r\n`]) expect(await judge(written(content))).toMatchObject({ lines: 4, ending: "quiet" });
    await expect(judge(written(`${lines.join("\n")}\n\n`))).rejects.toThrow(/h\.jsonl, line 5: is empty$/);
  });

  it("may have a line longer than any that is read, of which not all is kept", async () => {
    const content = [HEADER, line("publish", "a"), `{"at":5,"x":"${"x".repeat(9_000_000)}"}`, line("effect", "a"), END].join("\n");
    await expect(judge(written(content))).rejects.toThrow(/h\.jsonl, line 3: has more than 1048576 characters$/);
    expect(await judge(written(content), { lenient: true })).toMatchObject({ lines: 4, unread: { lines: 1 }, history: { publish: 1, effect: 1 } });
  });

  it("that holds bytes which are not UTF-8 names the line", async () => {
    const bytes = Buffer.from([HEADER, line("publish", "a"), line("effect", "?"), END].join("\n"));
    bytes[bytes.lastIndexOf("?")] = 0xff;
    await expect(judge(written(bytes))).rejects.toThrow(/h\.jsonl, line 3: holds bytes that are not UTF-8$/);
  });

  it("that is none is refused in one line", async () => {
    const at = folder({ "empty.jsonl": "", "folder/x": "" });
    await expect(judge(join(at, "none.jsonl"))).rejects.toThrow(/^cannot read .*none\.jsonl: there is no such file or folder; give the path of a history, a line of JSON an event \(docs\/history\.md\)$/);
    await expect(judge(join(at, "folder"))).rejects.toThrow(/^cannot read .*folder: it is a folder; give the path/);
    await expect(judge("/dev/zero")).rejects.toThrow(/^\/dev\/zero is no regular file; give the path/);
    await expect(judge(join(at, "empty.jsonl"))).rejects.toThrow(/empty\.jsonl is empty; the first line is the header: /);
  });

  it("without a newline is not kept whole", async () => {
    const path = written("");
    truncateSync(path, 256 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    await expect(judge(path)).rejects.toThrow(/line 1/);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
  });
});

describe("the example of docs/history.md", () => {
  it("is judged as it says there", async () => {
    const text = readFileSync(fileURLToPath(new URL("../../docs/history.md", import.meta.url)), "utf8");
    const [, history] = /```jsonl\n(.*?)```/s.exec(text)!;
    const [, shown] = /```\n\$ npx faultline judge payments\.jsonl\n(.*?)\n```/s.exec(text)!;
    expect(judgementText("payments.jsonl", await judge(written(history!)), { width: 80, ascii: false, color: false })).toBe(shown);
  });
});

describe("what keeps verdicts from being sure is told below them", () => {
  it("lines that could not be read, and signs of another order", async () => {
    const path = written([HEADER, ...Array<string>(7).fill('{"at":1}'), '{"at":9000,"node":"c1","verb":"effect","message":"a\u001b"}', line("publish", "a\u001b").replace("\u001b", "\\u001b"), END].join("\n").replace('"a\u001b"', '"a\\u001b"'));
    const text = judgementText("h.jsonl", await judge(path, { lenient: true }), { width: 80, ascii: true, color: false });
    expect(text.slice(text.indexOf("!"))).toBe(`! 7 lines could not be read. The verdicts are about the rest: what is missing
  there may have been in them.
! line 2: has no "verb"
! line 3: has no "verb"
! line 4: has no "verb"
! line 5: has no "verb"
! line 6: has no "verb"
! ... and 2 more
! Of 1 message something is said before the line of their publish. Lines are
  taken in their order: put those of producers first.
! 2 lines are earlier than one before, by up to 8.99ms. Lines are taken in their
  order: it must be that of what happened, as far as order, deadline and fenced
  go by it.`);
    expect(text).not.toContain("\u001b");
  });
});
