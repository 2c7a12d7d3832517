/** Writes to standard output, also when that is reserved. */
export const print = process.stdout.write.bind(process.stdout);

/** Keeps standard output for results: what a scenario prints goes to standard error, where it cannot end up in a document. */
export function reserveStandardOutput(): void {
  process.stdout.write = process.stderr.write.bind(process.stderr);
}
