/** The protocols in short runs: every handler of theirs runs at least once, some of them because the plan takes a packet away. */
import type { Scenario } from "../../src/core.ts";
import { correctedQueue, fireAndForget, naiveQueue, retryWithoutDedup } from "../../src/protocols/index.ts";
import type { Factory } from "../../src/world/process.ts";
import { torture } from "./torture.ts";

export interface Short {
  readonly scenario: Scenario;
  readonly plan: readonly string[];
  /** Every handler with what it is called for: "consumer deliver", "producer timer resend". */
  readonly handlers: readonly string[];
}
interface Roles { readonly producer: Factory; readonly broker: Factory; readonly consumer: Factory }

export function scenarioOf(roles: Roles, more: Partial<Scenario> = {}): Scenario {
  return {
    title: "A protocol", promises: {},
    nodes: [{ name: "p1", role: "producer", run: roles.producer }, { name: "broker", role: "broker", run: roles.broker }, { name: "c1", role: "consumer", run: roles.consumer }],
    workload: { messages: 2, every: "30ms" },
    network: { latency: "exponential(3ms)" },
    ...more,
  };
}

/** Writes, connects and hangs up in one handler, by turns of every kind: what the torture protocol does too seldom. */
const caller: Factory = () => ({
  publish(ctx, message) {
    ctx.disk.write("called", message.id);
    const connection = ctx.connect("broker");
    connection.send({ type: "call", message });
    connection.send({ type: "again", message });
    if (message.id === 1) connection.close();
  },
  closed: (ctx) => ctx.disk.remove("called"),
});
const callee: Factory = () => ({
  opened: (_ctx, connection) => connection.send({ type: "welcome" }),
  data(ctx, connection, packet) {
    ctx.note("deliver", packet.message);
    if (packet.type === "again") connection.reset();
    ctx.refuse(packet.message, "nobody is at home");
    ctx.giveUp(packet.message, "nobody will be");
  },
});

export const SHORT: { readonly [name: string]: Short } = {
  "fire-and-forget": {
    scenario: scenarioOf(fireAndForget), plan: [],
    handlers: ["p1 publish", "broker publish", "c1 deliver"],
  },
  "retry-without-dedup": {
    scenario: scenarioOf(retryWithoutDedup, { storm: "1100ms" }), plan: ["drop broker>p1 confirm m1 #1", "drop c1>broker ack m1 #1"],
    handlers: ["p1 publish", "p1 timer retry", "p1 confirm", "broker start", "broker subscribe", "broker publish", "broker ack", "broker synced batch", "broker timer redeliver", "c1 start", "c1 timer subscribe", "c1 deliver"],
  },
  "naive-queue": {
    scenario: scenarioOf(naiveQueue), plan: ["drop broker>p1 confirm m1 #1", "drop p1>broker publish m2 #1"],
    handlers: ["p1 publish", "p1 timer resend", "p1 confirm", "broker publish", "broker receive", "broker ack", "c1 start", "c1 timer poll", "c1 deliver", "c1 empty", "c1 nothing"],
  },
  "corrected-queue": {
    scenario: scenarioOf(correctedQueue, { sinks: [{ name: "inbox", dedup: true, at: ["c1"] }], storm: "600ms" }), plan: ["drop broker>p1 confirm m1 #1", "drop broker>p1 confirm m1 #2", "drop c1>broker ack m1 #1", "crash p1 at 32ms for 1ms"],
    handlers: ["p1 start", "p1 publish", "p1 timer resend", "p1 confirm", "broker start", "broker publish", "broker receive", "broker ack", "broker timer lease", "c1 start", "c1 timer poll", "c1 deliver", "c1 empty"],
  },
  torture: {
    scenario: { ...torture, workload: { ...torture.workload, messages: 4, every: "10ms" }, storm: "400ms" },
    plan: ["reset broker-c1 at 60ms", "stall c2>broker at 60ms for 200ms", "drop broker>p1 confirm m1 #1"],
    handlers: [
      "p1 start", "p1 publish", "p1 confirm", "p1 timer heartbeat", "p1 timer retry", "broker start", "broker publish", "broker synced store", "broker timer push",
      "broker SYN", "broker frame", "broker ack", "broker RST", "broker TIMEOUT", "c1 start", "c1 deliver", "c1 RST", "c1 timer reconnect", "c2 TIMEOUT",
    ],
  },
  calls: {
    scenario: scenarioOf({ producer: caller, broker: callee, consumer: () => ({}) }), plan: [],
    handlers: ["p1 publish", "p1 RST", "broker SYN", "broker call", "broker again"],
  },
};
