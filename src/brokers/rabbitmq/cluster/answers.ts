import { AmqpError } from "../errors.ts";
import type { Answer } from "../queue/queue.ts";
import type { PlainAnswer } from "./frames.ts";

/** An answer as a frame carries it: an error object is no plain data. */
export const plainOf = (answer: Answer): PlainAnswer => (answer.type === "refused" ? { type: "refused", code: answer.error.code, text: answer.error.text } : answer);

export const answerOf = (plain: PlainAnswer): Answer => (plain.type === "refused" ? { type: "refused", error: AmqpError.from(plain.text) } : plain);
