import { spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Guardian } from "../../../src/campaign/conform/guardian.ts";

it("ends the last process group it was told of, all of it, and removes the folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "faultline-guardian-"));
  const guardian = new Guardian(folder);
  // It is closed when nobody has its output any more: the one behind it is gone as well.
  const broker = spawn("/bin/sh", ["-c", "sleep 60 & wait"], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((done) => broker.once("close", (_code, signal) => done(signal)));
  guardian.guard(broker.pid!);
  await guardian.end();
  expect(await ended).toBe("SIGKILL");
  expect(existsSync(folder)).toBe(false);
});
