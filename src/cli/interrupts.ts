/** Aborted by the first interrupt: what has been found by then is still to be handed over. The second ends the program (watchdog.ts). */
export function interrupts(): AbortSignal {
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupt.abort());
  return interrupt.signal;
}
