import { describe, expect, it } from "vitest";
import { relevantTo } from "../../src/view/relevant.ts";
import { spaceTime } from "../../src/view/space-time.ts";
import type { Factory } from "../../src/world/process.ts";
import { cast, ofKind, told } from "./telling.ts";

/** The log lines that the story of m1 has, when every delivery is logged as `line` says. */
function toldOf(messages: number, line: (message: number) => string): string[] {
  const made = cast("fireAndForget", { messages });
  const logging: Factory = () => ({ receive: (ctx, _from, { message }) => ctx.log(line(message.id)) });
  const scenario = { ...made, nodes: made.nodes.map((node) => (node.role === "consumer" ? { ...node, run: logging } : node)) };
  return ofKind(relevantTo(spaceTime(told(scenario, { plan: [] })), [1]), "log").map(({ text }) => text);
}

describe("log lines, in the story of a message", () => {
  it("are told whatever they say, where there are few", () => {
    expect(toldOf(2, (message) => `m${message} is here`)).toEqual(["m1 is here", "m2 is here"]);
  });

  it("are told if they name the message, where there are many", () => {
    expect(toldOf(12, (message) => (message > 9 ? `m${message} follows m1` : message === 2 ? "all is well" : `m${message} is here`))).toEqual(["m1 is here", "m10 follows m1", "m11 follows m1", "m12 follows m1"]);
  });
});
