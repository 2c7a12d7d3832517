// Microseconds of virtual time; chances of a packet.
const PUBLISH_INTERVAL = 1_000, MEAN_LATENCY = 5_000, RETRY_AFTER = 50_000;
const LOSS = 0.1, DUPLICATION = 0.05;
/** Room in the heap and in the ring of timers, a power of two. About 20 packets and 120 timers wait at these rates. */
const CAPACITY = 2_048;

// What happens: the low three bits of an event's word. The rest is the message's number.
const PRODUCE = 0, PUBLISH = 1, CONFIRM = 2, DELIVER = 3, ACKNOWLEDGE = 4, PRODUCER_TIMER = 5, BROKER_TIMER = 6;
// What the parties remember of a message: bits of its byte, each written and read by one party only.
const CONFIRMED = 1, ACCEPTED = 2, ACKNOWLEDGED = 4, SEEN = 8;

/** What one run of the hand-written simulator did. */
export interface HandWrittenResult {
  /** Pops that did something: publications, arrivals, timers still wanted. A dead timer costs time but counts for nothing. */
  readonly events: number;
  /** Packets handed to the network, lost ones included, the network's own copies not. */
  readonly sends: number;
  /** Effects at the consumers: equal to `messages`, or the run throws. */
  readonly effects: number;
  /** Deliveries a consumer recognised and dropped. */
  readonly duplicates: number;
}

/**
 * Second reference of DESIGN 15: at-least-once delivery as a skilled engineer writes it for this one question.
 * A producer publishes a message a millisecond and retries until confirmed; a broker accepts each once and redelivers it
 * until acknowledged, to the one of two consumers that owns its parity; consumers drop what they have seen.
 * 10 % of packets are lost, 5 % doubled, latency is exponential with mean 5 ms, and all chance comes from one stream.
 * No digest, no trace, no plan, no crash: the cost of a simulator that cannot explain anything.
 * @param messages below 2^28: a message's number and a kind share 31 bits
 * @throws Error when a message had no effect, or two.
 */
export function handWritten(messages: number, seed: number): HandWrittenResult {
  const random = sfc32(seed);
  // A heap by time alone: with continuous times a tie is next to impossible, and would fall the same way in every run.
  const times = new Float64Array(CAPACITY);
  const words = new Int32Array(CAPACITY);
  // Every timer lasts equally long, so they expire in the order they were armed: a ring serves, and the heap stays small.
  const deadlines = new Float64Array(CAPACITY);
  const timers = new Int32Array(CAPACITY);
  // In an array, not a `let`: V8 would allocate a number for every write to a captured variable that is no small integer.
  const clock = new Float64Array(1);
  const memory = new Uint8Array(messages);
  const effected = new Uint32Array((messages + 31) >>> 5);
  let size = 0, armed = 0, expired = 0;
  let events = 0, sends = 0, effects = 0, duplicates = 0;

  function push(time: number, word: number): void {
    if (size === CAPACITY) throw new Error("hand-written: the heap is full");
    let hole = size++;
    for (let parent = (hole - 1) >> 1; hole > 0 && times[parent]! > time; parent = (hole - 1) >> 1) {
      times[hole] = times[parent]!;
      words[hole] = words[parent]!;
      hole = parent;
    }
    times[hole] = time;
    words[hole] = word;
  }

  function pop(): number {
    const word = words[0]!;
    clock[0] = times[0]!;
    const time = times[--size]!;
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      // As a number, not a branch: which child is less is a coin toss to the processor.
      if (child + 1 < size) child += Number(times[child + 1]! < times[child]!);
      if (times[child]! >= time) break;
      times[hole] = times[child]!;
      words[hole] = words[child]!;
      hole = child;
    }
    times[hole] = time;
    words[hole] = words[size]!;
    return word;
  }

  function send(kind: number, message: number): void {
    sends++;
    for (let copies = random() < DUPLICATION ? 2 : 1; copies > 0; copies--) {
      if (random() >= LOSS) push(clock[0]! - MEAN_LATENCY * Math.log(1 - random()), message * 8 + kind);
    }
  }

  function sendUntilSettled(kind: number, timer: number, message: number): void {
    send(kind, message);
    if (armed - expired === CAPACITY) throw new Error("hand-written: the ring of timers is full");
    deadlines[armed % CAPACITY] = clock[0]! + RETRY_AFTER;
    timers[armed++ % CAPACITY] = message * 8 + timer;
  }

  function handle(word: number): void {
    const kind = word & 7;
    const message = word >>> 3;
    events++;
    const known = memory[message]!;
    if (kind === PRODUCE) {
      if (message + 1 < messages) push(clock[0]! + PUBLISH_INTERVAL, (message + 1) * 8 + PRODUCE);
      sendUntilSettled(PUBLISH, PRODUCER_TIMER, message);
    } else if (kind === PUBLISH) {
      memory[message] = known | ACCEPTED;
      send(CONFIRM, message);
      if ((known & ACCEPTED) === 0) sendUntilSettled(DELIVER, BROKER_TIMER, message);
    } else if (kind === CONFIRM) {
      memory[message] = known | CONFIRMED;
    } else if (kind === DELIVER) {
      memory[message] = known | SEEN;
      send(ACKNOWLEDGE, message);
      if ((known & SEEN) === 0) takeEffect(message);
      else duplicates++;
    } else if (kind === ACKNOWLEDGE) {
      memory[message] = known | ACKNOWLEDGED;
    } else {
      sendUntilSettled(kind === PRODUCER_TIMER ? PUBLISH : DELIVER, kind, message);
    }
  }

  /** The checker's own bitmap, apart from what the consumers remember: it must see an effect they repeat. */
  function takeEffect(message: number): void {
    const bit = 1 << (message & 31);
    if ((effected[message >>> 5]! & bit) !== 0) throw new Error(`hand-written: message ${message} took effect twice`);
    effected[message >>> 5]! |= bit;
    effects++;
  }

  if (messages > 0) push(0, PRODUCE);
  while (size > 0 || armed > expired) {
    const slot = expired % CAPACITY;
    if (armed === expired || (size > 0 && times[0]! < deadlines[slot]!)) {
      handle(pop());
      continue;
    }
    const word = timers[slot]!;
    expired++;
    const settled = (word & 7) === PRODUCER_TIMER ? CONFIRMED : ACKNOWLEDGED;
    if ((memory[word >>> 3]! & settled) !== 0) continue;
    clock[0] = deadlines[slot]!;
    handle(word);
  }
  for (let message = 0; message < messages; message++) {
    if ((effected[message >>> 5]! & (1 << (message & 31))) === 0) throw new Error(`hand-written: message ${message} never took effect`);
  }
  return { events, sends, effects, duplicates };
}

/** Doty-Humphrey's small fast counter: numbers in [0, 1) from a state seeded by one word and stirred twelve times. */
function sfc32(seed: number): () => number {
  let a = 0x9e3779b9 | 0, b = 0x243f6a88, c = seed | 0, counter = 1;
  function next(): number {
    const sum = (((a + b) | 0) + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }
  for (let stir = 0; stir < 12; stir++) next();
  return next;
}
