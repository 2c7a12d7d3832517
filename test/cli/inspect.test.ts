import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { check } from "../../src/campaign/check.ts";
import { load } from "../../src/campaign/load.ts";
import { complaint, faultline, file, project, start } from "./faultline.ts";
import type { Started } from "./faultline.ts";
import { Debugger } from "./debugger.ts";

type Loose = { [field: string]: any };

const SOURCE = `import { holds, scenario } from "faultline";
import type { Context, Factory, Message, Packet } from "faultline";

type Wire = Packet & {
  type: "publish";
  message: Message;
};

const consumer: Factory<Wire> = () => ({
  receive(ctx: Context<Wire>, _from: string, packet: Wire): void {
    const { message } = packet;
    ctx.effect(message);
    if (message.id === 2) ctx.effect(message);
  },
});

export default scenario({
  title: "one of three acts twice",
  nodes: [
    { name: "p1", role: "producer", run: () => ({ publish(ctx, message) { ctx.send("c1", { type: "publish", message }); } }) },
    { name: "c1", role: "consumer", run: consumer },
  ],
  workload: { messages: 3 },
  obligation: "published",
  promises: { "at-most-once": holds(), "at-least-once": holds() },
});
`;

/** A scenario's folder and the file of its failure. */
async function failed(source: string): Promise<{ readonly at: string; readonly failure: Loose; readonly path: string }> {
  const at = project({ "mine.ts": source });
  const { counterexamples } = await check(await load(join(at, "mine.ts")), { runs: 1, out: join(at, "reports") });
  const path = counterexamples[0]!.file!;
  return { at, path, failure: JSON.parse(readFileSync(path, "utf8")) as Loose };
}

/** Attaches to what was started, and lets it run to where it stops. */
async function stopped({ child, said, ended }: Started): Promise<{ readonly debug: Debugger; readonly paused: Loose; readonly line: string }> {
  let heard = "";
  child.stderr!.on("data", (chunk: string) => (heard += chunk));
  await said("waiting for a debugger on ");
  const [line, address] = /waiting for a debugger on (\S+): .*/.exec(heard)!;
  const debug = await Debugger.attach(address!);
  void ended.then(() => debug.close());
  await debug.send("Debugger.enable");
  await debug.send("Runtime.enable");
  await debug.send("Runtime.runIfWaitingForDebugger");
  return { debug, paused: await debug.event("Debugger.paused"), line };
}

/** Steps into what is called next, until it is in this file. */
async function into(debug: Debugger, url: string): Promise<Loose> {
  for (let steps = 0; steps < 4; steps++) {
    await debug.send("Debugger.stepInto");
    const [frame] = (await debug.event("Debugger.paused"))["callFrames"] as Loose[];
    if (debug.scripts.get(frame!["location"].scriptId as string)!.url === url) return frame!;
  }
  throw new Error(`never came to ${url}`);
}

