import type { Context, Packet } from "../../../world/process.ts";
import type { ClientMethod, ServerMethod } from "../methods.ts";

/** Frames of AMQP as packets of a connection. */
export type Wire = Packet & (ClientMethod | ServerMethod);
export type Ctx = Context<Wire>;
