import { execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sleep } from "../../../src/campaign/conform/sleep.ts";
import { NODES } from "./script.ts";
import type { Episode, NodeName } from "./script.ts";

const PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server";
/** Where all of it is: a file system in memory that nobody else sees. */
const FOLDER = "/mnt";
const ADDRESS: { readonly [node: string]: string } = { rb1: "10.99.0.1", rb2: "10.99.0.2", rb3: "10.99.0.3" };
/** How long a node may take to start, to stop, or to join, ms. */
const LONGEST = 120_000;

/** What a cluster of ours needs and is not there. */
export function missing(): string[] {
  const tools = ["unshare", "mount", "ip", "iptables", "erl_call", PROGRAM].filter((tool) => spawnSync("/bin/sh", ["-c", `command -v ${tool}`]).status !== 0);
  return process.getuid?.() === 0 ? tools : ["root's rights", ...tools];
}

const ip = (...rest: string[]): void => void execFileSync("ip", rest, { stdio: ["ignore", "ignore", "inherit"] });

/**
 * Three network namespaces, a node's each, with a bridge between them in the one this program runs in. To be called in namespaces of
 * network, processes and mounts of our own (`isolated`): nothing of it is seen from outside, and all of it ends with this program.
 */
export function layNetwork(): void {
  execFileSync("mount", ["-t", "tmpfs", "tmpfs", FOLDER]);
  mkdirSync("/run/netns", { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "tmpfs", "/run/netns"]);
  writeFileSync(join(FOLDER, "hosts"), ["127.0.0.1 localhost", ...NODES.map((node) => `${ADDRESS[node]} ${node}`)].join("\n") + "\n");
  execFileSync("mount", ["--bind", join(FOLDER, "hosts"), "/etc/hosts"]);
  ip("link", "set", "lo", "up");
  ip("link", "add", "hub", "type", "bridge");
  ip("addr", "add", "10.99.0.254/24", "dev", "hub");
  ip("link", "set", "hub", "up");
  for (const node of NODES) {
    ip("netns", "add", node);
    ip("link", "add", `to-${node}`, "type", "veth", "peer", "name", "eth0", "netns", node);
    ip("link", "set", `to-${node}`, "master", "hub", "up");
    ip("-n", node, "addr", "add", `${ADDRESS[node]}/24`, "dev", "eth0");
    for (const device of ["lo", "eth0"]) ip("-n", node, "link", "set", device, "up");
  }
}

const filter = (node: string, ...rule: string[]): void => void execFileSync("ip", ["netns", "exec", node, "iptables", "-w", ...rule], { stdio: ["ignore", "ignore", "inherit"] });

/** From now on nothing that one group sends comes to the other: "rb1 rb2 | rb3", or only in the direction of ">". */
export function cutOff(groups: string): void {
  const oneWay = groups.includes(">");
  const sides = groups.split(/[|>]/).map((side) => side.trim().split(/\s+/));
  sides.forEach((from, nth) => sides.forEach((to, mth) => {
    if (nth === mth || (oneWay && nth > mth)) return;
    for (const sender of from) for (const receiver of to) filter(receiver, "-A", "INPUT", "-s", ADDRESS[sender]!, "-j", "DROP");
  }));
}

export function joinAgain(): void {
  for (const node of NODES) filter(node, "-F", "INPUT");
}

export class RealCluster {
  readonly #episode: Episode;
  readonly #folder: string;
  readonly #nodes = new Map<NodeName, ChildProcess>();

  private constructor(episode: Episode) {
    this.#episode = episode;
    this.#folder = join(FOLDER, "cluster");
  }

