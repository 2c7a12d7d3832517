import { element, escaped } from "./markup.ts";
import { outcomeOf } from "./verdicts.ts";
import type { FailureReport } from "./failure.ts";
import { printFault } from "../world/plan-text.ts";
import type { Verdict } from "../scenario/result.ts";

/** One testcase: a promise, and what became of it. */
interface Case {
  readonly name: string;
  /** Undefined: it is as promised. */
  readonly trouble?: { readonly kind: "failure" | "error"; readonly type: string; readonly message: string; readonly body: string };
}

/** One testsuite: a scenario. */
export interface Suite {
  readonly name: string;
  /** Wall-clock time; undefined for a single run, which has none worth telling. */
  readonly seconds?: number;
  /** What else is to be known of it, by name. */
  readonly properties?: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly Case[];
}

/** A file that CI servers read: a suite for each scenario, a case for each promise. */
export function junit(suites: readonly Suite[]): string {
  const of = (cases: readonly Case[], kind: "failure" | "error"): number => cases.filter(({ trouble }) => trouble?.kind === kind).length;
  const counts = (cases: readonly Case[]): { readonly [name: string]: number } => ({ tests: cases.length, failures: of(cases, "failure"), errors: of(cases, "error") });
  const timed = (seconds: number | undefined): { readonly time: string | undefined } => ({ time: seconds?.toFixed(3) });
  const body = suites.map(({ name, cases, seconds, properties = [] }) => element("testsuite", { name, ...counts(cases), ...timed(seconds) }, "\n", ...propertiesOf(properties), ...cases.map((one) => `    ${caseOf(name, one)}\n`), "  "));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", { name: "faultline", ...counts(suites.flatMap(({ cases }) => cases)) }, "\n", ...body.map((suite) => `  ${suite}\n`))}\n`;
}

/** A single run as a suite: what its scenario promised to hold must hold. */
export function failureJunit({ run, guarantee, command }: FailureReport): string {
  const cases = run.verdicts.filter(({ promised, guarantee: name }) => promised !== "nothing" || name === guarantee).map((verdict): Case => {
    const { status, sentence } = verdict;
    const name = `${verdict.guarantee} holds`;
    if (status === "pass") return { name };
    const body = lines([sentence, "", "the plan:", ...(run.plan.length === 0 ? ["  no fault at all"] : run.plan.map((fault) => `  ${printFault(fault)}`)), ...(command === undefined ? [] : ["", `replay it: ${command}`])]);
    return { name, trouble: { kind: "failure", type: status === "fail" ? "broken" : "unknown", message: sentence ?? outcomeOf(verdict), body } };
  });
  return junit([{ name: run.scenario, cases }]);
}

/** "at-most-once holds": as `faultline/vitest` calls its tests. */
export function caseName({ guarantee, promised }: Pick<Verdict, "guarantee" | "promised">): string {
  return `${guarantee} ${promised === "breaks" ? "breaks" : "holds"}`;
}

export function lines(all: readonly (string | undefined)[]): string {
  return all.filter((line) => line !== undefined).join("\n");
}

function propertiesOf(properties: readonly (readonly [name: string, value: string])[]): readonly string[] {
  if (properties.length === 0) return [];
  return ["    <properties>\n", ...properties.map(([name, value]) => `      <property name="${escaped(name)}" value="${escaped(value)}"/>\n`), "    </properties>\n"];
}

function caseOf(suite: string, { name, trouble }: Case): string {
  const its = { classname: suite, name };
  if (trouble === undefined) return `<testcase classname="${escaped(suite)}" name="${escaped(name)}"/>`;
  // Line by line: a new line is no control character here.
  return element("testcase", its, element(trouble.kind, { message: trouble.message, type: trouble.type }, trouble.body.split("\n").map(escaped).join("\n")));
}
