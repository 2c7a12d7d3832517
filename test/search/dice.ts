/** Runs that come out by chance, as often as the test says. */
import { run } from "../../src/core.ts";
import type { Factory, Guarantee, HistoryEvent, Promise_, Scenario } from "../../src/core.ts";

const roller: Factory = () => ({
  publish(ctx, message) {
    const roll = ctx.random("die").below(100);
    ctx.note("poll", message, roll);
    ctx.sometimes("a six", roll === 66);
    ctx.confirm(message);
    ctx.effect(message);
  },
});

const rollIn = ({ verb, detail }: HistoryEvent): number | undefined => (verb === "poll" ? (detail as number) : undefined);

/** A guarantee that fails when the roll is below `fails`, and cannot tell when it is among the highest `doubts`. */
function die(fails: number, doubts: number): Guarantee {
  return {
    name: "die",
    observe: () => ({
      on(event, fail) {
        const roll = rollIn(event);
        if (roll !== undefined && roll >= 100 - doubts) throw new Error("too high to tell");
        if (roll !== undefined && roll < fails) fail(`rolled ${roll}`);
      },
      end: () => undefined,
    }),
  };
}

export function dice(fails: number, doubts: number, promise?: Promise_, more: Partial<Scenario> = {}): Scenario {
  return { title: "Dice", nodes: [{ name: "p1", role: "producer", run: roller }], workload: { messages: 1 }, guarantees: [die(fails, doubts)], promises: promise === undefined ? {} : { die: promise }, ...more };
}

/** The rolls of a campaign's runs, each run again by its seed. */
export function rollsOf(seed: string, runs: number): number[] {
  return Array.from({ length: runs }, (_, index) => {
    let rolled = -1;
    const listening: Guarantee = { name: "listening", observe: () => ({ on: (event) => void (rolled = rollIn(event) ?? rolled), end: () => undefined }) };
    run({ ...dice(0, 0), guarantees: [listening] }, { seed: `${seed}/${index + 1}` });
    return rolled;
  });
}
