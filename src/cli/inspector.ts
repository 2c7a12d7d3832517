import { createServer } from "node:net";
import * as inspector from "node:inspector";

/** Debuggers look here of themselves. */
const USUAL = 9229;
/** Nobody but this machine may debug: who can, can run anything. */
const LOOPBACK = "127.0.0.1";

/** Lets a debugger attach to this process, on the usual port if that is free. Returns where. */
export async function openInspector(): Promise<string> {
  inspector.open((await isFree(USUAL)) ? USUAL : 0, LOOPBACK);
  return new URL(inspector.url()!).host;
}

/** Waits until one has attached. */
export function waitForDebugger(): void {
  inspector.waitForDebugger();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, LOOPBACK, () => server.close(() => done(true)));
  });
}
