/** Statistics of runs to the first failure, as SEARCH.md section 5 asks: whole distributions, censored cases kept. */

/** The smallest value that this share of all is not above; Infinity where it was never found. With one common limit these are Kaplan and Meier's. */
export function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)]!;
}

/** Share of values at most so large. */
export function within(values: readonly number[], most: number): number {
  return values.filter((value) => value <= most).length / values.length;
}

/** Vargha and Delaney's A12: how likely one of the first is smaller than one of the second, ties half. */
export function effectSize(first: readonly number[], second: readonly number[]): number {
  let wins = 0;
  for (const a of first) for (const b of second) wins += a < b ? 1 : a === b ? 0.5 : 0;
  return wins / (first.length * second.length);
}

/** Two-sided p of Mann and Whitney's U, by the normal approximation with ties corrected. */
export function mannWhitney(first: readonly number[], second: readonly number[]): number {
  const all = [...first.map((value) => ({ value, group: 0 })), ...second.map((value) => ({ value, group: 1 }))].sort((a, b) => (a.value === b.value ? 0 : a.value < b.value ? -1 : 1));
  let ranks = 0;
  let ties = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]!.value === all[from]!.value) to++;
    const rank = (from + to + 1) / 2;
    for (let at = from; at < to; at++) if (all[at]!.group === 0) ranks += rank;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const [m, n] = [first.length, second.length];
  const u = ranks - (m * (m + 1)) / 2;
  const variance = ((m * n) / 12) * (m + n + 1 - ties / ((m + n) * (m + n - 1)));
  if (variance <= 0) return 1;
  return 2 * (1 - normal(Math.max(0, Math.abs(u - (m * n) / 2) - 0.5) / Math.sqrt(variance)));
}

/** Holm's correction over a family: the p values as they count together. */
export function holm(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const corrected: number[] = [];
  let most = 0;
  for (const [rank, index] of order.entries()) corrected[index] = most = Math.max(most, Math.min(1, values[index]! * (values.length - rank)));
  return corrected;
}

/** Distribution function of the standard normal distribution (Abramowitz and Stegun 26.2.17, to 7.5e-8). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - tail;
}
