import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Agenda } from "../../src/kernel/agenda.ts";
import type { Appointment } from "../../src/kernel/agenda.ts";

const appointment = fc.record({ at: fc.nat(4), rank: fc.nat(2), node: fc.integer({ min: -1, max: 2 }), order: fc.constantFrom("", "a", "b", "B"), background: fc.boolean() }).map((one): Appointment => ({ ...one, run: () => undefined }));

/** By time, rank, node, order, and then as they came. */
function sorted(appointments: readonly Appointment[]): Appointment[] {
  return [...appointments].sort((x, y) => x.at - y.at || x.rank - y.rank || x.node - y.node || (x.order < y.order ? -1 : x.order > y.order ? 1 : 0));
}

describe("Agenda", () => {
  it("gives appointments by time, rank, node and order, and equal ones as they came, with some removed in between", () => {
    fc.assert(fc.property(fc.array(appointment, { maxLength: 40 }), fc.array(fc.nat(), { maxLength: 10 }), (all, removals) => {
      const agenda = new Agenda();
      let left: Appointment[] = [];
      for (const one of all) {
        agenda.add(one);
        left.push(one);
      }
      for (const which of removals) {
        const gone = left[which % Math.max(1, left.length)];
        if (gone === undefined) continue;
        agenda.remove(gone);
        // What is not there any more is removed without complaint.
        agenda.remove(gone);
        left = left.filter((one) => one !== gone);
      }
      const expected = sorted(left);
      for (const [index, one] of expected.entries()) {
        expect([agenda.at, agenda.foreground]).toEqual([one.at, expected.slice(index).filter(({ background }) => !background).length]);
        expect(agenda.take()).toBe(one);
      }
      expect([agenda.at, agenda.foreground]).toEqual([Infinity, 0]);
    }), { numRuns: 800, seed: 3 });
  });

  it("takes what is added while it is being worked off, at the same instant too", () => {
    const agenda = new Agenda();
    const taken: string[] = [];
    const add = (order: string, rank: number, run: () => void = () => undefined): void => agenda.add({ at: 5, rank, node: 0, order, run: () => void (taken.push(order), run()) });
    add("begin", 2);
    add("end", 1, () => add("another end", 1));
    while (agenda.at !== Infinity) agenda.take().run();
    expect(taken).toEqual(["end", "another end", "begin"]);
  });
});
