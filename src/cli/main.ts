#!/usr/bin/env node
/**
 * The command line. This program runs twice: once to read the arguments and watch, and once, as a child of itself, to do
 * the work, so that a handler that never returns or allocates without end is stopped and named (DESIGN 5).
 */
import { CommanderError } from "commander";
import { VERSION } from "../campaign/version.ts";
import { BAD_INPUT, NOT_DETERMINISTIC } from "./exit.ts";
import { parseArguments } from "./program.ts";
import { WATCHED } from "./pulse.ts";

async function main(): Promise<number> {
  const chosen = parseArguments(process.argv.slice(2), VERSION);
  if (process.env[WATCHED] !== undefined) return chosen.run();
  const [{ watched }, { micros }, { countOf }] = await Promise.all([import("./watchdog.ts"), import("../kernel/time.ts"), import("./options.ts")]);
  const { code, stopped } = await watched({ silence: micros(chosen.options.silence, "--silence") / 1_000, memory: countOf(chosen.options.memory, "--memory", 64) });
  if (stopped !== undefined) complain(stopped, chosen.options.json === true);
  return code;
}

/** One line, never a stack, for whatever a person can mend; a bug of ours is thrown with its stack. */
function answer(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) {
      if (error.code === "commander.help") process.stdout.write(error.message);
      return 0;
    }
    complain(error.message.replace(/^error: /, "").replaceAll("\n", " "), false);
    return BAD_INPUT;
  }
  const json = process.argv.includes("--json");
  if (error instanceof Error && error.name === "InputError") {
    complain(error.message, json);
    return BAD_INPUT;
  }
  if (error instanceof Error && error.name === "NondeterminismError") {
    complain(error.message, json);
    return NOT_DETERMINISTIC;
  }
  throw error;
}

function complain(message: string, json: boolean): void {
  process.stderr.write(`faultline: ${message}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ version: VERSION, error: message }, undefined, 2)}\n`);
}

process.exitCode = await main().catch(answer);
if (process.env[WATCHED] !== undefined) process.exit();
