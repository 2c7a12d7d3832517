import { describe, expect, it } from "vitest";
import { Names } from "../../../src/brokers/rabbitmq/conformance/names.ts";
import { ack, bind, consume, count, declare, kill, publish, publishTo, together, wait } from "../../../src/brokers/rabbitmq/conformance/operations.ts";
import { play } from "../../../src/brokers/rabbitmq/conformance/play.ts";
import { ROWS } from "../../../src/brokers/rabbitmq/conformance/rows/index.ts";
import { Transcript } from "../../../src/brokers/rabbitmq/conformance/transcript.ts";
import { written, writtenLine, writtenRow } from "../../../src/brokers/rabbitmq/conformance/written.ts";
import { stops } from "../../../src/brokers/rabbitmq/conformance/script.ts";
import { expectedOf, judge } from "../../../src/campaign/conform/conform.ts";
import { Gate } from "../../../src/campaign/conform/gate.ts";
import type { Monitor } from "../../../src/campaign/conform/monitor.ts";
import { pooled } from "../../../src/campaign/conform/pool.ts";
import * as operations from "../../../src/brokers/rabbitmq/conformance/operations.ts";

describe("names of a script", () => {
  const names = new Names([declare("a1", "q", { "x-dead-letter-routing-key": "dlq" }), declare("a1", "dlq"), bind("a1", "q", "x", "key"), bind("a1", "q", "amq.topic", "key")], "faultline.7.");

  it("are nobody else's outside, wherever they stand, and its own inside", () => {
    const outside = names.outside({ queue: "q", arguments: { "x-dead-letter-routing-key": "dlq", CC: ["q", "other"] }, exchange: "amq.topic", routingKey: "key" });
    expect(outside).toEqual({ queue: "faultline.7.q", arguments: { "x-dead-letter-routing-key": "faultline.7.dlq", CC: ["faultline.7.q", "other"] }, exchange: "amq.topic", routingKey: "key" });
    expect(names.inside({ replyText: "no queue 'faultline.7.q' in vhost '/'" })).toEqual({ replyText: "no queue 'q' in vhost '/'" });
  });
});

describe("playing", () => {
  it("opens what is used first, and settles after each operation", () => {
    const script = [declare("a1", "q"), publish("a1", "q", [1, 2]), wait(5)];
    const transcript = new Transcript(new Names(script, ""));
    const steps = [...play(script, new Names(script, ""), transcript)].map((step) => (step.do === "send" ? step.method.type : step.do));
    expect(steps).toEqual(["open", "channel.open", "queue.declare", "settle", "basic.publish", "basic.publish", "settle", "wait", "settle"]);
  });
});

describe("a transcript", () => {
  const open = (): Transcript => {
    const transcript = new Transcript(new Names([], ""));
    transcript.opened("a");
    for (const channel of [1, 2]) {
      transcript.sending("a", { type: "channel.open", channel });
      transcript.received("a", { type: "channel.open-ok", channel });
    }
    return transcript;
  };

  it("tells confirms as sets, after all else of their channel", () => {
    const transcript = open();
    transcript.sending("a", { type: "confirm.select", channel: 1 });
    transcript.received("a", { type: "confirm.select-ok", channel: 1 });
    for (const id of [1, 2, 3, 4]) transcript.sending("a", { type: "basic.publish", channel: 1, message: { id, key: "k", producer: "p", body: id }, exchange: "", routingKey: "q" });
    transcript.received("a", { type: "basic.nack", channel: 1, deliveryTag: 3, multiple: false });
    transcript.received("a", { type: "basic.ack", channel: 1, deliveryTag: 4, multiple: true });
    transcript.received("a", { type: "basic.ack", channel: 1, deliveryTag: 4, multiple: false });
    transcript.received("a", { type: "basic.cancel", channel: 2, consumerTag: "c" });
    expect(transcript.take()).toEqual(["a1: confirmed 1-2 4", "a1: refused 3", "a1: confirmed again 4", "a2: cancelled c"]);
    expect(transcript.take()).toEqual([]);
  });

  it("answers what closes, and tells of a question that nobody answered", () => {
    const transcript = open();
    transcript.sending("a", { type: "basic.qos", channel: 2, prefetchCount: 1 });
    expect(transcript.outstanding).toBe(true);
    expect(transcript.received("a", { type: "channel.close", channel: 1, replyCode: 404, replyText: "NOT_FOUND" })).toEqual({ type: "channel.close-ok", channel: 1 });
    expect(transcript.take()).toEqual(["a1: channel closed: 404 NOT_FOUND", "a2: no answer to basic.qos"]);
    expect([transcript.isOpen("a1"), transcript.isOpen("a2")]).toEqual([false, true]);
    transcript.dropped("a");
    expect(transcript.take()).toEqual(["a: connection lost"]);
  });
});

