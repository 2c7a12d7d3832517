/** Where two lists of observations part first: the number of the operation, from 0. Undefined: they are the same. A `*` in `expected` is any word. */
export function parting(expected: readonly (readonly string[])[], observed: readonly (readonly string[])[]): number | undefined {
  const at = expected.findIndex((lines, index) => !same(lines, observed[index] ?? []));
  return at >= 0 ? at : undefined;
}

function same(expected: readonly string[], observed: readonly string[]): boolean {
  return expected.length === observed.length && expected.every((line, index) => line === observed[index] || (line.includes("*") && matches(line.split(" "), observed[index]!.split(" "))));
}

function matches(expected: readonly string[], observed: readonly string[]): boolean {
  return expected.length === observed.length && expected.every((word, index) => word === "*" || word === observed[index]);
}
