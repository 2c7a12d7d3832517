import { describe, expect, it } from "vitest";
import { scenario } from "../../src/scenario/define.ts";
import { columnsOf } from "../../src/report/diagram/cells.ts";
import { diagram } from "../../src/report/diagram.ts";
import type { DiagramOptions } from "../../src/report/diagram.ts";
import { relevantTo } from "../../src/view/relevant.ts";
import { spaceTime } from "../../src/view/space-time.ts";
import { chiefViolation } from "../../src/view/violations.ts";
import type { Simulation } from "../../src/scenario/simulation.ts";
import { torture } from "../support/torture.ts";
import { cast, PROTOCOLS, told } from "../view/telling.ts";
import type { Cast } from "../view/telling.ts";

const PLAIN: DiagramOptions = { width: 80, ascii: false, color: false };

function drawn(simulation: Simulation, options: Partial<DiagramOptions> = {}, guarantee?: string): string[] {
  const whole = spaceTime(simulation);
  const violation = guarantee === undefined ? whole.violations[0] : chiefViolation(whole.violations, [guarantee]);
  return diagram(relevantTo(whole, violation ?? []), { ...PLAIN, ...options }).split("\n");
}

const draw = (protocol: keyof typeof PROTOCOLS, plan: readonly string[], more: Cast = {}, options: Partial<DiagramOptions> = {}): string[] =>
  drawn(told(cast(protocol, more), { plan }), options);

/** The columns of lifelines, by the names in the heading. */
const column = (lines: readonly string[], name: string): number => {
  for (const line of lines) if (new RegExp(`(^|\\s)${name}( |$)`).test(line)) return line.search(new RegExp(`(?<=^|\\s)${name}( |$)`));
  throw new Error(`no ${name} in the heading`);
};

const lineWith = (lines: readonly string[], text: string): string => lines.find((line) => line.includes(text)) ?? expect.fail(`nothing says "${text}" in\n${lines.join("\n")}`);

describe("the picture of the lesson", () => {
  it("shows a lost acknowledgement turning into a second effect", () => {
    expect(draw("retryWithoutDedup", ["drop c1>broker ack m1 #1"])).toEqual([
      "           p1 (producer)          broker                     c1 (consumer)",
      "  10.0ms   ●──publish m1────╮     │                          │",
      "  12.5ms   │                ╰────▶●──deliver m1──────╮       │",
      "  13.0ms   │     ╭────confirm m1──● synced batch     ┊       │",
      "  17.9ms   │     ┊                │                  ╰──────▶◆ EFFECT m1",
      "           │     ┊                │    dropped ✗─────ack m1──●",
      "  20.3ms   ●◀────╯                │                          │",
      "           ✓ m1 confirmed         │                          │",
      "       ⋮   │                      │                          │",
      " 112.5ms   │                      ○ redeliver m1 fires       │",
      "           │                      ●──deliver m1 #2─────╮     │",
      " 112.8ms   │                      │                    ╰────▶◆ SECOND EFFECT m1",
      "  ✗ BROKEN  at-most-once, effectively-once",
      "            m1 took effect a second time, on c1 at 113ms",
      "",
      "  ◆ effect on the world outside   ○ timer   ✗ lost   ┊ under way",
      "  not shown: 1 event of this story, 4 without a message (subscribe)",
    ]);
  });
});