describe("an operation as it is written in a row", () => {
  it("is short, and means the operation: every one of the table does", () => {
    expect(written(publishTo("a1", "x", "k", [1, 3], { priority: 2 }, { mandatory: true }))).toBe('publishTo("a1", "x", "k", [1, 3], { priority: 2 }, { mandatory: true })');
    const known = Object.entries(operations);
    for (const row of ROWS) {
      for (const [operation] of row.lines) {
        const made = new Function(...known.map(([name]) => name), `return ${written(operation)};`)(...known.map(([, value]) => value)) as unknown;
        expect(JSON.parse(JSON.stringify(made))).toEqual(JSON.parse(JSON.stringify(operation)));
      }
    }
  });

  it("makes a row to be pasted", () => {
    expect(writtenLine([consume("a1", "q", "A"), "a1: A#1 m1"])).toBe('[consume("a1", "q", "A"), "a1: A#1 m1"]');
    expect(writtenRow({ id: 9, title: "t", rules: [], lines: [[ack("a1", 1)], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"]] })).toBe('  { id: 9, title: "t", rules: [], lines: [\n    [ack("a1", 1)], [count("a1", "q"), "a1: q: 0 ready, 0 consuming"],\n  ] },');
  });

  it("stops the broker from within others as well", () => {
    expect([stops(together(ack("a1", 1), kill)), stops(ack("a1", 1))]).toEqual(["kill", undefined]);
  });
});

describe("the verdict on a row", () => {
  const row = ROWS.find(({ id }) => id === 106)!;
  const expected = expectedOf(row);
  const other = expected.map((lines, index) => (index === 1 ? ["a1: got #1 m7, 0 left"] : lines));

  it("is the same when model and broker observe what it says, or the model alone where no broker was asked", () => {
    expect(judge(row, "3.10.8", expected)).toMatchObject({ verdict: "same" });
    expect(judge(row, undefined, undefined)).not.toHaveProperty("broker");
    expect(judge(row, undefined, undefined).verdict).toBe("same");
  });

  it("is different when the broker does not, or the model", () => {
    expect(judge(row, "3.10.8", other)).toMatchObject({ verdict: "different", at: 1 });
    const wrong = { ...row, lines: row.lines.map(([operation], index) => [operation, ...other[index]!] as const) };
    expect(judge(wrong, "3.10.8", other)).toMatchObject({ verdict: "different", at: 1 });
  });

  it("is version-specific when the row is of other versions", () => {
    const special = { ...row, versions: ["3.10."] };
    expect(judge(special, "4.0.2", other)).toMatchObject({ verdict: "version-specific", at: 1 });
    expect(judge(special, "4.0.2", expected).verdict).toBe("same");
    expect(judge(special, "3.10.8", other).verdict).toBe("different");
  });
});

describe("a gate", () => {
  it("opens once, when the last has come or left", async () => {
    let happened = 0;
    const gate = new Gate(3, () => Promise.resolve(void happened++ as unknown as Monitor));
    const passed = Promise.all([gate.through(), gate.through()]);
    expect(happened).toBe(0);
    gate.leave();
    await passed;
    expect(happened).toBe(1);
  });
});

describe("a pool", () => {
  it("does all of it, no more at once than allowed, and throws the first failure when the others have ended", async () => {
    const done: number[] = [];
    let most = 0;
    let now = 0;
    const work = (fails: boolean) => async (item: number): Promise<void> => {
      most = Math.max(most, ++now);
      await Promise.resolve();
      now--;
      if (fails && item === 2) throw new Error("two");
      done.push(item);
    };
    await pooled([1, 2, 3, 4, 5], 2, work(false));
    expect([done, most]).toEqual([[1, 2, 3, 4, 5], 2]);
    await expect(pooled([1, 2, 3, 4, 5], 1, work(true))).rejects.toThrow("two");
  });
});
