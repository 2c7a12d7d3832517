import { strip } from "./strip.ts";

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Whether it is gone when types are stripped. `import { type A } from` is not: what it leaves still evaluates the module. */
  readonly typeOnly: boolean;
}

/** `import` and `export ... from` at the start of a statement; what stands between keyword and `from` is names and braces. */
const STATIC = /(?<=^|[;}\n])[ \t]*(import|export)\b(?:([ \t]+type\b(?![ \t]*(?:from\b|,)))?[\s\w$*{},]*?\bfrom)?\s*(["'])( *)\3/g;
const DYNAMIC = /\bimport\s*\(\s*(?:(["'])( *)\1)?/g;

/** What a file imports, re-exports, or imports when it runs; a specifier of `import()` that is computed is "". */
export function importsOf(source: string): Import[] {
  const code = strip(source);
  const found: Import[] = [];
  const lineAt = (at: number): number => code.slice(0, at).split("\n").length;
  const add = (match: RegExpExecArray, quoted: string | undefined, typeOnly: boolean): void => {
    const end = match.index + match[0].length - 1;
    found.push({ specifier: quoted === undefined ? "" : source.slice(end - quoted.length, end), line: lineAt(match.index + match[0].search(/\S/)), typeOnly });
  };
  for (const match of code.matchAll(STATIC)) if (match[1] === "import" || match[0].includes("from")) add(match, match[4], match[2] !== undefined);
  for (const match of code.matchAll(DYNAMIC)) add(match, match[2], isType(code, match.index, match.index + match[0].length));
  return found;
}

/** `typeof import("x")` and `import("x").Name` are types; a module that is awaited is used by then, catch or finally, if at once. */
function isType(code: string, from: number, to: number): boolean {
  return /\btypeof\s*$/.test(code.slice(0, from)) || /^\s*\)\s*\.\s*(?!then\b|catch\b|finally\b)/.test(code.slice(to));
}
