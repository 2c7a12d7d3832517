/** What an event of the queue is: its code there, in the digest and in the trace. */
export const START = 1;
export const PUBLISH = 2;
export const PACKET = 3;
export const TIMER = 4;
export const SYNCED = 5;
/** SYN, SYN-ACK, FIN or RST of a connection. */
export const CONTROL = 6;
export const FRAME = 7;
/** A connection gives up waiting for an answer. */
export const TIMEOUT = 8;
/** A fault begins, ends, or strikes at a set time. */
export const FAULT = 9;

/** What an output is, in the digest and in the trace. */
export const SEND = 16;
export const CONNECT = 17;
export const STREAM_SEND = 18;
export const STREAM_CLOSE = 19;
export const STREAM_RESET = 20;
export const WRITE = 21;
export const REMOVE = 22;
export const SYNC = 23;
export const TRANSACTION = 24;
export const EFFECT = 25;
export const SAY = 26;

/** Only in the trace. */
export const LOST = 32;
export const CRASHED = 33;
/** An output that a crash came before. Field b: its code (0: none, a says only how many happened); c: text of { to, type } of a packet, else -1; d: message. */
export const SWALLOWED = 34;
export const LOG = 35;
export const HISTORY = 36;
export const THREW = 37;
export const HELD = 38;
/** An output that happened, a datagram apart. Field a: its code; b: text of { to, type } of a frame, else of the key, tag, node or verb it names, -1 for none; c: bytes of a frame, where the trace asks; d: message. */
export const OUTPUT = 39;
/** A gauge was set. Field a: text of its name, b: text of its value. */
export const GAUGE = 40;

/** Why a packet was lost: field c of a LOST record. */
export const LOST_DROPPED = 1;
export const LOST_PARTITION = 2;
export const LOST_DOWN = 3;

/** Flags of a packet in flight: column d of its event, field d of its records. */
export const CORRUPT = 1;
export const COPY = 2;
export const REPLAYED = 4;
export const DELAYED = 8;
/** It has reached a paused node's buffer: a later partition cannot take it back. */
export const BUFFERED = 16;
/** An attacker has altered it. */
export const FORGED = 32;
