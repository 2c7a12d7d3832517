import type { Plain } from "../../kernel/plain.ts";
import type { Content } from "./content.ts";
import type { Properties, Table } from "./methods.ts";
import type { DeathReason } from "./queue/host.ts";

/** One death in the header `x-death`: of one reason in one queue, counted. */
type Death = { readonly count: number; readonly reason: string; readonly queue: string } & Table;

/**
 * The dead letter made of a message: under the key it is to have, or its own ones; without its expiration; with its deaths, the
 * newest first (rabbit_dead_letter; RABBITMQ.md, DLX). `now` is in µs.
 */
export function deadLetter(content: Content, reason: DeathReason, queue: string, exchange: string, routingKey: string | undefined, now: number): Content {
  const { expiration, headers = {}, ...properties } = content.properties;
  const { CC: copies, ...withoutCopies } = headers;
  const kept = routingKey === undefined ? headers : withoutCopies;
  const routingKeys = [content.routingKeys[0]!, ...(Array.isArray(copies) ? copies : [])];
  const death: Death = { count: 1, reason, queue, time: Math.floor(now / 1_000_000), exchange: content.exchange, "routing-keys": routingKeys, ...(expiration === undefined ? {} : { "original-expiration": expiration }) };
  const died: Properties = { ...properties, headers: { ...kept, ...firstDeath(headers, death), "x-death": withDeath(deathsOf(headers), death) } };
  return { message: content.message, exchange, routingKeys: routingKey === undefined ? content.routingKeys : [routingKey], properties: died };
}

/** A death of the same reason in the same queue is counted, and otherwise stays as it was. */
function withDeath(deaths: readonly Death[], death: Death): readonly Death[] {
  const before = deaths.find(({ queue, reason }) => queue === death.queue && reason === death.reason);
  return [before === undefined ? death : { ...before, count: before.count + 1 }, ...deaths.filter((one) => one !== before)];
}

function firstDeath(headers: Table, { reason, queue, exchange }: Death): Table {
  return headers["x-first-death-reason"] === undefined ? { "x-first-death-reason": reason, "x-first-death-queue": queue, "x-first-death-exchange": exchange as Plain } : {};
}

/**
 * Whether a dead letter that goes to this queue has come full circle without anybody having rejected it: then it is dropped, or it
 * would go round for ever. What is being rejected just now is never dropped.
 */
export function isCycle({ properties: { headers = {} } }: Content, queue: string): boolean {
  const deaths = deathsOf(headers);
  const before = deaths.findIndex((death) => death.queue === queue);
  return before >= 0 && deaths.slice(0, before + 1).every(({ reason }) => reason !== "rejected");
}

function deathsOf(headers: Table): readonly Death[] {
  const deaths = headers["x-death"];
  return Array.isArray(deaths) ? (deaths as readonly Death[]) : [];
}
