/**
 * Something a person gave us is wrong: a scenario, a plan, a file, an option.
 * The message is one line that says what, where, and what would be right; the command line exits with 2.
 */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** A broken rule of our own: a bug in Faultline, never the user's doing. Thrown loudly, with its stack. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** Throws unless `condition` holds. For what must be true whatever a user does. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** The text of a thrown value, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The name nearest to `wanted` by edit distance, or undefined when none is near (more than a third of the letters differ). */
export function nearest(wanted: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(wanted.toLowerCase(), name.toLowerCase());
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

/** `; did you mean "x"?` when a near name exists, else the list of names. */
export function suggestion(wanted: string, names: Iterable<string>): string {
  const all = [...names];
  const near = nearest(wanted, all);
  if (near !== undefined) return `; did you mean "${near}"?`;
  return all.length === 0 ? "" : `; known: ${all.slice(0, 12).join(", ")}${all.length > 12 ? ", ..." : ""}`;
}

/** Levenshtein's distance, one row at a time. Inputs are cut to 80 characters: names, not novels. */
function editDistance(left: string, right: string): number {
  const a = left.slice(0, 80);
  const b = right.slice(0, 80);
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
