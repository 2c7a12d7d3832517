#!/usr/bin/env node
/**
 * The command line. This program runs twice: once to read the arguments and watch, and once, as a child of itself, to do
 * the work, so that a handler that never returns or allocates without end is stopped and named (DESIGN 5).
 */
import { CommanderError } from "commander";
import { VERSION } from "../campaign/version.ts";
import { BAD_INPUT, NOT_DETERMINISTIC, UNKNOWN } from "./exit.ts";
import { oneLine } from "./one-line.ts";
import { parseArguments } from "./program.ts";
import { pulse, WATCHED } from "./pulse.ts";
import { print } from "./stdout.ts";

const isChild = process.env[WATCHED] !== undefined;
const json = process.argv.includes("--json");

async function main(): Promise<number> {
  const chosen = parseArguments(process.argv.slice(2), VERSION);
  if (isChild) return chosen.run();
  const { allowanceOf, watched } = await import("./watchdog.ts");
  const { code, stopped, found } = await watched(allowanceOf(chosen), say);
  if (stopped !== undefined) complain(stopped, found);
  return code;
}

/** One line, never a stack, for whatever a person can mend. */
function answer(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (error instanceof CommanderError) {
    complain(error.code === "commander.help" ? "give one of these commands, such as: faultline list" : error.message.replace(/^error: /, ""));
    return BAD_INPUT;
  }
  if (error instanceof Error && (error.name === "InputError" || error.name === "NondeterminismError")) {
    complain(error.message);
    return error.name === "InputError" ? BAD_INPUT : NOT_DETERMINISTIC;
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  complain("this is a bug in Faultline, and nothing can be said about what was asked; please report it with the lines above");
  return UNKNOWN;
}

function say(message: string): void {
  process.stderr.write(`faultline: ${oneLine(message)}\n`);
}

function complain(message: string, found: object = {}): void {
  say(message);
  if (json) print(`${JSON.stringify({ version: VERSION, error: message, ...found }, undefined, 2)}\n`);
}

function leave(code: number): never {
  pulse({ ended: code });
  process.exit(code);
}

// Whoever closed a pipe does not read on: no reason to fail.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
if (isChild) {
  process.on("uncaughtException", (error) => {
    // Our own code awaits what it begins: this comes from a timer or a promise that a scenario file has left behind.
    complain(`a scenario file left something running, which threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}; a scenario file only defines`);
    leave(BAD_INPUT);
  });
}
const code = await main().catch(answer);
if (isChild) leave(code);
process.exitCode = code;