describe("replay --inspect", () => {
  it("stops in front of the user's handler in which the promise breaks, and shows the file as it was written", async () => {
    const { at, path, failure } = await failed(SOURCE);
    const started = start(["replay", "--inspect", path], { cwd: at });
    const { debug, paused, line } = await stopped(started);
    expect(line).toMatch(new RegExp(`^waiting for a debugger on 127\\.0\\.0\\.1:\\d+: run "node inspect 127\\.0\\.0\\.1:\\d+", or open chrome://inspect; it stops in front of the handler of event ${failure["event"] as number}, which breaks at-most-once$`));
    const [ours] = paused["callFrames"] as Loose[];
    expect(await debug.evaluate(ours!, "name + ' ' + world.kernel.events + ' ' + given[2].message.id")).toBe(`receive ${failure["event"] as number} 2`);
    expect(await debug.evaluate(ours!, "world.outside.books.obligations.state(2, 0) & 16"), "it has had no effect yet").toBe(0);

    const url = pathToFileURL(join(at, "mine.ts")).href;
    const handler = await into(debug, url);
    expect(handler["functionName"]).toBe("receive");
    const { scriptId, lineNumber } = handler["location"] as { scriptId: string; lineNumber: number };
    expect(SOURCE.split("\n")[lineNumber]).toBe("    const { message } = packet;");
    expect(await debug.evaluate(handler, "[ctx.self, packet.message.id, packet.type].join(' ')")).toBe("c1 2 publish");
    const { sourceMapURL } = debug.scripts.get(scriptId)!;
    const map = JSON.parse(Buffer.from(sourceMapURL.split(",")[1]!, "base64").toString("utf8")) as Loose;
    expect(map).toMatchObject({ sources: [url], sourcesContent: [SOURCE] });
    expect((map["mappings"] as string).split(";")).toHaveLength(SOURCE.split("\n").length);

    await debug.send("Debugger.resume");
    await started.said("at-most-once still breaks");
    debug.close();
    const { code, stderr } = await started.ended;
    expect(code).toBe(1);
    expect(stderr.match(/^faultline: /gm)).toHaveLength(1);
  });

  it("listens on loopback alone", async () => {
    const { at, path } = await failed(SOURCE);
    const started = start(["replay", "--inspect", path, "--json"], { cwd: at });
    const { debug, line } = await stopped(started);
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(line)![1]);
    if (process.platform === "linux") {
      const listening = readFileSync("/proc/net/tcp", "utf8").split("\n").concat(readFileSync("/proc/net/tcp6", "utf8").split("\n")).map((row) => row.trim().split(/\s+/)).filter((row) => row[3] === "0A" && Number.parseInt(row[1]!.split(":")[1]!, 16) === port);
      expect(listening.map((row) => row[1]!.split(":")[0])).toEqual(["0100007F"]);
    }
    await debug.send("Debugger.resume");
    await started.said('"breaks": true');
    debug.close();
    const { code, stdout } = await started.ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ breaks: true, same: true });
  });

  it("waits for as long as the person does, stops at another event when told to, and is ended by an interrupt", async () => {
    const { at, path, failure } = await failed(SOURCE);
    const event = (failure["event"] as number) - 1;
    const started = start(["replay", "--inspect", "--until", String(event), "--silence", "1s", path], { cwd: at });
    const { debug, paused, line } = await stopped(started);
    expect(line).toMatch(new RegExp(`it stops in front of the handler of event ${event}$`));
    expect(await debug.evaluate((paused["callFrames"] as Loose[])[0]!, "world.kernel.events")).toBe(event);
    started.child.kill("SIGINT");
    started.child.kill("SIGINT");
    expect((await started.ended).code).toBe(130);
  });

  it("has a bundled protocol's TypeScript beside what runs", () => {
    const built = fileURLToPath(new URL("../../dist/src/protocols/index.js", import.meta.url));
    const [, name] = /\/\/# sourceMappingURL=(.*)\n?$/.exec(readFileSync(built, "utf8"))!;
    const map = JSON.parse(readFileSync(join(built, "..", name!), "utf8")) as { sources: string[] };
    expect(map.sources.map((source) => join(built, "..", source))).toContain(fileURLToPath(new URL("../../src/protocols/retry-without-dedup.ts", import.meta.url)));
  });

  it("does not wait where nothing breaks any more, nor for a file that is none, nor stop where the run does not come", async () => {
    const { at, path } = await failed(SOURCE);
    const far = await faultline(["replay", "--inspect", "--until", "999", path], { cwd: at });
    expect({ code: far.code, complaint: complaint(far) }).toEqual({ code: 2, complaint: expect.stringMatching(/^there is no event 999 to stop before: the run has \d+$/) as string });
    expect((await faultline(["replay", "--inspect", "none.json"], { cwd: at })).code).toBe(2);
    const repaired = project({ "mine.ts": file(), "reports/x.repro.json": readFileSync(path, "utf8") });
    const { code, stdout, stderr } = await faultline(["replay", "--inspect", "reports/x.repro.json"], { cwd: repaired });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("at-most-once no longer breaks.");
  });
});
