import { describe, expect, it } from "vitest";
import { failureJson, REPORT_SCHEMA } from "../../src/report/json.ts";
import { failureJunit } from "../../src/report/junit.ts";
import { failureMermaid } from "../../src/report/mermaid.ts";
import { failureShiviz } from "../../src/report/shiviz.ts";
import { failureSvg } from "../../src/report/svg.ts";
import { COURSE } from "../../src/report/explain.ts";
import { pastWords } from "../../src/report/explanation-words.ts";
import { failureText } from "../../src/report/failure-text.ts";
import { failureHtml } from "../../src/report/html/failure.ts";
import { torture } from "../support/torture.ts";
import { all, readXml } from "../support/xml.ts";
import { cast } from "../view/telling.ts";
import { hostile, lostConfirm, LOST_CONFIRM, reportOn } from "./reporting.ts";

const TORTURES = ["1", "2", "3"].map((seed) => reportOn({ ...torture, seed }, undefined, "at-most-once", { all: true }));

describe("a failure as SVG", () => {
  it("is well-formed, whatever is named how, and whatever happens", () => {
    for (const report of [lostConfirm(), hostile(), ...TORTURES]) expect(readXml(failureSvg(report)).name).toBe("svg");
  });

  it("draws the lost packet to where it died, with a cross and why", () => {
    const root = readXml(failureSvg(lostConfirm()));
    const lost = all(root, "g").filter(({ attributes }) => attributes["class"] === "packet lost");
    expect(lost).toHaveLength(1);
    expect(lost[0]!.text).toBe("confirm m1dropped");
    expect(all(lost[0]!, "line").map(({ attributes }) => Number(attributes["x1"]) > Number(attributes["x2"]))).toEqual([true, true]);
  });

  it("draws every packet between the lanes it went between, down in time", () => {
    const root = readXml(failureSvg(reportOn(cast("retryWithoutDedup", { messages: 2 }), ["delay p1>broker publish m1 #1 by 60ms"], "order", { all: true })));
    const arrivals = all(root, "g").filter(({ attributes }) => attributes["data-part"] === "arrive").map((group) => all(group, "line")[1]!.attributes);
    expect(arrivals.length).toBeGreaterThan(5);
    for (const { y1, y2 } of arrivals) expect(Number(y2)).toBeGreaterThan(Number(y1));
  });

  it("says what broke, and what the whole is, for whoever does not see it", () => {
    const root = readXml(failureSvg(lostConfirm()));
    expect(all(root, "title")[0]!.text).toContain("at-most-once is broken");
    expect(all(root, "desc")[0]!.text).toMatch(/^m1 took effect a second time, on c1 at .* Space-time diagram of p1, broker, c1, from /);
    expect(root.text).toContain("SECOND EFFECT m1");
  });

  it("has no two labels of one row on top of each other", () => {
    for (const report of TORTURES) {
      const texts = all(readXml(failureSvg(report)), "text").filter(({ attributes }) => attributes["class"] === "label").map(({ attributes, text }) => {
        const width = text.length * 7.4;
        const x = Number(attributes["x"]) - (attributes["text-anchor"] === "end" ? width : attributes["text-anchor"] === "middle" ? width / 2 : 0);
        return { from: x, to: x + width, y: Number(attributes["y"]) };
      });
      const clashes = texts.filter((one, at) => texts.slice(at + 1).some((other) => Math.abs(one.y - other.y) < 3 && one.from < other.to - 4 && other.from < one.to - 4));
      expect(clashes.length / texts.length).toBeLessThan(0.05);
    }
  });
});

describe("a failure as Mermaid", () => {
  const LINE = /^ {2}(?:accTitle: .+|participant n\d+ as .+|n\d+(?:->>|--x|--\))n\d+: .+|Note over n\d+(?:,n\d+)?: .+)$/;

  it("is a sequence diagram of lines that Mermaid knows, whatever is named how", () => {
    for (const report of [lostConfirm(), hostile(), ...TORTURES]) {
      const [first, ...lines] = failureMermaid(report).trimEnd().split("\n");
      expect(first).toBe("sequenceDiagram");
      for (const line of lines) {
        expect(line).toMatch(LINE);
        // Behind the colon nothing means anything to it but entities.
        expect(line.replace(/^.*?: /, "").replace(/#\d+;/g, "")).not.toMatch(/[#;:"<>%{}]|\bend\b/);
      }
    }
  });

  it("has what is under way at the end as an open arrow", () => {
    expect(failureMermaid(reportOn(cast("retryWithoutDedup"), ["pause c1 at 1ms for 1m"], "order", { until: 12, all: true }))).toMatch(/--\)n\d: .*, still under way\n/);
  });

  it("has the lost packet as an arrow that ends in a cross, the others where they arrive", () => {
    const text = failureMermaid(lostConfirm());
    expect(text).toMatch(/n1--xn0: 15\.5ms confirm m1, dropped/);
    expect(text).toMatch(/n0->>n1: 15ms publish m1, sent 10ms/);
    expect(text).toMatch(/Note over n2: \S+ SECOND EFFECT m1/);
  });
});

