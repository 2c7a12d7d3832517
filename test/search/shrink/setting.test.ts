import { describe, expect, it } from "vitest";
import { breaks, parsePlan, printFault, run } from "../../../src/core.ts";
import type { Factory, Scenario } from "../../../src/core.ts";
import { retryWithoutDedup } from "../../../src/protocols/index.ts";
import { resolve } from "../../../src/scenario/resolve.ts";
import { finishWork } from "../../../src/search/attempt.ts";
import { shrinkPlan } from "../../../src/search/shrink.ts";
import type { Shrunk } from "../../../src/search/shrink.ts";
import { dropped, letters } from "../letters.ts";

const shrunk = (made: Scenario, plan: string, guarantee: string, replays = 500): Shrunk => finishWork(shrinkPlan(resolve(made), "1", parsePlan(plan), guarantee, replays))!;
const linesOf = ({ plan }: Shrunk): readonly string[] => plan.map(printFault);

/** Three producers, three consumers, latencies by chance. */
const crowd = (more: Partial<Scenario> = {}): Scenario => ({
  title: "A crowd",
  nodes: [
    { name: "producer", count: 3, role: "producer", run: retryWithoutDedup.producer },
    { name: "broker", role: "broker", run: retryWithoutDedup.broker },
    { name: "consumer", count: 3, role: "consumer", run: retryWithoutDedup.consumer },
  ],
  workload: { messages: 30, keys: 4 },
  promises: { "at-most-once": breaks() },
  ...more,
});

describe("the setting of a failure", () => {
  it("is cut down to one message, one node of each kind, one key and constant latency, under the first names", () => {
    const found = shrunk(crowd(), "drop broker>p2 confirm m11 #1", "at-most-once");
    expect(linesOf(found)).toEqual(["drop broker>p1 confirm m1 #1"]);
    expect(found).toMatchObject({ minimal: "proved", replays: 1, parameters: { "network.latency": "3ms", "nodes.consumer.count": 1, "nodes.producer.count": 1, "workload.keys": 1, "workload.messages": 1 } });
    expect(found.polishing).toBeLessThanOrEqual(30);
  });

  it("is one that the plan could do without: it must break the scenario as it stands too", () => {
    const last: Scenario = {
      ...letters(9, () => false),
      guarantees: [{ name: "last", observe: () => {
        let published = 0;
        let heard = 0;
        return {
          on: ({ verb, message }) => void (verb === "publish" ? (published = message!) : verb === "deliver" && (heard = message!)),
          end: (_summary, fail) => void (heard < published && fail(`m${published} came last, and is lost`)),
        };
      } }],
    };
    // As m1 of one message it would do as well, but not as m1 of nine.
    const found = shrunk(last, "drop p1>c1 work m9 #1", "last");
    expect(found).toMatchObject({ plan: [dropped(9)], parameters: { "workload.only": [9] } });
    expect(run(last, { plan: found.plan }).verdicts).toContainEqual(expect.objectContaining({ guarantee: "last", status: "fail" }));
  });

  it("has messages left out by a list where those that stay are not the first, and keeps their ordinals", () => {
    const found = shrunk(letters(9, (lost) => (lost & 0b1010) === 0b1010, "m2 and m4 are gone"), "drop p1>c1 work m2 #1; drop p1>c1 work m4 #1", "rule");
    expect(found).toMatchObject({ plan: [dropped(2), dropped(4)], parameters: { "workload.messages": 4, "workload.only": [2, 4] } });
  });

  it("keeps what no fault and no sentence names, but is needed", () => {
    const bystander: Factory = () => {
      let heard = 0;
      return {
        publish: (ctx, message) => ctx.send("c1", { type: "work", message }),
        receive: (ctx, _from, { message }) => void (++heard === 3 && ctx.note("deliver", message!)),
      };
    };
    const third: Scenario = {
      title: "The third that arrives is told of", nodes: [{ name: "p1", role: "producer", run: bystander }, { name: "c1", role: "other", run: bystander }],
      workload: { messages: 40 }, network: { latency: "1ms" }, promises: {},
      guarantees: [{ name: "third", observe: () => ({ on: ({ verb, message }, fail) => void (verb === "deliver" && message! > 3 && fail("not the third")), end: () => undefined }) }],
    };
    expect(shrunk(third, "drop p1>c1 work m2 #1", "third")).toMatchObject({ plan: [dropped(2)], parameters: { "workload.messages": 4 } });
  });

  it("never leaves out what would do a fault's work", () => {
    const two = letters(6, (lost) => lost.toString(2).replaceAll("0", "").length >= 2, "two are gone");
    expect(shrunk(two, "drop p1>c1 work m2 #1; drop p1>c1 work m5 #1", "rule")).toMatchObject({ plan: [dropped(2), dropped(5)], parameters: {}, minimal: "proved" });
  });

  it("keeps nodes that handlers name", () => {
    const naming: Factory = () => ({ publish: (ctx, message) => ["c1", "c2"].forEach((to) => ctx.send(to, { type: "work", message })) });
    const deaf: Factory = () => ({ receive: (ctx, _from, { message }) => ctx.note("deliver", message!) });
    const named: Scenario = {
      title: "Two are named, four are there", nodes: [{ name: "p1", role: "producer", run: naming }, { name: "consumer", count: 4, role: "consumer", run: deaf }],
      workload: { messages: 1 }, network: { latency: "1ms" }, promises: {},
      guarantees: [{ name: "heard", observe: () => ({ on: () => undefined, end: ({ published }, fail) => void (published > 0 && fail("always")) }) }],
    };
    expect(shrunk(named, "", "heard")).toMatchObject({ plan: [], parameters: { "nodes.consumer.count": 2 } });
  });

  it("is found among 100,000 messages too, within the replays", () => {
    const found = shrunk(crowd({ workload: { messages: 100_000 }, limit: { events: 3_000 } }), "drop broker>p2 confirm m11 #1", "at-most-once");
    expect(found).toMatchObject({ parameters: { "workload.messages": 1 } });
  });
});
