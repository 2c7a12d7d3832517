import { strip } from "./strip.ts";

/** What makes a step depend on the machine, or asynchronous. Comments and strings are gone when these are looked for. */
const BANNED: readonly (readonly [what: RegExp, instead: string])[] = [
  [/\bDate\b/, "virtual time"],
  [/\bperformance\b/, "virtual time"],
  [/\bMath\s*\.\s*random\b/, "keyed chance"],
  [/\b(?:async|await)\b/, "a step is synchronous"],
  [/\bPromise\b/, "a step is synchronous"],
  [/\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\b/, "the agenda"],
  [/\bMath\s*\.\s*(?:a?(?:sin|cos|tan)h?|atan2|cbrt|expm?1?|hypot|log(?:1p|10|2)?|pow)\b/, "the ported logarithm or integers: engines approximate these"],
  [/(?<!\b2 ?)\*\*|\*\*(?! ?\d+\b)/, "multiplication, or 2 ** n of a literal n, which is exact"],
  [/\btoLocale\w*|\blocaleCompare\b|\bIntl\b/, "code units"],
  [/\bcrypto\b/, "keyed chance"],
  [/(?<![.\w$])process\s*\.\s*(?:env|argv|exit\w*|nextTick|hrtime|uptime|cwd|once|std\w+|memoryUsage|pid|platform|arch|versions?|kill|emitWarning)\b/, "what the caller says"],
];

/** Functions in which banned names may stand, each with its reason. */
export const EXCEPTIONS: readonly { readonly file: string; readonly within: string; readonly because: string }[] = [
  { file: "src/scenario/run.ts", within: "runAsync", because: "it drives Node programs, and lets the event loop turn between slices of a run" },
  { file: "src/world/dispatch.ts", within: "refusePromise", because: "it refuses handlers that return one" },
];

/** Each use of a banned name in a file, as `file:line: what is wrong`. */
export function bannedIn(file: string, source: string): string[] {
  let excepted = false;
  return strip(source).split("\n").flatMap((code, index) => {
    const name = /^(?:export )?(?:async )?function\*? (\w+)/.exec(code)?.[1];
    if (name !== undefined) excepted = EXCEPTIONS.some((one) => one.file === file && one.within === name);
    const found = excepted ? [] : BANNED.flatMap(([what, instead]) => what.exec(code)?.map((text) => `${file}:${index + 1}: ${text.trim()} is banned here; instead: ${instead}`) ?? []);
    if (code.startsWith("}")) excepted = false;
    return found;
  });
}
