/** A debugger for tests: the inspector's protocol over a WebSocket on loopback, as far as one needs it (RFC 6455). */
import { randomBytes } from "node:crypto";
import { get } from "node:http";
import type { Socket } from "node:net";

type Loose = { [field: string]: any };

const TEXT = 0x81;
const MASKED = 0x80;

export class Debugger {
  /** What has been parsed, by script id. */
  readonly scripts: Map<string, { readonly url: string; readonly sourceMapURL: string }> = new Map();
  readonly #socket: Socket;
  readonly #answers = new Map<number, { done(result: Loose): void; fail(error: Error): void }>();
  readonly #events: { readonly method: string; readonly params: Loose }[] = [];
  readonly #waiting = new Set<() => void>();
  #received: Buffer = Buffer.alloc(0);
  #last = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (bytes: Buffer) => this.#take(bytes));
    socket.on("close", () => {
      for (const { fail } of this.#answers.values()) fail(new Error("the debugger was disconnected"));
    });
  }

  /** Attaches to what listens there, "127.0.0.1:9229". */
  static async attach(address: string): Promise<Debugger> {
    const [target] = JSON.parse(await read(`http://${address}/json/list`)) as { webSocketDebuggerUrl: string }[];
    const url = target!.webSocketDebuggerUrl.replace(/^ws:/, "http:");
    return new Promise((done, fail) => {
      const request = get(url, { headers: { Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": randomBytes(16).toString("base64") } });
      request.once("upgrade", (_response, socket: Socket) => done(new Debugger(socket)));
      request.once("error", fail);
    });
  }

  send(method: string, params: Loose = {}): Promise<Loose> {
    const id = ++this.#last;
    this.#socket.write(frame(JSON.stringify({ id, method, params })));
    return new Promise((done, fail) => this.#answers.set(id, { done, fail }));
  }

  /** The next event of this name that was not asked for yet. */
  async event(method: string): Promise<Loose> {
    for (;;) {
      const at = this.#events.findIndex((event) => event.method === method);
      if (at >= 0) return this.#events.splice(at, 1)[0]!.params;
      await new Promise<void>((done) => this.#waiting.add(done));
    }
  }

  /** What an expression comes to where the program stands. */
  async evaluate(frame: Loose, expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.send("Debugger.evaluateOnCallFrame", { callFrameId: frame["callFrameId"], expression, returnByValue: true });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as Loose)["value"];
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const short = this.#received[1]! & 0x7f;
      const head = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (this.#received.length < head) return;
      const length = short === 126 ? this.#received.readUInt16BE(2) : short === 127 ? Number(this.#received.readBigUInt64BE(2)) : short;
      if (this.#received.length < head + length) return;
      const message = JSON.parse(this.#received.subarray(head, head + length).toString("utf8")) as Loose;
      this.#received = this.#received.subarray(head + length);
      this.#heard(message);
    }
  }

  #heard(message: Loose): void {
    if (message["method"] === "Debugger.scriptParsed") this.scripts.set(message["params"].scriptId as string, message["params"]);
    else if (message["id"] === undefined) this.#events.push({ method: message["method"] as string, params: message["params"] as Loose });
    else if (message["error"] === undefined) this.#answers.get(message["id"] as number)!.done(message["result"] as Loose);
    else this.#answers.get(message["id"] as number)!.fail(new Error(JSON.stringify(message["error"])));
    this.#answers.delete(message["id"] as number);
    for (const look of this.#waiting) look();
    this.#waiting.clear();
  }
}

/** A client's frames are masked; with nothing here, which changes nothing. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(payload.length < 126 ? 2 : 4);
  head[0] = TEXT;
  head[1] = MASKED | (payload.length < 126 ? payload.length : 126);
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

function read(url: string): Promise<string> {
  return new Promise((done, fail) => {
    get(url, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk)).on("end", () => done(text));
    }).once("error", fail);
  });
}
