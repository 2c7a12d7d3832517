import type { Plain } from "../../kernel/plain.ts";

/** The type under which clients send a value of a table, in RabbitMQ's words. */
export function fieldType(value: Plain): string {
  if (typeof value === "string") return "longstr";
  if (typeof value === "boolean") return "bool";
  if (value === null) return "void";
  if (typeof value === "object") return Array.isArray(value) ? "array" : "table";
  if (!Number.isInteger(value)) return "double";
  if (value >= -128 && value < 128) return "byte";
  if (value >= -32_768 && value < 32_768) return "short";
  return value >= -2_147_483_648 && value < 2_147_483_648 ? "signedint" : "long";
}

/** A whole number that is not negative: undefined if so, else what is wrong with it, as Erlang prints it. */
export function notCounted(value: Plain): string | undefined {
  if (typeof value !== "number" || !Number.isInteger(value)) return `"expected integer, got ${fieldType(value)}"`;
  return value < 0 ? `{value_negative,${value}}` : undefined;
}
