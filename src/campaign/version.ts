import { readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

interface Manifest {
  readonly name?: string;
  readonly version: string;
  readonly devDependencies: { readonly [name: string]: string };
}

interface Package {
  /** Its folder, with a separator at the end. */
  readonly root: string;
  readonly manifest: Manifest;
}

/** This package, found from source and from dist alike. */
const PACKAGE = find();

/** Version of this package. */
export const VERSION: string = PACKAGE.manifest.version;
/** The folder of this package. */
export const ROOT: string = PACKAGE.root;

/** The version of a package with which this one was built and tried. */
export function builtWith(name: string): string {
  return PACKAGE.manifest.devDependencies[name] ?? "*";
}

/** From this file upwards: how deep what is built lies is the build's business. */
function find(): Package {
  const here = dirname(fileURLToPath(import.meta.url));
  for (let folder = here; folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
      if (manifest.name === "faultline" && typeof manifest.version === "string") return { root: join(folder, sep), manifest };
    } catch {
      // Not there: one folder further up.
    }
  }
  return { root: join(here, sep), manifest: { version: "unknown", devDependencies: {} } };
}