describe("a packet that does not arrive", () => {
  it("ends part of the way when it is dropped, and never reaches its receiver's lifeline", () => {
    for (const [plan, key, from, to] of [["drop c1>broker ack m1 #1", "ack m1", "c1", "broker"], ["drop broker>c1 deliver m1 #1", "deliver m1", "broker", "c1"]] as const) {
      const lines = draw("retryWithoutDedup", [plan]);
      const line = lines.find((candidate) => candidate.includes(key) && candidate.includes("✗"))!;
      const [sender, receiver, cross] = [column(lines, from), column(lines, to), line.indexOf("✗")];
      expect((cross - sender) * (receiver - cross), "between the two").toBeGreaterThan(0);
      expect(line[receiver]).toBe("│");
      expect(line).toContain("dropped");
      expect(line.slice(Math.min(sender, receiver), Math.max(sender, receiver))).not.toMatch(/[▶◀]/);
    }
  });

  it("dies on its way at a node that is down, saying so", () => {
    const lines = draw("retryWithoutDedup", ["crash broker at 11ms for 10ms"], {}, { width: 100 });
    expect(lineWith(lines, "broker is down")).toContain("╰─✗ broker is down");
  });

  it("is cut off by a partition", () => {
    const lines = draw("retryWithoutDedup", ["partition p1 | broker at 5ms for 200ms"]);
    expect(lineWith(lines, "PARTITION")).toMatch(/═╪═ PARTITION p1 \| broker for 200ms/);
    expect(lineWith(lines, "publish m1")).toMatch(/──publish m1──+✗ cut off/);
    expect(lines.some((line) => line.includes("partition healed: p1 | broker"))).toBe(true);
  });

  it("was never sent: a crash came between the effect and the acknowledgement", () => {
    const lines = draw("retryWithoutDedup", ["crash c1 in broker>c1 deliver m1 #1 after 2 for 50ms"]);
    expect(lineWith(lines, "never sent")).toMatch(/never sent ✗╌+ack m1╌╌╳ CRASH for 50ms/);
  });

  it("is still under way when the run ends", () => {
    const made = cast("retryWithoutDedup", { limit: { time: "15ms" } });
    expect(lineWith(drawn(told(made, { plan: [] }), { width: 120 }), "still under way")).toMatch(/╰─… still under way/);
  });
});

describe("a packet that arrives oddly", () => {
  it("twice: the copy leaves with it and is marked where it arrives", () => {
    const lines = draw("retryWithoutDedup", ["duplicate broker>c1 deliver m1 #1 after 20ms"]);
    expect(lineWith(lines, "deliver m1")).toMatch(/●──deliver m1─*┬─+╮/);
    expect(lineWith(lines, "SECOND EFFECT m1")).toMatch(/╰─+copy─+▶◆ SECOND EFFECT m1/);
  });

  it("late: its line is under way past other rows, and says by how much", () => {
    const lines = draw("retryWithoutDedup", ["delay c1>broker ack m1 #1 by 300ms"]);
    const sent = lines.findIndex((line) => line.includes("ack m1 +300ms"));
    const bend = lines[sent]!.lastIndexOf("╭");
    const arrived = lines.findIndex((line, at) => at > sent && line[bend] === "╯");
    expect(arrived - sent).toBeGreaterThan(5);
    expect(lines.slice(sent + 1, arrived).filter((line) => line[bend] === "┊").length).toBeGreaterThan(4);
    expect(lines[arrived]![column(lines, "broker")]).toBe("●");
  });

  it("corrupt, forged, or sent by an attacker", () => {
    expect(lineWith(draw("retryWithoutDedup", ["corrupt p1>broker publish m1 #1"]), "publish m1 corrupt")).toBeDefined();
    expect(lineWith(draw("retryWithoutDedup", ["forge broker>c1 deliver m1 #1 with {\"seen\":true}"]), "deliver m1 forged")).toBeDefined();
    expect(lineWith(draw("retryWithoutDedup", ["replay broker>c1 deliver m1 #1 at 60ms"]), "SECOND EFFECT")).toMatch(/!─+deliver m1 replayed─+▶◆/);
    const unheard = draw("retryWithoutDedup", ["replay broker>c1 deliver m1 #1 at 60ms", "crash c1 at 55ms for 1s", "crash broker at 55ms for 1s"]);
    expect(lineWith(unheard, "replayed")).toMatch(/!─+deliver m1 replayed─+✗/);
  });
});

describe("a lifeline", () => {
  it("is interrupted while its node is down, and only that one", () => {
    const lines = draw("naiveQueue", ["crash broker in p1>broker publish m1 #1 after 1 for 100ms"], { settle: "1s" });
    const [broker, consumer] = [column(lines, "broker"), column(lines, "c1")];
    const crash = lines.findIndex((line) => line.includes("╳ CRASH for 100ms"));
    const restart = lines.findIndex((line) => line.includes("● restart"));
    expect(lines[crash]![broker]).toBe("╳");
    expect(restart).toBeGreaterThan(crash + 1);
    for (const line of lines.slice(crash + 1, restart)) {
      expect(line[broker] ?? " ").not.toBe("│");
      if (!line.includes("...")) expect(line[consumer]).toBe("│");
    }
    expect(lines[restart]![broker]).toBe("●");
  });

  it("shows a node that is paused and does not know it", () => {
    const lines = draw("retryWithoutDedup", ["pause c1 at 11ms for 300ms"]);
    const consumer = column(lines, "c1");
    const [asleep, awake] = [lines.findIndex((line) => line.includes("paused for 300ms")), lines.findIndex((line) => line.includes("wakes"))];
    for (const line of lines.slice(asleep, awake)) expect(line[consumer]).toBe("░");
  });
});

