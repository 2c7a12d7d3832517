import { describe, expect, it } from "vitest";
import { rabbitmq } from "../../../../src/protocols/index.ts";
import { count, play, status } from "./play.ts";

const declare = [rabbitmq.queue("q")];
const empty = rabbitmq.broker();
const publisher = rabbitmq.publisher({ declare, routingKey: "q" });

describe("a client's connection", () => {
  it("declares before it consumes", () => {
    const { heard } = play({ broker: empty, publisher, consumer: rabbitmq.consumer({ declare, queue: "q", prefetch: 3 }) });
    expect(heard.filter((frame) => frame.startsWith("c1"))).toEqual(["c1 connection.open", "c1 channel.open", "c1 queue.declare q", "c1 basic.qos", "c1 basic.consume q", "c1 basic.ack m1 #1"]);
  });

  it("opens its second channel when the first is ready, so that a consumer does not overtake its declarations", () => {
    const { heard } = play({ broker: empty, others: [{ name: "stage", role: "consumer", run: rabbitmq.stage({ declare, from: { queue: "q" }, to: { routingKey: "next" } }) }], messages: 0, more: { settle: "1s", storm: "1s" } });
    expect(heard).toEqual(["stage connection.open", "stage channel.open", "stage queue.declare q", "stage confirm.select", "stage channel.open", "stage basic.qos", "stage basic.consume q"]);
  });

  it("is made anew after a reset, and declares and subscribes again", () => {
    const played = play({ publisher, consumer: rabbitmq.consumer({ declare, queue: "q", reconnect: "20ms" }), plan: "reset c1-rabbitmq at 30ms" });
    expect(count(played, "c1 queue.declare")).toBe(2);
    expect(count(played, "c1 basic.consume")).toBe(2);
    expect(played.effects).toEqual([1]);
  });

  it("is not made anew with reconnect: false", () => {
    const played = play({ publisher, consumer: rabbitmq.consumer({ declare, queue: "q", reconnect: false }), plan: "reset c1-rabbitmq at 30ms" });
    expect(count(played, "c1 connection.open")).toBe(1);
    expect(status(played, "at-least-once")).toBe("fail");
  });

  it("tries one node after the other", () => {
    const played = play({
      publisher, consumer: rabbitmq.consumer({ brokers: ["elsewhere", "rabbitmq"], queue: "q", reconnect: "20ms" }),
      others: [{ name: "elsewhere", role: "broker", run: rabbitmq.broker() }], plan: "crash elsewhere kill at 0s",
    });
    expect(played.effects).toEqual([1]);
  });

  it("begins later with connectAfter", () => {
    const played = play({ publisher, consumer: rabbitmq.consumer({ queue: "q", connectAfter: "2s" }) });
    expect(played.run.time).toBeGreaterThan(2_000_000);
    expect(played.effects).toEqual([1]);
  });

  it("is given up after two heartbeats of silence", () => {
    // One-way: only the broker hears of the reset, and the consumer waits on a connection that is no more.
    const deaf = (heartbeat: string) => play({ publisher, consumer: rabbitmq.consumer({ queue: "q", heartbeat, reconnect: "20ms" }), plan: "partition rabbitmq > c1 at 30ms for 5s; reset c1>rabbitmq at 40ms" });
    expect(deaf("1s").effects).toEqual([1]);
    expect(deaf("1s").run.time).toBeLessThan(7_000_000);
    expect(status(deaf("0s"), "at-least-once")).toBe("fail");
  });

  it("is given up when the handshake is not answered", () => {
    const played = play({ publisher, consumer: rabbitmq.consumer({ queue: "q" }), plan: "crash rabbitmq in c1>rabbitmq connection.open #1 after 0 for 1ms" });
    expect(count(played, "c1 connection.open")).toBe(2);
    expect(played.effects).toEqual([1]);
  });

  it("ends in good order when its process is stopped", () => {
    const played = play({ publisher, consumer: rabbitmq.consumer({ queue: "q" }), plan: "crash c1 stop at 40ms for 20ms" });
    expect(count(played, "c1 connection.close")).toBe(1);
    expect(played.effects).toEqual([1]);
  });
});

describe("a channel that the broker closed", () => {
  const wrong = rabbitmq.publisher({ exchange: "nowhere", reconnect: "20ms" });

  it("is opened anew, and what was not confirmed published again", () => {
    const played = play({ publisher: wrong, consumer: rabbitmq.consumer({ queue: "q" }), messages: 1, others: [{ name: "operator", role: "other", run: rabbitmq.operator({ steps: [{ at: "100ms", does: rabbitmq.exchange("nowhere", "fanout") }, { at: "110ms", does: rabbitmq.binding("q", "nowhere") }] }) }] });
    expect(count(played, "p1 channel.open")).toBeGreaterThan(1);
    expect(count(played, "p1 connection.open")).toBe(1);
    expect(played.effects).toEqual([1]);
  });

  it("stays closed with reopen: false", () => {
    const played = play({ publisher: rabbitmq.publisher({ exchange: "nowhere", reopen: false }), messages: 2 });
    expect(count(played, "p1 channel.open")).toBe(1);
    expect(count(played, "p1 basic.publish")).toBe(1);
  });
});
