import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { InputError } from "../../kernel/errors.ts";
import { IMPATIENT } from "../../brokers/rabbitmq/conformance/script.ts";
import { Guardian } from "./guardian.ts";
import { Monitor } from "./monitor.ts";
import { addressOf } from "./server.ts";
import { sleep } from "./sleep.ts";

/** How long it may take to start or to stop, ms. */
const LONGEST = 90_000;
/** Debian's script for root is of no use for a broker that nobody else may see. */
const PLACES = ["/usr/lib/rabbitmq/bin", ...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];

/** Where rabbitmq-server is installed. */
export function installed(): string | undefined {
  return PLACES.map((folder) => join(folder, "rabbitmq-server")).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * A broker of our own: on loopback, with everything it has in a temporary folder, so that it may be stopped and killed. A
 * guardian ends it and removes the folder as soon as this program is gone.
 */
export class OwnBroker {
  readonly #program: string;
  readonly #folder: string;
  readonly #port: number;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #guardian: Guardian;
  #broker: ChildProcess | undefined;
  #monitor: Monitor | undefined;

  private constructor(program: string, folder: string, port: number, distribution: number) {
    this.#program = program;
    this.#folder = folder;
    this.#port = port;
    const at = (name: string): string => join(folder, name);
    writeFileSync(at("enabled_plugins"), "[].\n");
    writeFileSync(at("advanced.config"), `[{rabbit,[{consumer_timeout,${IMPATIENT.consumerTimeout! / 1_000}},{channel_tick_interval,${IMPATIENT.channelTick! / 1_000}}]}].\n`);
    this.#environment = {
      PATH: process.env["PATH"], HOME: folder, RABBITMQ_NODENAME: `faultline-${process.pid}-${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1", RABBITMQ_NODE_PORT: String(port), RABBITMQ_DIST_PORT: String(distribution),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1}",
      RABBITMQ_MNESIA_BASE: at("mnesia"), RABBITMQ_LOG_BASE: at("log"), RABBITMQ_PID_FILE: at("pid"), RABBITMQ_ENABLED_PLUGINS_FILE: at("enabled_plugins"),
      RABBITMQ_CONFIG_FILE: at("rabbitmq"), RABBITMQ_CONF_ENV_FILE: at("rabbitmq-env.conf"), RABBITMQ_ADVANCED_CONFIG_FILE: at("advanced.config"), RABBITMQ_GENERATED_CONFIG_DIR: at("config"), RABBITMQ_FEATURE_FLAGS_FILE: at("feature_flags"),
    };
    this.#guardian = new Guardian(folder);
  }

  /** @throws InputError when it does not start */
  static async start(program: string, signal?: AbortSignal): Promise<OwnBroker> {
    const folder = mkdtempSync(join(tmpdir(), "faultline-rabbitmq-"));
    const broker = new OwnBroker(program, folder, await freePort(), await freePort());
    try {
      await broker.#boot(signal);
    } catch (error) {
      await broker.remove();
      throw error;
    }
    return broker;
  }

  get monitor(): Monitor {
    return this.#monitor!;
  }

  /** Stopped gracefully and started again. */
  async restart(): Promise<Monitor> {
    return this.#again(() => this.#broker!.kill("SIGTERM"));
  }

  /** Killed and started again. */
  async kill(): Promise<Monitor> {
    return this.#again(() => process.kill(-this.#broker!.pid!, "SIGKILL"));
  }

  /** Ends it and removes all that it had. */
  async remove(): Promise<void> {
    await this.#monitor?.close();
    await Promise.race([this.#guardian.end(), sleep(LONGEST)]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #again(end: () => void): Promise<Monitor> {
    const broker = this.#broker!;
    const ended = new Promise((done) => broker.once("close", done));
    end();
    await Promise.race([ended, sleep(LONGEST)]);
    await this.#monitor!.close();
    await this.#boot();
    return this.#monitor!;
  }

  async #boot(signal?: AbortSignal): Promise<void> {
    const broker = spawn(this.#program, [], { env: this.#environment, cwd: this.#folder, stdio: ["ignore", "ignore", "ignore"], detached: true });
    this.#broker = broker;
    let ended = false;
    broker.once("error", () => (ended = true));
    broker.once("close", () => (ended = true));
    if (broker.pid !== undefined) this.#guardian.guard(broker.pid);
    const url = addressOf(`amqp://guest:guest@127.0.0.1:${this.#port}`);
    for (const began = performance.now(); performance.now() - began < LONGEST && !ended; await sleep(100)) {
      signal?.throwIfAborted();
      try {
        this.#monitor = await Monitor.open(url);
        return;
      } catch {
        // Not yet.
      }
    }
    throw new InputError(`${this.#program} does not start${this.#said()}`);
  }

  /** What its log says last. */
  #said(): string {
    try {
      const last = readFileSync(join(this.#folder, "log", `${this.#environment["RABBITMQ_NODENAME"]}.log`), "utf8").trim().split("\n").filter((line) => line.includes("[error]")).at(-1);
      return last === undefined ? "" : `: ${last.replace(/^.*\[error\]\s*(?:<[\d.]+>\s*)?/, "")}`;
    } catch {
      return "";
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
