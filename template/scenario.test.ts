import { scenarioTest } from "faultline/vitest";

// A test for each promise. One that is not kept shows the smallest set of faults that breaks it, and how to replay it.
scenarioTest("./scenario.ts", { runs: 300 });
