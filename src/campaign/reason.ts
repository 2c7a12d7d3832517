import { messageOf } from "../kernel/errors.ts";
import { printable } from "../world/step-key.ts";

/** What the system said, without its code and path. */
export function reason(error: unknown): string {
  const code = (error as { code?: string }).code;
  const known: { readonly [code: string]: string } = { ENOENT: "there is no such file or folder", EACCES: "permission denied", EISDIR: "it is a folder", ENOTDIR: "a part of the path is not a folder", ENOSPC: "the disk is full", EROFS: "the file system is read-only", EEXIST: "a file is in the way" };
  return (code !== undefined ? known[code] : undefined) ?? printable(messageOf(error));
}
