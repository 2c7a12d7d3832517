import { describe, expect, it } from "vitest";
import { rabbitmq } from "../../../src/protocols/index.ts";
import { play, status } from "./client/play.ts";

const declare = [rabbitmq.queue("q", { arguments: { "x-queue-type": "quorum" } })];

/** The broker is killed between two outputs of the step that declares a quorum queue. */
const killed = (quorumRegistryFlush: number, after: number) => status(play({
  broker: rabbitmq.broker({ settings: { quorumRegistryFlush } }),
  publisher: rabbitmq.publisher({ declare, routingKey: "q" }), consumer: rabbitmq.consumer({ declare, queue: "q", connectAfter: "3s" }),
  more: { obligation: "published" },
  plan: `crash rabbitmq kill in p1>rabbitmq queue.declare #1 after ${after} for 20ms`,
}), "progress");

describe("a quorum queue whose node dies while it is declared", () => {
  it.each([0, 1, 2, 3])("is usable afterwards, where its name does not wait in memory: after %i", (after) => {
    expect(killed(0, after)).toBe("pass");
  });
});
