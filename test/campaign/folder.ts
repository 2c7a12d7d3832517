import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder outside the repository with these files; gone when the tests of the file are over. */
export function folder(files: { readonly [path: string]: string }): string {
  const created = realpathSync(mkdtempSync(join(tmpdir(), "faultline-test-")));
  made.push(created);
  write(created, files);
  return created;
}

export function write(folder: string, files: { readonly [path: string]: string }): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** What a scenario file says between its braces; three messages that nobody loses. */
export const SCENARIO = `
  title: "three messages",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: () => ({ publish(ctx, message) { ctx.send("c1", { type: "publish", message }); } }) },
    { name: "consumer", count: 1, role: "consumer", run: () => ({ receive(ctx, from, packet) { ctx.effect(packet.message); } }) },
  ],
  workload: { messages: 3 },
  promises: { "at-most-once": { holds: true } },
`;
