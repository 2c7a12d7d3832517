import { readFileSync } from "node:fs";

/** Version of this package. Read from package.json, found from source and from dist alike. */
export const VERSION: string = read();

function read(): string {
  for (const up of ["../../package.json", "../../../package.json"]) {
    try {
      const found = JSON.parse(readFileSync(new URL(up, import.meta.url), "utf8")) as { name?: string; version?: string };
      if (found.name === "faultline" && found.version !== undefined) return found.version;
    } catch {
      // Not there: one folder further up.
    }
  }
  return "unknown";
}
