/** Thousands apart, as everybody reads them; no locale. */
export function thousands(value: number): string {
  const [whole, ...rest] = String(value).split(".");
  return [whole!.replace(/\B(?=(\d{3})+$)/g, ","), ...rest].join(".");
}

/** "1 event", "2,000 events". */
export function count(number: number, noun: string): string {
  return `${thousands(number)} ${noun}${number === 1 ? "" : "s"}`;
}
