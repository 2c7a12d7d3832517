/** Every subset of `size`, in order. */
export function* subsets<T>(from: readonly T[], size: number, start: number = 0): Generator<readonly T[]> {
  if (size === 0) return yield [];
  for (let index = start; index <= from.length - size; index++) for (const rest of subsets(from, size - 1, index + 1)) yield [from[index]!, ...rest];
}
