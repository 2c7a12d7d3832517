/** What to type to see a failure file again. */
export function replayCommand(file: string): string {
  return `npx faultline replay ${quoted(file)}`;
}

/** A word for a shell. */
export function quoted(path: string): string {
  return /^[\w./@:-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
