import type { Row } from "../script.ts";
import { ACKS } from "./acks.ts";
import { CONSUMERS } from "./consumers.ts";
import { DEAD_LETTERS } from "./dead-letters.ts";
import { LIMITS } from "./limits.ts";
import { PUBLISHING } from "./publishing.ts";
import { QUORUM } from "./quorum.ts";
import { SURVIVAL } from "./survival.ts";
import { TOPOLOGY } from "./topology.ts";

/** The whole table, by number. */
export const ROWS: readonly Row[] = [...ACKS, ...CONSUMERS, ...PUBLISHING, ...LIMITS, ...DEAD_LETTERS, ...QUORUM, ...TOPOLOGY, ...SURVIVAL].sort((a, b) => a.id - b.id);
