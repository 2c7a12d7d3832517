import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { howToReplay, portable } from "../campaign/failures.ts";
import { makeFolder } from "../campaign/new-file.ts";
import { reason } from "../campaign/reason.ts";
import { reasons } from "../campaign/report.ts";
import { VERSION } from "../campaign/version.ts";
import { InputError } from "../kernel/errors.ts";
import { failureReport } from "../report/failure.ts";
import { failureHtml } from "../report/html/failure.ts";
import { joined } from "../scenario/parameters.ts";
import type { Parameters } from "../scenario/parameters.ts";
import type { Simulation } from "../scenario/simulation.ts";
import type { Work } from "../search/attempt.ts";
import type { Counterexample } from "../search/counterexample.ts";
import { BRIEF } from "../search/explain.ts";
import { printable } from "../world/step-key.ts";
import { pulse } from "./pulse.ts";

/** Writes a file that a person asked for, whole or not at all, in place of one that is there. @throws InputError when it cannot be. */
export function writeFile(path: string, content: string): void {
  const draft = `${path}.${process.pid}.part`;
  try {
    makeFolder(dirname(resolve(path)));
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (error) {
    try {
      rmSync(draft, { force: true });
    } catch {
      // It cannot be there either.
    }
    throw new InputError(`cannot write ${printable(path)}: ${reason(error)}`);
  }
}

/** Writes the page of a failure beside its file, and returns its path. @throws InputError when it cannot be. */
export function writePage({ file = "", guarantee, parameters }: Counterexample, simulation: Simulation, set: Parameters): string {
  const path = pageBeside(file);
  const why = alive(reasons(simulation, guarantee, BRIEF));
  writeFile(path, failureHtml(failureReport(simulation, { faultline: VERSION, guarantee, parameters: joined(set, parameters), command: howToReplay(file), ...why })));
  return path;
}

/** Drives work to its end, and tells the watching parent now and then that it goes on. */
function alive<T>(work: Work<T>): T {
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    pulse({});
  }
}

/** Leads from a file to the pages that are there beside failure files. */
export function pagesFrom(file: string): (failureFile: string) => string | undefined {
  return (failureFile) => {
    const page = pageBeside(failureFile);
    return existsSync(page) ? `./${portable(relative(dirname(resolve(file)), resolve(page))).split("/").map(encodeURIComponent).join("/")}` : undefined;
  };
}

function pageBeside(failureFile: string): string {
  return failureFile.replace(/(\.repro\.json)?$/, ".html");
}

/** What cannot be written is told, and keeps nothing else from being written. */
export function tried<T>(trouble: (error: InputError) => void, what: () => T): T | undefined {
  try {
    return what();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    trouble(error);
    return undefined;
  }
}
