import { createHash } from "node:crypto";
import { dirname, relative } from "node:path";

/** SHA-256 in hex. */
export function sha256(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * One hash for the files a scenario is made of (absolute path to SHA-256): of one file its own, as `sha256sum FILE` prints it;
 * of several, that of the list `sha256sum` would print in the first one's folder, in the order of the paths.
 */
export function sourceHash(entry: string, files: ReadonlyMap<string, string>): string {
  if (files.size === 1) return files.get(entry)!;
  const names = [...files].map(([path, hash]) => ({ path: relative(dirname(entry), path).replaceAll("\\", "/"), hash }));
  names.sort((a, b) => (a.path < b.path ? -1 : 1));
  return sha256(names.map(({ path, hash }) => `${hash}  ${path}\n`).join(""));
}
