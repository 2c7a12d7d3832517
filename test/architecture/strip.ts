/**
 * Source text with comments, strings, templates' text and regular expressions blanked out, letter for letter, so that places
 * stay as they are. Quotes stay. What a template puts in by `${...}` is code, and stays.
 */
export function strip(source: string): string {
  const out = source.split("");
  const blank = (from: number, to: number): void => {
    for (let at = from; at < to; at++) if (out[at] !== "\n") out[at] = " ";
  };
  /** Depths of braces at which a template goes on. */
  const templates: number[] = [];
  let depth = 0;
  let at = 0;
  let last = "";
  while (at < source.length) {
    const start = at;
    const two = source.slice(at, at + 2);
    const one = source[at]!;
    if (two === "//" || two === "/*") {
      at = two === "//" ? endOf(source, "\n", at) : endOf(source, "*/", at + 2) + 2;
      blank(start, at);
      continue;
    }
    if (one === '"' || one === "'") {
      at = closing(source, at + 1, one);
      blank(start + 1, at);
      at++;
    } else if (one === "`" || (one === "}" && templates.at(-1) === depth)) {
      if (one === "}") templates.pop();
      at = templateEnd(source, at + 1);
      blank(start + 1, at);
      if (source[at] === "$") {
        templates.push(depth);
        at++;
      }
      at++;
      last = source[at - 1] === "`" ? "`" : "(";
      continue;
    } else if (one === "/" && startsExpression(last)) {
      at = regexEnd(source, at + 1);
      blank(start + 1, at);
      at++;
    } else if (/[\w$]/.test(one)) {
      while (/[\w$]/.test(source[at] ?? "")) at++;
    } else {
      if (one === "{") depth++;
      if (one === "}") depth--;
      at++;
    }
    if (!/^\s/.test(one)) last = source.slice(start, at);
  }
  return out.join("");
}

/** Whether a slash after this token starts a regular expression, not a division. */
function startsExpression(last: string): boolean {
  return !/^(?:[\w$"'`/)\]}].*)$/s.test(last) || /^(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield)$/.test(last);
}

function endOf(source: string, what: string, from: number): number {
  const at = source.indexOf(what, from);
  return at < 0 ? source.length : at;
}

function closing(source: string, from: number, quote: string): number {
  let at = from;
  while (at < source.length && source[at] !== quote && source[at] !== "\n") at += source[at] === "\\" ? 2 : 1;
  return at;
}

function templateEnd(source: string, from: number): number {
  let at = from;
  while (at < source.length && source[at] !== "`" && source.slice(at, at + 2) !== "${") at += source[at] === "\\" ? 2 : 1;
  return at;
}

function regexEnd(source: string, from: number): number {
  let at = from;
  let inClass = false;
  while (at < source.length && (inClass || source[at] !== "/") && source[at] !== "\n") {
    if (source[at] === "[") inClass = true;
    if (source[at] === "]") inClass = false;
    at += source[at] === "\\" ? 2 : 1;
  }
  return at;
}