describe("what went wrong", () => {
  it("is said beneath the effect that broke the promise", () => {
    const lines = draw("retryWithoutDedup", ["drop c1>broker ack m1 #1"], { messages: 12 });
    const whole = lines.findIndex((line) => line.includes("BROKEN"));
    expect(lines[whole - 1]).toContain("EFFECT");
    expect(lines[whole + 1]).toMatch(/took effect/);
  });

  it("by its absence is said at the end", () => {
    const lines = draw("naiveQueue", ["drop broker>c1 deliver m1 #1"], { settle: "1s" });
    const end = lines.findIndex((line) => line.includes("end: the time to settle has run out"));
    expect(lines.slice(end + 1, end + 3)).toEqual(["  ✗ BROKEN  at-least-once, effectively-once", "            m1 was confirmed but never took effect"]);
  });
});

describe("of a long run", () => {
  it("the story fits on a screen, and what is left out is counted", () => {
    const lines = drawn(told(cast("naiveQueue", { messages: 20, settle: "60s" }), { plan: ["drop broker>c1 deliver m1 #1"] }), {}, "at-least-once");
    expect(lines.length).toBeLessThan(60);
    expect(lines.some((line) => /\.\.\. .*events? about other messages/.test(line))).toBe(true);
    expect(lines.join(" ").replace(/\s+/g, " ")).toMatch(/not shown: .*[\d,]+ (events )?about other messages, [\d,]+ without a message \(receive/);
    for (const needed of ["publish m1", "confirm m1", "m1 confirmed", "deliver m1", "✗"]) expect(lines.some((line) => line.includes(needed)), needed).toBe(true);
  });
});

describe("every drawing", () => {
  const worlds: readonly (readonly [string, (seed: string) => Simulation])[] = [
    ...(Object.keys(PROTOCOLS) as (keyof typeof PROTOCOLS)[]).flatMap((protocol) => [[1, 1], [2, 1], [3, 4]].map(([producers, consumers]) =>
      [`${protocol} with ${producers} and ${consumers}`, (seed: string) => told(cast(protocol, { messages: 8, producers: producers!, consumers: consumers!, network: { loss: 0.1, duplicate: 0.1, reorder: 0.1, corrupt: 0.05 }, nemesis: [{ fault: "crash", every: "60ms", for: "20ms" }] }), { seed })] as const)),
    ["retryWithoutDedup with 14 and 14", (seed) => told(cast("retryWithoutDedup", { messages: 28, producers: 14, consumers: 14, network: { loss: 0.1 } }), { seed })],
    ["a protocol that uses everything", (seed) => told(torture, { seed })],
  ];

  it.each(worlds)("of %s fits its width, in clean characters, the same each time", (_name, make) => {
    for (const seed of ["1", "2", "3"]) {
      const whole = spaceTime(make(seed));
      const story = relevantTo(whole, whole.violations[0] ?? []);
      for (const width of [40, 57, 80, 100, 120, 200]) {
        for (const ascii of [false, true]) {
          const text = diagram(story, { width, ascii, color: false });
          const lines = text.split("\n");
          expect(lines.length).toBeGreaterThan(2);
          expect(text).not.toMatch(ascii ? /[^\x20-\x7e\n]/ : /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
          expect(text).not.toMatch(/ $/m);
          expect(Math.max(...lines.map(columnsOf)), text).toBeLessThanOrEqual(width);
          expect(diagram(story, { width, ascii, color: false })).toBe(text);
        }
      }
    }
  });

  it.each(worlds)("of %s leads every arrow to a lifeline on which something happens", (_name, make) => {
    const whole = spaceTime(make("4"));
    const story = relevantTo(whole, whole.violations[0] ?? []);
    for (const width of [80, 120]) {
      // A list in words has arrows of another kind.
      for (const line of diagram(story, { ...PLAIN, width }).split("\n").filter((candidate) => !/ [▶◀] /.test(candidate))) {
        for (const [at, glyph] of [...line].entries()) {
          if (glyph === "▶") expect(line[at + 1], line).toMatch(/[●◆◇✓✗╳○·]/);
          if (glyph === "◀") expect(line[at - 1], line).toMatch(/[●◆◇✓✗╳○·]/);
        }
      }
    }
  });

  it("in colour is the same text with colours around it", () => {
    const simulation = told(torture, { seed: "3" });
    const colored = drawn(simulation, { color: true });
    const escapes = /\u001b\[([\d;]*)m/g;
    expect(colored.map((line) => line.replace(escapes, "").trimEnd())).toEqual(drawn(simulation));
    expect(colored.some((line) => /\u001b\[1;31m.*SECOND EFFECT/.test(line))).toBe(true);
    for (const line of colored) {
      let open = false;
      for (const [, code] of line.matchAll(escapes)) open = code !== "0";
      expect(open, line).toBe(false);
    }
  });

  it("in ASCII still tells lost from arrived", () => {
    const lines = draw("retryWithoutDedup", ["drop c1>broker ack m1 #1"], {}, { ascii: true });
    expect(lineWith(lines, "dropped")).toMatch(/dropped X-+ack m1--o/);
    expect(lineWith(lines, "SECOND EFFECT m1")).toMatch(/'-+>\* SECOND EFFECT m1/);
  });

  it("puts the words at the side when the lanes are many", () => {
    const lines = draw("retryWithoutDedup", ["partition p1 p2 p3 | broker at 0ms for 20ms"], { messages: 6, producers: 3, consumers: 4, promises: { "at-least-once": { holds: true } } });
    expect(lineWith(lines, "publish m1 ✗ cut off")).toMatch(/●─+┼?─*✗ .* publish m1 ✗ cut off$/);
  });

  it("is a list when there are too many lanes to draw", () => {
    const lines = draw("retryWithoutDedup", ["partition p1 p2 p3 | broker at 0ms for 20ms"], { messages: 28, producers: 14, consumers: 14, promises: { "at-least-once": { holds: true } } }, { width: 50 });
    expect(lines.some((line) => /c\d+ ◆ EFFECT m\d+/.test(line))).toBe(true);
    expect(lines.some((line) => /p1 ▶ broker {2}publish m1 ✗ cut off/.test(line))).toBe(true);
  });
});

describe("hostile names", () => {
  const types = ["pub\u001b[2J\nlish", "配達メッセージ", `e\u0301\u202eack ${"x".repeat(300)}`];
  const long = "a-broker-with-a-very-long-name-that-nobody-needs";
  const hostile = scenario({
    title: "hostile",
    nodes: [
      { name: "p1", role: "producer", run: () => ({ publish(ctx, message) { ctx.send(long, { type: types[0]!, message }); }, receive(ctx, _from, packet) { ctx.confirm(packet.message!); ctx.log("\u001b[31mlog\r\n"); } }) },
      { name: long, role: "broker", run: () => ({
        receive(ctx, _from, packet) {
          ctx.send("c1", { type: types[1]!, message: packet.message! });
          ctx.send("p1", { type: types[2]!, message: packet.message! });
          ctx.disk.sync("tag\u0000\n");
          ctx.timer("timer\r\n💥", "5ms", 1);
        },
      }) },
      { name: "c1", role: "consumer", run: () => ({ receive(ctx, _from, packet) { ctx.effect(packet.message!); ctx.effect(packet.message!); throw new Error("bad\u001b[31m 三\u2028"); } }) },
    ],
    workload: { messages: 2 },
    promises: { "own\u001b[1m": { holds: true }, "at-most-once": { holds: true } },
    guarantees: [{ name: "own\u001b[1m", observe: () => ({ on(event, fail) { if (event.verb === "effect") fail(`m1\u0007 evil\u001b[2J sentence 三三三 ${"y".repeat(200)}`); }, end() {} }) }],
  });

  it("are escaped and cut, and break no line", () => {
    const simulation = told(hostile, { plan: [] });
    for (const width of [40, 60, 80, 120]) {
      for (const ascii of [false, true]) {
        const lines = drawn(simulation, { width, ascii });
        for (const line of lines) {
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/);
          if (ascii) expect(line).toMatch(/^[\x20-\x7e]*$/);
          expect(columnsOf(line), line).toBeLessThanOrEqual(width);
        }
        expect(lines.join("\n")).toContain("own\\u001b[1m");
      }
    }
  });
});
