import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { TransferListItem } from "node:worker_threads";
import { ROOT } from "../version.ts";

/** Source runs sources, what is built runs what is built. */
const BUILT = extname(new URL(import.meta.url).pathname) === ".js";

/** What threads run: a file of this package, without its extension. The command line has its own, which tells the watchdog of every run. */
export const entry: { path: string } = { path: "src/campaign/workers/thread" };

/** Starts a thread. */
export function startThread(data: object, transfer: readonly TransferListItem[]): Worker {
  const options = { workerData: data, transferList: [...transfer], execArgv: [] };
  if (BUILT) return new Worker(pathToFileURL(join(ROOT, "dist", `${entry.path}.js`)), options);
  const file = JSON.stringify(join(ROOT, `${entry.path}.ts`));
  return new Worker(`import("jiti").then(({ createJiti }) => createJiti(${file}).import(${file}));`, { ...options, eval: true });
}
