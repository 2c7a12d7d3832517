import { describe, expect, it } from "vitest";
import { explanationSentences, faultlessWords, headWords, insteadWords, jumpWords, needWords, pastWords } from "../../src/report/explanation-words.ts";
import type { ExplainedFault, Explanation, Tried } from "../../src/search/explain.ts";
import { printFault } from "../../src/world/plan-text.ts";
import type { Fault } from "../../src/world/fault.ts";

const DROP: Fault = { fault: "drop", packet: "c1>broker ack m1 #1" };
const RESET: Fault = { fault: "reset", between: ["c1", "broker"], at: 30_000 };
const CUT: Fault = { fault: "crash", node: "c1", in: "broker>c1 deliver m1 #1", after: 1 };

function tried(broke: number, of: number, ...examples: string[]): Tried {
  return { broke, tried: of, examples };
}

function explained(fault: Fault, need: ExplainedFault["need"], elsewhere: Tried, otherwise: Tried): ExplainedFault {
  return { fault, line: printFault(fault), need, without: { fault, status: "pass", broken: [], history: undefined, fates: [] }, elsewhere, otherwise };
}

function explanation(more: Partial<Explanation> = {}): Explanation {
  const certain = { event: 0, at: 0, struck: [], broke: 4, tried: 4 };
  return { guarantee: "at-most-once", sentence: "m1 took effect a second time, on c1 at 154ms", event: 1_032, at: 154_000, faults: [], likelihoods: [certain], jump: undefined, past: [{ event: 3, at: 5, node: "p1", step: "p1 publish m1" }], beside: 24, runs: 4, ...more };
}

describe("why it breaks, in words", () => {
  it("says what would do in a fault's place: nearly any, whatever happens there, some others, or little", () => {
    expect(needWords(explained(DROP, "any", tried(18, 24, "drop c1>broker ack m2 #1"), tried(0, 5)))).toBe("Needed, but nearly any drop will do. 18 of 24 tries of drop elsewhere break it too; 0 of 5 tries of something else at this place break it too, such as: drop c1>broker ack m2 #1.");
    expect(needWords(explained(RESET, "any", tried(5, 9), tried(0, 0)))).toBe("Needed, but nearly any reset about that time will do. 5 of 9 tries of reset at times near it break it too.");
    expect(needWords(explained(DROP, "place", tried(0, 24), tried(3, 5, "delay c1>broker ack m1 #1 by 1s")))).toMatch(/^Needed; only the place and time matter, not what happens there\. .*, such as: delay c1>broker ack m1 #1 by 1s\.$/);
    expect(needWords(explained(CUT, "place", tried(0, 24), tried(6, 7)))).toBe("Needed; only the place matters, not the manner of the crash. 0 of 24 tries of crash elsewhere break it too; 6 of 7 tries of another crash at this place break it too.");
    expect(needWords(explained(DROP, "some", tried(8, 24, "drop c1>broker ack m2 #1"), tried(0, 5)))).toMatch(/^Needed, but some others will do\. .*, such as: drop c1>broker ack m2 #1\.$/);
    expect(needWords(explained(DROP, "exact", tried(4, 24, "drop c1>broker ack m2 #1"), tried(0, 5)))).toBe("Needed, and very little else will do. 4 of 24 tries of drop elsewhere break it too; 0 of 5 tries of something else at this place break it too.");
  });

  it("says of too few tries only what they were", () => {
    expect(needWords(explained(DROP, "any", tried(1, 1, "drop c1>broker ack m2 #1"), tried(0, 3)))).toBe("Needed. 1 of 1 tries of drop elsewhere break it too; 0 of 3 tries of something else at this place break it too.");
    expect(needWords(explained(DROP, "exact", tried(0, 2), tried(0, 2)))).toBe("Needed. 0 of 2 tries of drop elsewhere break it too; 0 of 2 tries of something else at this place break it too.");
    expect(needWords(explained(DROP, "exact", tried(0, 0), tried(0, 0)))).toBe("Needed.");
    expect(insteadWords(explained(DROP, "exact", tried(0, 0), tried(0, 0)))).toBe("");
  });

  it("says that neither a fault nor chance is needed, where it breaks from the first event on in every future", () => {
    expect(faultlessWords(explanation())).toBe("it takes no fault and no chance: it breaks in every run that was tried");
    expect(explanationSentences(explanation())[1]).toBe("It takes no fault and no chance: it breaks in every run that was tried.");
    expect(faultlessWords(explanation({ likelihoods: [{ event: 0, at: 0, struck: [], broke: 3, tried: 50 }] }))).toBe("it takes no fault: what chance has drawn is enough");
  });

  it("tells a time once", () => {
    expect(headWords(explanation())).toBe("m1 took effect a second time, on c1 at 154ms (event 1,032)");
    expect(headWords(explanation({ at: 54_000 }))).toBe("m1 took effect a second time, on c1 at 154ms (54ms, event 1,032)");
    expect(headWords(explanation({ sentence: "at 154ms, m1 came late" }))).toBe("at 154ms, m1 came late (event 1,032)");
    const [from, to] = [{ event: 8, at: 5_000_001, struck: [], broke: 0, tried: 50 }, { event: 9, at: 5_000_020, struck: [0], broke: 50, tried: 50 }];
    expect(jumpWords({ from, to, struck: [] })).toBe("It became likely at 5s: from 0 % to 100 %.");
    expect(jumpWords({ from: { ...from, at: 4_000_000 }, to, struck: [] })).toBe("It became likely between 4s and 5s: from 0 % to 100 %.");
  });

  it("claims nothing of what came before and is not about the violation's messages", () => {
    expect(pastWords(explanation())).toBe("The violation goes back to 1 step: what is about its messages, what set that off, and what faults struck; 24 other events came before it.");
  });
});
