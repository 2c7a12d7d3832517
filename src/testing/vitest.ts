/** The package's `faultline/vitest`: a scenario as tests, one for each promise. */
import { dirname, resolve as absolute } from "node:path";
import { describe, test, TestRunner } from "vitest";
import { load } from "../campaign/load.ts";
import { InputError } from "../kernel/errors.ts";
import { resolve } from "../scenario/resolve.ts";
import type { Scenario } from "../scenario/types.ts";
import { Trial } from "./trial.ts";
import type { TrialOptions } from "./trial.ts";

/** How much is tried; everything has a default, that of `check` where it has one. */
export interface ScenarioTestOptions extends TrialOptions {
  /** Of each test, ms; the first one runs the campaign. Default 60,000. */
  readonly timeout?: number;
}

const TIMEOUT = 60_000;

/**
 * Declares a suite with a test for each promise of a scenario, all decided by one campaign: `scenarioTest("./payments.ts")`.
 * A test that fails tells the sentence, the smallest plan and the diagram, writes the failure file, and says how to replay it.
 * @param scenario what `load` takes: a bundled name, a path, a file's URL. A path that begins with a dot is relative to the
 * test file, any other to the folder that Vitest runs in. Also a scenario itself; unless it came from `load`, nobody knows its
 * file, so its failures are told but not written down. What is no scenario, or promises nothing, is a test that fails.
 */
export function scenarioTest(scenario: Scenario | string | URL, options: ScenarioTestOptions = {}): void {
  const { timeout = TIMEOUT, ...trying } = options;
  const asked = new Error();
  Error.captureStackTrace(asked, scenarioTest);
  const { suite, file } = TestRunner.getCurrentSuite();
  const beside = dirname((suite?.file ?? file).filepath);
  const fail = (complaint: string): never => {
    throw pointing(complaint, asked);
  };
  describe(nameOf(scenario), async () => {
    let found: Scenario;
    try {
      found = await scenarioOf(scenario, beside);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return test("is a scenario that promises something", () => fail(error.message));
    }
    const trial = new Trial(found, trying);
    for (const [guarantee, promise] of Object.entries(found.promises)) {
      test(`${guarantee} ${"holds" in promise ? "holds" : "breaks"}`, { timeout }, async ({ signal }) => {
        const complaint = await trial.complaint(guarantee, signal);
        if (complaint !== undefined) fail(complaint);
      });
    }
  });
}

function nameOf(scenario: Scenario | string | URL): string {
  if (typeof scenario === "string") return scenario;
  return scenario instanceof URL ? scenario.pathname.slice(scenario.pathname.lastIndexOf("/") + 1) : (scenario.name ?? scenario.title);
}

/** @throws InputError when there is none, or nothing to test in it. */
async function scenarioOf(scenario: Scenario | string | URL, beside: string): Promise<Scenario> {
  const path = scenario instanceof URL ? scenario.href : typeof scenario === "string" && /^\.{1,2}[\\/]/.test(scenario) ? absolute(beside, scenario) : scenario;
  const found = typeof path === "string" ? await load(path) : path;
  resolve(found);
  if (Object.keys(found.promises).length === 0) throw new InputError(`${nameOf(found)} promises nothing, so there is nothing to test; add promises: { "at-least-once": holds() }`);
  return found;
}

/** An error that points at the line where the test was asked for, not into Faultline. */
function pointing(message: string, asked: Error): Error {
  const error = new Error(message);
  const frames = (asked.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  error.stack = [`Error: ${message}`, ...frames].join("\n");
  return error;
}
