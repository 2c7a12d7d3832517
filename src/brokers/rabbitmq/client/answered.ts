import type { Guarantee } from "../../../guarantees/own.ts";

/** Of each message handed over: its publisher hears what became of it, that is, confirms it, refuses it, or gives it up. Judged when nothing more can happen. */
export const answered: Guarantee = {
  name: "answered",
  observe() {
    const open = new Set<number>();
    return {
      on({ verb, message }) {
        if (message === undefined) return;
        if (verb === "publish") open.add(message);
        else if (verb === "confirm" || verb === "refuse" || verb === "give-up") open.delete(message);
      },
      end(_summary, fail) {
        for (const message of open) fail(`m${message} was published, and nobody heard what became of it`);
      },
    };
  },
};
