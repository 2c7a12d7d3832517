/** "same", or the same but for what a client heard just before its connection ended, which a node that stops tells it or not. */
export type Likeness = "same" | "same, coarsely" | "different";

/** A step as the model has it, and as it was seen in several plays. */
export function likeness(model: readonly string[], seen: readonly (readonly string[])[]): Likeness {
  if (seen.some((lines) => text(lines) === text(model))) return "same";
  return seen.some((lines) => text(coarse(lines)) === text(coarse(model))) ? "same, coarsely" : "different";
}

const text = (lines: readonly string[]): string => lines.join("\n");
const ENDED = /^([a-z]+): connection (?:closed: 320|lost)/;

/** Of connections that a node which stops has ended, only that they ended. */
function coarse(lines: readonly string[]): string[] {
  const ended = new Set(lines.flatMap((line) => ENDED.exec(line)?.[1] ?? []));
  return lines.flatMap((line) => {
    const [, letter] = /^([a-z]+)\d*:/.exec(line)!;
    if (!ended.has(letter!)) return [line];
    return ENDED.test(line) ? [`${letter}: connection ended`] : [];
  });
}