  static async start(episode: Episode): Promise<RealCluster> {
    const cluster = new RealCluster(episode);
    rmSync(cluster.#folder, { recursive: true, force: true });
    mkdirSync(cluster.#folder, { recursive: true });
    writeFileSync(join(cluster.#folder, ".erlang.cookie"), "faultline", { mode: 0o400 });
    for (const node of NODES) cluster.#boot(node);
    await cluster.whole();
    for (const { pattern, definition } of episode.policies ?? []) {
      const items = Object.entries(definition).map(([key, value]) => `{<<"${key}">>,<<"${value}">>}`).join(",");
      await cluster.eval("rb1", `rabbit_policy:set(<<"/">>,<<"${pattern.replaceAll(/\W/g, "")}">>,<<"${pattern}">>,[${items}],0,<<"queues">>,<<"acting">>)`);
    }
    return cluster;
  }

  url(node: NodeName): string {
    return `amqp://guest:guest@${ADDRESS[node]}:5672/?heartbeat=0`;
  }

  /** Evaluates an Erlang expression on a node. */
  eval(node: NodeName, expression: string): Promise<string> {
    return new Promise((done, failed) => {
      const child = execFile("ip", ["netns", "exec", node, "erl_call", "-sname", `rabbit@${node}`, "-c", "faultline", "-timeout", "20", "-e"], { timeout: 30_000 }, (error, out) => (error === null ? done(out) : failed(error)));
      child.stdin!.on("error", () => {});
      child.stdin!.end(`${expression}.\n`);
    });
  }

  /** Until all nodes run, and each of them with the others. */
  async whole(): Promise<void> {
    await this.until(NODES, "{rabbit:is_running(), lists:sort(rabbit_mnesia:cluster_nodes(running)), rabbit_node_monitor:partitions()}", (out) => out.includes("{true,[rabbit@rb1,rabbit@rb2,rabbit@rb3],[]}"));
  }

  async until(nodes: readonly NodeName[], expression: string, holds: (out: string) => boolean): Promise<void> {
    for (const node of nodes) {
      let out = "";
      for (const began = performance.now(); ; await sleep(300)) {
        out = (await this.eval(node, expression).catch((error: Error) => `not yet: ${error.message}`)).replaceAll(/[\s']/g, "");
        if (holds(out)) break;
        if (performance.now() - began > LONGEST) throw new Error(`${node}: ${out}`);
      }
    }
  }

  async #stop(node: NodeName): Promise<void> {
    const process = this.#nodes.get(node)!;
    const ended = new Promise((done) => process.once("close", done));
    process.kill("SIGTERM");
    await ended;
  }

  #boot(node: NodeName): void {
    const at = (name: string): string => join(this.#folder, node, name);
    mkdirSync(at(""), { recursive: true });
    writeFileSync(at("enabled_plugins"), "[].\n");
    writeFileSync(at("rabbitmq.conf"), [
      "cluster_formation.peer_discovery_backend = classic_config",
      ...NODES.map((name, nth) => `cluster_formation.classic_config.nodes.${nth + 1} = rabbit@${name}`),
      `cluster_partition_handling = ${this.#episode.handling}`,
      "loopback_users = none",
      "",
    ].join("\n"));
    const environment = {
      PATH: process.env["PATH"], HOME: this.#folder, RABBITMQ_NODENAME: `rabbit@${node}`, RABBITMQ_NODE_PORT: "5672", RABBITMQ_DIST_PORT: "25672",
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-kernel net_ticktime ${this.#episode.netTickTime ?? 5}`,
      RABBITMQ_MNESIA_BASE: at("mnesia"), RABBITMQ_LOG_BASE: at("log"), RABBITMQ_PID_FILE: at("pid"), RABBITMQ_ENABLED_PLUGINS_FILE: at("enabled_plugins"),
      RABBITMQ_CONFIG_FILE: at("rabbitmq"), RABBITMQ_CONF_ENV_FILE: at("rabbitmq-env.conf"), RABBITMQ_GENERATED_CONFIG_DIR: at("config"), RABBITMQ_FEATURE_FLAGS_FILE: at("feature_flags"),
    };
    this.#nodes.set(node, spawn("ip", ["netns", "exec", node, PROGRAM], { env: environment, cwd: this.#folder, stdio: "ignore" }));
  }

  /** Stopped gracefully, and started again when all of them have stopped. */
  async restart(nodes: readonly NodeName[]): Promise<void> {
    await Promise.all(nodes.map((node) => this.#stop(node)));
    for (const node of nodes) this.#boot(node);
  }

  /** Until the brokers on all nodes run, after a while in which they may stop; or for a long time. */
  async running(): Promise<void> {
    await sleep(20_000);
    await this.until(NODES, "rabbit:is_running()", (out) => out.includes("true")).catch(() => undefined);
    await sleep(3_000);
  }

  /** Copies the logs of the nodes to a folder. */
  keepLogs(to: string): void {
    mkdirSync(to, { recursive: true });
    for (const node of NODES) copyFileSync(join(this.#folder, node, "log", `rabbit@${node}.log`), join(to, `${node}.log`));
  }

  async end(): Promise<void> {
    joinAgain();
    for (const node of NODES) {
      for (const pid of execFileSync("ip", ["netns", "pids", node], { encoding: "utf8" }).split("\n").filter((line) => line !== "")) {
        try {
          process.kill(Number(pid), "SIGKILL");
        } catch {
          // It has ended with another.
        }
      }
    }
    await Promise.all([...this.#nodes.values()].map((node) => (node.exitCode !== null || node.signalCode !== null ? undefined : new Promise((done) => node.once("close", done)))));
    this.#nodes.clear();
  }
}