describe("a failure as a log for ShiViz", () => {
  /** As https://bestchai.bitbucket.io/shiviz/ has it. */
  const DEFAULT = /(?<event>.*)\n(?<host>\S*) (?<clock>{.*})/g;
  interface Entry { readonly event: string; readonly host: string; readonly clock: { readonly [host: string]: number } }
  const read = (log: string): Entry[] => [...log.matchAll(DEFAULT)].map(({ groups }) => ({ event: groups!["event"]!, host: groups!["host"]!, clock: JSON.parse(groups!["clock"]!) as Entry["clock"] }));

  it("is read whole by its default expression, a moment each, whatever is named how", () => {
    for (const report of [lostConfirm(), hostile(), ...TORTURES]) {
      const log = failureShiviz(report);
      const entries = read(log);
      expect(entries).toHaveLength(report.whole.moments.length);
      expect(log.replace(DEFAULT, "").trim()).toBe("");
      expect(new Set(entries.map(({ host }) => host)).size).toBeLessThanOrEqual(report.whole.lanes.length + 2);
    }
  });

  it("has clocks that ShiViz accepts: each host counts itself from 1, forgets nothing, and knows of others only what they had counted", () => {
    for (const report of [lostConfirm(), ...TORTURES]) {
      const last = new Map<string, Entry["clock"]>();
      for (const { host, clock } of read(failureShiviz(report))) {
        const before = last.get(host) ?? {};
        expect(clock[host]).toBe((before[host] ?? 0) + 1);
        for (const [other, ticks] of Object.entries(before)) expect(clock[other]).toBeGreaterThanOrEqual(ticks);
        for (const [other, ticks] of Object.entries(clock)) if (other !== host) expect(ticks).toBeLessThanOrEqual(last.get(other)?.[other] ?? 0);
        last.set(host, clock);
      }
    }
  });

  it("tells of the lost packet on the network, after its sending", () => {
    const entries = read(failureShiviz(lostConfirm()));
    const lost = entries.find(({ event }) => event.includes("is lost"))!;
    const sent = entries.find(({ event }) => event.includes("which never gets there"))!;
    expect(lost.host).toBe("(network)");
    expect(lost.clock[sent.host]).toBe(sent.clock[sent.host]);
  });
});

describe("a failure as JUnit", () => {
  it("is well-formed, a case for each promise, of which the broken fail with sentence, plan and command", () => {
    const root = readXml(failureJunit(lostConfirm()));
    const [suite] = all(root, "testsuite");
    expect(suite!.attributes).toMatchObject({ tests: "4", failures: "2", errors: "0" });
    const [failed] = all(root, "testcase").filter(({ attributes }) => attributes["name"] === "at-most-once holds");
    expect(failed!.children[0]).toMatchObject({ name: "failure", attributes: { type: "broken", message: expect.stringMatching(/^m1 took effect a second time/) as string } });
    expect(failed!.text).toContain("drop broker>p1 confirm m1 #1");
    expect(failed!.text).toContain("replay it: npx faultline replay reports/x.repro.json");
    expect(all(root, "testcase").find(({ attributes }) => attributes["name"] === "at-least-once holds")!.children).toEqual([]);
  });

  it("survives hostile names", () => {
    expect(all(readXml(failureJunit(hostile())), "failure")).toHaveLength(2);
  });
});

