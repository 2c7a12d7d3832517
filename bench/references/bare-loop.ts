/** Events waiting at any moment: what a prototype of the core had once timers of one duration were in a lane of their own. */
const PENDING = 28;
/** Room in the queue. A power of two above PENDING; nothing here ever schedules more than it took out. */
const CAPACITY = 64;
const SEED = 0x9e3779b9 | 0;

/** What one run of the bare loop did. */
export interface BareLoopResult {
  /** Events executed: pops of the queue. */
  readonly events: number;
  /** Hash of the owners in the order they ran, 32 bits signed. Equal for every correct queue, whatever its layout. */
  readonly checksum: number;
}

/**
 * First reference of DESIGN 15: a discrete-event loop with nothing in it, as fast as we know how to write it in JavaScript.
 * A typed-array binary heap keyed (time, sequence) with 28 pending; each event calls back its owner,
 * which draws one keyed delay and schedules itself again. No message, no trace, no digest, no cancelling.
 *
 * Two tricks are allowed because a real queue could use them too, and neither assumes one event per callback:
 * the root stays open while a callback runs, so that its first `schedule` sifts once rather than twice;
 * the smaller child is chosen by arithmetic, since a branch there is a coin toss to the processor (a quarter of the time).
 */
export function bareLoop(events: number): BareLoopResult {
  const times = new Float64Array(CAPACITY);
  const sequences = new Uint32Array(CAPACITY);
  const owners = new Uint8Array(CAPACITY);
  // In an array, not a `let`: V8 would allocate a number for every write to a captured variable beyond 31 bits.
  const clock = new Float64Array(1);
  let size = 0;
  let sequence = 0;
  let rootIsOpen = false;

  /** Puts an entry where the root was, and down to its place. */
  function sink(time: number, order: number, owner: number): void {
    let hole = 0;
    let child = 1;
    while (child < size) {
      if (child + 1 < size) {
        const left = times[child]!;
        const right = times[child + 1]!;
        // The tie is rare, hence well predicted; the comparison itself becomes a number without a jump.
        child += left === right ? Number(sequences[child + 1]! < sequences[child]!) : Number(right < left);
      }
      const least = times[child]!;
      if (least > time || (least === time && sequences[child]! > order)) break;
      times[hole] = least;
      sequences[hole] = sequences[child]!;
      owners[hole] = owners[child]!;
      hole = child;
      child = 2 * hole + 1;
    }
    times[hole] = time;
    sequences[hole] = order;
    owners[hole] = owner;
  }

  function schedule(time: number, owner: number): void {
    const order = sequence++;
    if (rootIsOpen) {
      rootIsOpen = false;
      sink(time, order, owner);
      return;
    }
    let hole = size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      // A new entry has the highest sequence of all, so an equal time already wins.
      if (times[parent]! <= time) break;
      times[hole] = times[parent]!;
      sequences[hole] = sequences[parent]!;
      owners[hole] = owners[parent]!;
      hole = parent;
    }
    times[hole] = time;
    sequences[hole] = order;
    owners[hole] = owner;
  }

  function again(owner: number): void {
    schedule(clock[0]! + keyedDelay(sequence), owner);
  }

  // Four functions, not one: with a single target V8 inlines the call, and the loop would no longer call back.
  const kinds: readonly ((owner: number) => void)[] = [
    (owner) => again(owner),
    (owner) => again(owner),
    (owner) => again(owner),
    (owner) => again(owner),
  ];
  const callbacks = Array.from({ length: PENDING }, (_, owner) => kinds[owner % kinds.length]!);
  for (let owner = 0; owner < PENDING; owner++) again(owner);

  let checksum = 0;
  for (let done = 0; done < events; done++) {
    if (rootIsOpen) {
      // The callback scheduled nothing: close the root with the last entry, as a plain pop does.
      rootIsOpen = false;
      size--;
      sink(times[size]!, sequences[size]!, owners[size]!);
    }
    clock[0] = times[0]!;
    const owner = owners[0]!;
    rootIsOpen = true;
    checksum = (Math.imul(checksum, 31) + owner) | 0;
    callbacks[owner]!(owner);
  }
  return { events, checksum };
}

/** A delay of 1 to 32,768 ticks by hashing (SEED, counter) as murmur3 does one word: the same key, the same delay. */
function keyedDelay(counter: number): number {
  let hash = Math.imul(counter ^ SEED, 0xcc9e2d51);
  hash = Math.imul((hash << 15) | (hash >>> 17), 0x1b873593);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return 1 + ((hash ^ (hash >>> 16)) >>> 17);
}
