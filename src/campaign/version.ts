import { readFileSync } from "node:fs";
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

function find(): Package {
  for (const up of ["../../", "../../../"]) {
    try {
      const manifest = JSON.parse(readFileSync(new URL(`${up}package.json`, import.meta.url), "utf8")) as Manifest;
      if (manifest.name === "faultline" && typeof manifest.version === "string") return { root: fileURLToPath(new URL(up, import.meta.url)), manifest };
    } catch {
      // Not there: one folder further up.
    }
  }
  return { root: fileURLToPath(new URL("../../", import.meta.url)), manifest: { version: "unknown", devDependencies: {} } };
}