describe("a failure as JSON", () => {
  it("says which version it is, and has verdicts, plan, lanes, packets and moments", () => {
    const document = JSON.parse(JSON.stringify(failureJson(lostConfirm()))) as { [field: string]: unknown };
    expect(document).toMatchObject({
      report: REPORT_SCHEMA, guarantee: "at-most-once", seed: "1",
      plan: [{ fault: LOST_CONFIRM[0], without: { status: "pass", alsoBroken: [] }, need: "place", elsewhere: { tried: expect.any(Number) as number }, otherwise: { broke: expect.any(Number) as number } }],
      likelihoods: expect.arrayContaining([expect.objectContaining({ struck: [0], broke: expect.any(Number) as number })]) as unknown, jump: { struck: LOST_CONFIRM }, past: expect.any(Array) as unknown, beside: expect.any(Number) as unknown,
      lanes: [{ name: "p1", role: "producer" }, { name: "broker", role: "broker" }, { name: "c1", role: "consumer" }],
    });
    const packets = document["packets"] as { key: string; fate: string; faults: string[]; ended: number }[];
    const moments = document["moments"] as { index: number; kind: string; sentence: string; shown: boolean }[];
    const lost = packets.find(({ fate }) => fate === "dropped")!;
    expect(lost).toMatchObject({ key: "broker>p1 confirm m1 #1", faults: LOST_CONFIRM });
    expect(moments[lost.ended]).toMatchObject({ kind: "lost", index: lost.ended, sentence: "confirm m1 from broker to p1 is lost: the network drops it", shown: true });
    expect(moments.every(({ sentence }) => sentence !== "")).toBe(true);
  });
});

describe("a failure as text", () => {
  it("says what each fault was needed for", () => {
    const text = failureText(lostConfirm(), { width: 100, ascii: false, color: false });
    expect(text).toMatch(/drop broker>p1 confirm m1 #1\n {4}Without it at-most-once holds\. Instead of "deliver m1 on c1 at 120ms": confirm m1 on p1 at\s+20\.5ms\. m1 then: confirmed, 1 effect\./);
  });

  it("says when it became likely, and what it goes back to", () => {
    const text = failureText(lostConfirm(), { width: 100, ascii: true, color: false });
    expect(text).toContain(`${COURSE}\n`);
    expect(text).toMatch(/\n +\d+ms {2}#{20} {2}100 % {2}after 1 fault\n/);
    expect(text.replaceAll(/\s+/g, " ")).toContain(pastWords(lostConfirm().explanation!));
  });

  it("and when one was not", () => {
    const text = failureText(reportOn(cast("retryWithoutDedup"), [...LOST_CONFIRM, "pause c1 at 1s for 1ms"]), { width: 200, ascii: true, color: false });
    expect(text).toContain("pause c1 at 1s for 1ms\n    Not needed: without it at-most-once breaks as well");
  });
});

describe("what of a run is drawn", () => {
  it("is the story of the violation; or that of a message; or everything", () => {
    const made = cast("retryWithoutDedup", { messages: 6 });
    const told = (excerpt: Parameters<typeof reportOn>[3]): string => failureHtml(reportOn(made, LOST_CONFIRM, "at-most-once", excerpt));
    expect(told({})).toContain("publish m1 ");
    expect(told({})).not.toContain("publish m5");
    expect(told({ messages: [5] })).toContain("publish m5");
    expect(told({ messages: [5] })).not.toContain("deliver m1 ");
    expect(told({ all: true })).toContain("subscribe");
  });

  it("of too long a run is as much as can be drawn, and says what is left out and how to narrow it", () => {
    const report = reportOn(cast("retryWithoutDedup", { messages: 300 }), LOST_CONFIRM, "at-most-once", { all: true });
    expect(report.shown.moments.filter(({ implied, kind }) => !implied && kind !== "elided").length).toBeLessThanOrEqual(800);
    expect(failureHtml(report)).toMatch(/Not shown: [\d,]+ events .* To see more: report with --all, or --message m1\./);
  });

  it("ends at the event asked for; a message or an event that is not there is an error", () => {
    const made = cast("retryWithoutDedup", { messages: 2 });
    expect(Math.max(...reportOn(made, [], "at-most-once", { until: 9 }).shown.moments.map(({ event }) => event))).toBeLessThanOrEqual(9);
    expect(() => reportOn(made, [], "at-most-once", { messages: [7] })).toThrow("--message: nothing happens to m7 in this run");
    expect(() => reportOn(made, [], "at-most-once", { until: 9_999 })).toThrow("--until: there is no event 9999");
  });
});
