import { InputError, InvariantError } from "../../kernel/errors.ts";
import { NondeterminismError } from "../../scenario/verify.ts";
import type { ThrownError } from "./messages.ts";

/** An error as plain data. */
export function packed(error: unknown): ThrownError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), stack: String(error) };
  return { name: error.name, message: error.message, stack: error.stack ?? "", ...(error instanceof NondeterminismError ? { event: error.event } : {}) };
}

/** The same error again, where it was asked for. */
export function unpacked({ name, message, stack, event = 0 }: ThrownError): Error {
  const error = name === "InputError" ? new InputError(message) : name === "NondeterminismError" ? new NondeterminismError(message, event) : name === "InvariantError" ? new InvariantError(message) : new Error(message);
  error.stack = stack;
  return error;
}
