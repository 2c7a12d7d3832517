import { describe, expect, it } from "vitest";
import { worst } from "../../src/cli/exit.ts";
import { complaint, faultline } from "./faultline.ts";

describe("a command line that is wrong ends with 2, and one line that says what would be right", () => {
  it.each<readonly [string, readonly string[], string]>([
    ["a command that is none", ["runn", "x"], "unknown command 'runn' (Did you mean run?)"],
    ["an option that is none", ["run", "x", "--sed", "3"], "unknown option '--sed' (Did you mean one of --seed, --set?)"],
    ["an option without its value", ["run", "x", "--seed"], "option '--seed <seed>' argument missing"],
    ["no scenario", ["run"], "missing required argument 'scenario'"],
    ["one argument too many", ["replay", "a", "b"], "too many arguments for 'replay'. Expected 1 argument but got 2."],
    ["a silence that is no duration", ["list", "--silence", "soon"], '--silence: "soon" is not a duration; write microseconds, or "250us", "5ms", "1.5s", "2m", "1h" (12 days at most)'],
    ["a silence in which nothing starts", ["list", "--silence", "1ms"], '--silence: "1ms" is less than 1000ms'],
    ["memory in which nothing starts", ["list", "--memory", "8"], '--memory: "8" is not a whole number of at least 64'],
    ["characters that a terminal obeys", ["\u001b[31mx\n\u202e"], "unknown command '\\u001b[31mx \\u202e'"],
  ])("%s", async (_, command, expected) => {
    const outcome = await faultline(command);
    expect({ ...outcome, stderr: complaint(outcome) }).toEqual({ code: 2, stdout: "", stderr: expected });
  });

  it.each<readonly [string, readonly string[], string]>([
    ["a number of runs that is none", ["check", "--runs", "1e3"], '--runs: "1e3" is not a whole number of at least 1'],
    ["a time that is over before it began", ["check", "--time", "-1s"], '--time: "-1s" is less than 1ms'],
    ["a seed that is none", ["check", "--seed", ""], "--seed: a seed is a text of 1 to 200 characters or a safe integer, not one of 0 characters"],
    ["a strategy that is none", ["check", "--strategy", "randm"], '--strategy: there is no strategy "randm"; did you mean "random"?'],
    ["an event that is none", ["replay", "x", "--until", "0"], '--until: "0" is not a whole number of at least 1'],
  ])("%s, said by the command itself", async (_, command, expected) => {
    const outcome = await faultline(command);
    expect({ ...outcome, stderr: complaint(outcome) }).toEqual({ code: 2, stdout: "", stderr: expected });
  });

  it("no command at all, with the help beside it", async () => {
    const { code, stdout, stderr } = await faultline([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^Usage: faultline .*faultline: give one of these commands, such as: faultline list\n$/s);
  });

  it("and with --json one document as well", async () => {
    const outcome = await faultline(["run", "--json"]);
    expect(outcome.code).toBe(2);
    expect(JSON.parse(outcome.stdout)).toEqual({ version: expect.any(String), error: complaint(outcome) });
  });
});

describe("help and version", () => {
  it.each([["--help"], ["help", "run"], ["run", "--help"], ["--version"]])("%s %s", async (...command) => {
    const { code, stdout, stderr } = await faultline(command.filter((word) => word !== undefined));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: faultline|^\d+\.\d+\.\d+\n$/);
  });

  it("do not mind that nobody reads them", async () => {
    expect((await faultline("{ faultline --help; echo code $? >&2; } | true")).stderr).toBe("code 0\n");
  });
});

describe("the code of several outcomes", () => {
  it.each([[[], 0], [[0, 3], 3], [[3, 1, 0], 1], [[1, 4], 4], [[4, 2, 1], 2], [[2, 130, 4, 1, 3, 0], 130]])("of %j is %i", (codes, code) => {
    expect(worst(codes)).toBe(code);
  });
});
