import { hashText } from "../kernel/hash.ts";
import type { Spoken } from "./outside.ts";

/** Every verb of the delivery history. */
export type Verb = Spoken | "publish" | "effect";

export const ALL_VERBS: readonly Verb[] = ["publish", "effect", "confirm", "refuse", "give-up", "deliver", "ack", "nack", "reject", "dead-letter", "expire", "grant", "replace", "begin", "commit", "abort", "poll", "seek", "assign", "revoke"];

/** Hash of each verb's name: what of it enters the digest. */
export const VERBS: { readonly [verb in Verb]: number } = Object.fromEntries(ALL_VERBS.map((verb) => [verb, hashText(verb, 0)])) as { [verb in Verb]: number };
