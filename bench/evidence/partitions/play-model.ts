import { rabbitmqCluster } from "../../../src/brokers/rabbitmq/cluster/server.ts";
import type { ClientMethod, ServerMethod } from "../../../src/brokers/rabbitmq/methods.ts";
import { resultOf } from "../../../src/scenario/result.ts";
import { prepare } from "../../../src/scenario/run.ts";
import type { Scenario } from "../../../src/scenario/types.ts";
import type { Connection, Context, Factory } from "../../../src/world/process.ts";
import { methodsOf } from "./methods.ts";
import { NODES, times, WATCHED } from "./script.ts";
import type { Act, Episode } from "./script.ts";
import { Witness } from "./witness.ts";

const us = (seconds: number): number => Math.round(seconds * 1_000_000);

/** Plays an episode on the model: what was observed in each step. */
export function playOnModel(episode: Episode): string[][] {
  const witness = new Witness();
  const observed: string[][] = [];
  const at = times(episode);
  const nodes = NODES.map((name) => name as string);
  const broker = rabbitmqCluster({ nodes, partitionHandling: episode.handling, netTickTime: us(episode.netTickTime ?? 5), ...(episode.policies === undefined ? {} : { policies: episode.policies }) });
  const clock: Factory = () => ({
    start: (ctx) => at.slice(1).forEach((seconds, nth) => ctx.timer("step", `${us(seconds) - 1}us`, nth)),
    wake: () => void observed.push(witness.take()),
  });
  const scenario: Scenario = {
    title: episode.name,
    nodes: [
      ...nodes.map((name) => ({ name, role: "broker", run: broker } as const)),
      ...Object.entries(episode.clients).map(([letter, node]) => ({ name: letter, role: "other", run: client(episode, letter, node, witness, at) } as const)),
      { name: "clock", role: "other", run: clock },
    ],
    workload: { messages: 0 },
    network: { latency: "1ms", timeout: "50m" },
    settle: "10m",
    promises: {},
  };
  const simulation = prepare(scenario, { plan: planOf(episode, at), rates: "off" });
  while (simulation.advance());
  const { errors, missed } = resultOf(simulation);
  if (errors.length > 0 || missed.length > 0) throw new Error(`${episode.name}: ${JSON.stringify([errors, missed])}`);
  return observed;
}

/** The faults that the steps are. */
function planOf({ steps }: Episode, at: readonly number[]): string[] {
  const plan: string[] = [];
  let open: { readonly groups: string; readonly since: number }[] = [];
  steps.forEach(([, ...acts], nth) => {
    for (const act of acts) {
      if (act.do === "cut") open.push({ groups: act.groups, since: at[nth]! });
      else if (act.do === "reset") plan.push(`reset ${act.between.join("-")} at ${at[nth]!}s`);
      else if (act.do === "restart") plan.push(...act.nodes.map((node) => `crash ${node} stop at ${at[nth]!}s for 1s`));
      else if (act.do === "heal") {
        for (const { groups, since } of open) plan.push(`partition ${groups} at ${since}s for ${at[nth]! - since}s`);
        open = [];
      }
    }
  });
  for (const { groups, since } of open) plan.push(`partition ${groups} at ${since}s for ${at.at(-1)! - since}s`);
  return plan;
}

function client({ steps }: Episode, letter: string, node: string, witness: Witness, at: readonly number[]): Factory {
  return () => {
    let connection: Connection<any> | undefined;
    let answered = false;
    const connect = (ctx: Context): void => {
      connection = ctx.connect(node);
      answered = false;
      witness.opened(letter);
      connection.send({ type: "connection.open", channel: 0, heartbeat: 0 });
    };
    const send = (method: ClientMethod): void => {
      witness.sending(letter, method);
      connection!.send(method);
    };
    const perform = (ctx: Context, act: Act): void => {
      if ((act.do === "open" && act.connection === letter) || (act.do === "reopen" && !witness.isOpen(letter))) connect(ctx);
      if ((act.do !== "send" && act.do !== "publish") || act.on.replace(/\d+$/, "") !== letter || !witness.isOpen(letter)) return;
      const channel = Number(act.on.slice(letter.length));
      if (!witness.isOpen(act.on)) send({ type: "channel.open", channel });
      for (const method of methodsOf(act, channel)) send(method);
    };
    return {
      start(ctx) {
        ctx.timer("connect", `${us(at[0]! - WATCHED)}us`);
        steps.forEach((_step, nth) => ctx.timer("act", `${us(at[nth]!) + 1_000}us`, nth + 1));
      },
      wake(ctx, timer, nth) {
        if (timer === "connect") connect(ctx);
        else for (const act of steps[nth! - 1]!.slice(1) as Act[]) perform(ctx, act);
      },
      data(_ctx, from, frame: ServerMethod) {
        if (from !== connection) return;
        answered = true;
        const answer = witness.received(letter, frame);
        if (answer !== undefined) connection.send(answer);
      },
      closed(_ctx, from) {
        if (from !== connection) return;
        if (answered) witness.dropped(letter);
        else witness.refused(letter);
      },
    };
  };
}
