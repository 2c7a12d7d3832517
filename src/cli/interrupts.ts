/** Aborts at the first signal that asks the program to end: what was found is then written out. */
export function interrupts(): AbortSignal {
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupt.abort());
  return interrupt.signal;
}
