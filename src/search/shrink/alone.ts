import type { Fault } from "../../world/fault.ts";
import { parsePacketKey } from "../../world/step-key.ts";
import { attempt } from "../attempt.ts";
import type { Work } from "../attempt.ts";
import { choicesOf, movedTo } from "../choices.ts";
import type { Choice } from "../choices.ts";
import { keyOf } from "./keys.ts";
import type { Reducer } from "./reducer.ts";

/** So many other moments are tried, of runs so short that these have not more events than this together. */
const MOMENTS = 64;
const EVENTS = 1_000_000;

/**
 * Of a plan of several faults, one may do alone at another moment: on another packet of the same kind between the same nodes, or in another
 * step of the same node. No part of the plan shows that. Moments are those of the run without faults, the nearest first. True when there is one.
 */
export function* oneAlone(reducer: Reducer): Work<boolean> {
  const { seed, best: { plan, events } } = reducer;
  const most = Math.min(MOMENTS, Math.floor(EVENTS / Math.max(1, events)), reducer.left >>> 1);
  if (plan.length < 2 || most < 1) return false;
  const choices = choicesOf(yield* attempt(reducer.resolved, { seed, plan: [], rates: false, trace: true }));
  for (const fault of momentsOf(plan, choices).slice(0, most)) if (yield* reducer.breaks([fault])) return true;
  return false;
}

/** Each fault at every other moment; by turns, so that none waits for all those of another. */
function momentsOf(plan: readonly Fault[], choices: readonly Choice[]): readonly Fault[] {
  const each = plan.map((fault) => elsewhere(fault, choices));
  const longest = Math.max(...each.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => each.flatMap((moments) => moments.slice(index, index + 1))).flat();
}

/** The same fault where else it could have struck, by how many choices lie between. */
function elsewhere(fault: Fault, choices: readonly Choice[]): readonly Fault[] {
  const moments = choices.flatMap((choice, place) => {
    const moved = isAlike(fault, choice) ? movedTo(fault, choice) : undefined;
    return moved === undefined ? [] : [{ moved, place }];
  });
  // Where it struck only because another fault had, nothing is near.
  const here = Math.max(0, choices.findIndex((choice) => (choice.kind === "packet" ? "packet" in fault && choice.packet === fault.packet : "in" in fault && choice.step === fault.in && choice.after === fault.after)));
  return moments.sort((a, b) => Math.abs(a.place - here) - Math.abs(b.place - here) || a.place - b.place).map(({ moved }) => moved);
}

/** A packet of the same type between the same nodes, a step of the same node. */
function isAlike(fault: Fault, choice: Choice): boolean {
  if (choice.kind === "cut") return "node" in fault && choice.node === fault.node;
  const own = keyOf(fault);
  if (own?.step !== "packet" || choice.from !== own.from || choice.to !== own.to) return false;
  return parsePacketKey(choice.packet, "plan").type === own.type;
}
