import { expect } from "vitest";
import { holds, parsePlan, run, scenario } from "../../../../src/core.ts";
import type { Factory, NodeSpec, Run, Scenario } from "../../../../src/core.ts";
import { rabbitmq } from "../../../../src/protocols/index.ts";

/** Who takes part. Default: nobody but the broker, which has a durable queue "q". */
export interface Cast {
  readonly publisher?: Factory;
  readonly consumer?: Factory;
  readonly others?: readonly NodeSpec[];
  readonly broker?: Factory;
  /** Default 1, every 50 ms. */
  readonly messages?: number;
  readonly plan?: string;
  readonly more?: Partial<Scenario>;
}

/** What came of it. */
export interface Played {
  readonly run: Run;
  /** What arrived at the broker, "p1 basic.publish m1", and what of that arrived after its first incarnation. */
  readonly heard: readonly string[];
  /** Effects by message, in order. */
  readonly effects: readonly number[];
}

/** Names the frame that arrived, with what a test may ask about. */
function told(peer: string, frame: { readonly [field: string]: unknown; readonly type: string }): string {
  const { message, queue, deliveryTag, multiple, requeue } = frame as { readonly message?: number | { readonly id: number }; readonly queue?: string; readonly deliveryTag?: number; readonly multiple?: boolean; readonly requeue?: boolean };
  const id = typeof message === "object" ? message.id : message;
  return [peer, frame.type, ...(queue === undefined ? [] : [queue]), ...(id === undefined ? [] : [`m${id}`]), ...(deliveryTag === undefined ? [] : [`#${deliveryTag}`]), ...(multiple === true ? ["multiple"] : []), ...(requeue === undefined ? [] : [requeue ? "requeue" : "no requeue"])].join(" ");
}

/** Plays clients against a broker over a network of 2 ms. */
export function play({ publisher, consumer, others = [], broker = rabbitmq.broker({ definitions: { queues: [{ name: "q" }] } }), messages = 1, plan = "", more = {} }: Cast): Played {
  const heard: string[] = [];
  const effects: number[] = [];
  const listening: Factory = () => {
    const process = broker();
    return {
      ...process,
      data(ctx, connection, frame) {
        heard.push(told(connection.peer, frame as never));
        process.data!(ctx, connection, frame);
      },
    };
  };
  const outcome = run(scenario({
    name: "played", title: "played",
    nodes: [
      { name: "p1", role: "producer", run: publisher ?? (() => ({})) },
      { name: "rabbitmq", role: "broker", run: listening },
      ...(consumer === undefined ? [] : [{ name: "c1", role: "consumer" as const, run: consumer }]),
      ...others,
    ],
    workload: { messages, every: "50ms" },
    network: { latency: "2ms" },
    settle: "30s",
    promises: { "at-least-once": holds() },
    guarantees: [{ name: "seen", observe: () => ({ on: ({ verb, message, detail }) => void (verb === "effect" && detail === undefined && effects.push(message!)), end: () => undefined }) }],
    ...more,
  }), { plan: parsePlan(plan) });
  expect(outcome.errors).toEqual([]);
  expect(outcome.missed).toEqual([]);
  return { run: outcome, heard, effects };
}

/** How often a frame of this kind was heard. */
export const count = ({ heard }: Played, start: string): number => heard.filter((frame) => frame.startsWith(start)).length;

export const status = ({ run: { verdicts } }: Played, guarantee: string): string | undefined => verdicts.find((verdict) => verdict.guarantee === guarantee)?.status;
