import type { Message } from "../../../delivery/message.ts";
import type { ClientMethod } from "../methods.ts";
import type { Names } from "./names.ts";
import type { Operation } from "./script.ts";
import type { Transcript } from "./transcript.ts";

/** What whoever has a broker must do next. Connections bear the script's own letters. */
export type Step =
  /** Up to `connection.open-ok`. */
  | { readonly do: "open"; readonly connection: string }
  | { readonly do: "send"; readonly connection: string; readonly method: ClientMethod }
  | { readonly do: "cut" | "deafen"; readonly connection: string }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "restart" | "kill" }
  /** Until nothing moves any more. */
  | { readonly do: "settle" };

/**
 * Plays a script: yields step by step what to do, and returns what was observed after each operation. Driven synchronously against the model
 * and asynchronously against a real broker: this, and `Transcript`, are what both have in common.
 */
export function* play(operations: readonly Operation[], names: Names, transcript: Transcript): Generator<Step, string[][], void> {
  const observed: string[][] = [];
  for (const operation of operations) {
    yield* perform(operation, names, transcript);
    yield { do: "settle" };
    observed.push(transcript.take());
  }
  return observed;
}

function* perform(operation: Operation, names: Names, transcript: Transcript): Generator<Step, void, void> {
  switch (operation.do) {
    case "together":
      // All channels are open before the first of it: what an error closes under way stays closed.
      for (const one of operation.operations) if ("on" in one) yield* opening(one.on, transcript);
      for (const one of operation.operations) if (!("on" in one) || transcript.isOpen(one.on)) yield* perform(one, names, transcript);
      return;
    case "send":
      yield* send(operation.on, { ...operation.method, channel: channelOf(operation.on) } as ClientMethod, names, transcript);
      return;
    case "publish":
      yield* opening(operation.on, transcript);
      for (let id = operation.from; id <= operation.to && transcript.isOpen(operation.on); id++) yield frame(operation.on.slice(0, 1), names.outside({ type: "basic.publish", channel: channelOf(operation.on), message: message(id), ...operation.method }), transcript);
      return;
    case "cut":
      transcript.lost(operation.connection);
      yield operation;
      return;
    case "deafen":
    case "wait":
      yield operation;
      return;
    case "restart":
    case "kill":
      transcript.allLost();
      yield operation;
  }
}

function* send(on: string, method: ClientMethod, names: Names, transcript: Transcript): Generator<Step, void, void> {
  yield* opening(on, transcript);
  yield frame(on.slice(0, 1), names.outside(method), transcript);
}

function* opening(on: string, transcript: Transcript): Generator<Step, void, void> {
  const connection = on.slice(0, 1);
  if (!transcript.isOpen(connection)) {
    transcript.opened(connection);
    yield { do: "open", connection };
  }
  const channel = channelOf(on);
  if (channel !== 0 && !transcript.isOpen(on)) yield frame(connection, { type: "channel.open", channel }, transcript);
}

function frame(connection: string, method: ClientMethod, transcript: Transcript): Step {
  transcript.sending(connection, method);
  return { do: "send", connection, method };
}

function channelOf(on: string): number {
  return Number(on.slice(1));
}

function message(id: number): Message {
  return { id, key: "k1", producer: "p1", body: `m${id}` };
}
