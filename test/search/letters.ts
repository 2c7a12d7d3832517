/** Letters that may be lost, and a guarantee that breaks by a rule of the test's: which of them were lost, bit by bit. */
import type { Factory, Guarantee, Plan, Promise_, Scenario } from "../../src/core.ts";

const sender: Factory = () => ({ publish: (ctx, message) => ctx.send("c1", { type: "work", message }) });
const receiver: Factory = () => ({ receive: (ctx, _from, packet) => ctx.note("deliver", packet.message!) });

/** The guarantee is called "rule", and is judged at the end of a run. A letter takes 1 ms, and one goes out every 10 ms. */
export function letters(count: number, rule: (lost: number) => boolean, sentence: string = "broken", promise?: Promise_, more: Partial<Scenario> = {}): Scenario {
  const guarantee: Guarantee = {
    name: "rule",
    observe: () => {
      let lost = 2 ** count - 1;
      return { on: ({ verb, message }) => void (verb === "deliver" && (lost &= ~(1 << (message! - 1)))), end: (_summary, fail) => void (rule(lost) && fail(sentence)) };
    },
  };
  return {
    title: "Letters",
    nodes: [{ name: "p1", role: "producer", run: sender }, { name: "c1", role: "other", run: receiver }],
    workload: { messages: count },
    network: { latency: "1ms" },
    guarantees: [guarantee],
    promises: promise === undefined ? {} : { rule: promise },
    ...more,
  };
}

export function dropped(message: number): Plan[number] {
  return { fault: "drop", packet: `p1>c1 work m${message} #1` };
}

/** The first so many letters. */
export function dropping(count: number): Plan {
  return Array.from({ length: count }, (_, index) => dropped(index + 1));
}

/** What is lost under such a plan. */
export function bits(plan: Plan): number {
  return plan.reduce((all, fault) => all | (1 << (Number(/m(\d+)/.exec((fault as { packet: string }).packet)![1]) - 1)), 0);
}
