import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { complaint, faultline } from "./faultline.ts";

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

/** Something that listens and is no broker. */
async function listening(answer: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    answer(socket);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `amqp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

// Together: for the most part they wait for a broker.
describe.concurrent("conform", () => {
  it("without a broker compares the model with the table, and says so", async () => {
    const { code, stdout } = await faultline(["conform", "rabbitmq", "--row", "1", "--row", "42", "--no-own-broker"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ +1 {2}same +messages go in turn/m);
    expect(stdout).toMatch(/^ +42 {2}same +a graceful restart .*\(model only\)$/m);
    expect(stdout).toMatch(/\n(?:Only the model's half ran|Both halves ran: the model, and RabbitMQ [\d.]+ at amqp:\/\/127\.0\.0\.1:5672)/);
    expect(stdout).toContain("2 rows: 2 same, 0 different, 0 version-specific.");
  });

  it("prints one document with --json, and a table with --format markdown", async () => {
    const json = await faultline(["conform", "rabbitmq", "--row", "12", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ rows: [{ id: 12, verdict: "same" }], counts: { same: 1, different: 0, versionSpecific: 0 }, interrupted: false });
    const markdown = await faultline(["conform", "rabbitmq", "--row", "12", "--format", "markdown"]);
    expect(markdown.stdout).toContain("| 12 | the tag of a multiple ack must be unacknowledged itself | `tags.multiple-needs-tag`, `tags.unknown-requeues` | same");
  });

  it.each<readonly [string, readonly string[], RegExp]>([
    ["a broker without a model", ["kafka"], /^there is no model of kafka; known: rabbitmq$/],
    ["a URL that is none", ["rabbitmq", "--url", "here"], /^--url: here is not a URL; write amqp:/],
    ["another protocol", ["rabbitmq", "--url", "http://127.0.0.1"], /^--url: http: is not spoken here; write amqp:/],
    ["where nothing listens", ["rabbitmq", "--url", "amqp://127.0.0.1:1"], /^amqp:\/\/127\.0\.0\.1:1: nothing listens there$/],
    ["a row that is not there", ["rabbitmq", "--row", "9999"], /^--row: there is no row 9999; there are \d+, from 1 to \d+$/],
    ["a row that is no number", ["rabbitmq", "--row", "one"], /^--row: "one" is not a whole number/],
    ["rows and chance", ["rabbitmq", "--row", "1", "--random", "5"], /^--random plays scripts of its own/],
    ["a format nobody knows", ["rabbitmq", "--format", "markdwon"], /^--format: markdwon; did you mean "markdown"\?$/],
  ])("ends with 2 and one line: %s", async (_, command, said) => {
    const outcome = await faultline(["conform", ...command]);
    expect(outcome.code).toBe(2);
    expect(complaint(outcome)).toMatch(said);
  });

  it("ends with 2 and one line when what listens is no broker, or hangs up", async () => {
    const web = await listening((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const mute = await listening((socket) => socket.end());
    for (const url of [web, mute]) {
      const outcome = await faultline(["conform", "rabbitmq", "--url", url]);
      expect(outcome.code).toBe(2);
      expect(complaint(outcome)).toBe(`${url}: what listens there does not speak AMQP 0-9-1, or ended the connection during the handshake`);
    }
  });
});
