import { Columns } from "./columns.ts";
import { invariant } from "./errors.ts";
import { LATEST } from "./time.ts";
import type { Micros } from "./time.ts";

/** Owners share a double with the time: time × 4096 + owner stays exact below 2^53 (DESIGN 15). */
export const OWNERS = 4096;
/** Ordinary sequence numbers start here; the numbers below are for what must come first at its instant. Small enough to stay unboxed. */
const ORDINARY = 2 ** 29;
const WAITING = -2;
const FREE = -1;
/** Bytes of an event in all columns. */
const ROW = 4 * 8 + 11 * 4 + 2 + 2;

/**
 * The pending events in (time, owner, sequence): a binary heap in typed arrays, indexed by slot so that cancelling is a
 * true removal (PERFORMANCE.md part B: lazy deletion costs 2.5 times and 50 times the memory). Timers of one duration
 * wait in a first-in-first-out *lane* of which only the head is in the heap: a heap of 28 instead of 204 (part F).
 *
 * The payload columns belong to the caller: set after `add`, read after `take`, until the next `add`. Events are added by how
 * long after the clock they come: a small integer, where an absolute time would be a boxed double at every call.
 */
export class EventQueue {
  /** Events pending, lanes included. */
  size = 0;
  /** Of these, how many are not background: what keeps a run alive. */
  foreground = 0;
  /** Owner of the event last taken. */
  owner = 0;
  code: Uint8Array;
  a: Int32Array;
  b: Int32Array;
  c: Int32Array;
  d: Int32Array;
  e: Int32Array;
  readonly data: unknown[] = [];

  readonly #clock: Float64Array;
  #capacity: number;
  #length = 0;
  #keys: Float64Array;
  #order: Float64Array;
  #slots: Int32Array;
  #position: Int32Array;
  #background: Uint8Array;
  #keyOf: Float64Array;
  #orderOf: Float64Array;
  #laneOf: Int32Array;
  /** Beside the key, from which it would cost a division of doubles. */
  #ownerOf: Uint16Array;
  #next: Int32Array;
  #previous: Int32Array;
  #free: Int32Array;
  #freeLength = 0;
  #sequence = ORDINARY;
  #front = 0;
  readonly #laneHead: number[] = [];
  readonly #laneTail: number[] = [];

  /** `clock`: one number, the virtual time, kept by the kernel. */
  constructor(clock: Float64Array, capacity = 256) {
    this.#clock = clock;
    this.#capacity = capacity;
    const columns = new Columns(capacity, ROW);
    this.#keys = columns.doubles();
    this.#order = columns.doubles();
    this.#keyOf = columns.doubles();
    this.#orderOf = columns.doubles();
    this.a = columns.words();
    this.b = columns.words();
    this.c = columns.words();
    this.d = columns.words();
    this.e = columns.words();
    this.#slots = columns.words();
    this.#position = columns.words().fill(FREE);
    this.#laneOf = columns.words();
    this.#next = columns.words();
    this.#previous = columns.words();
    this.#free = columns.words();
    this.#ownerOf = columns.halves();
    this.code = columns.bytes();
    this.#background = columns.bytes();
    for (let slot = capacity - 1; slot >= 0; slot--) this.#free[this.#freeLength++] = slot;
  }

  /** Time of the first event, Infinity when none is pending. */
  get at(): Micros {
    return this.#length === 0 ? Infinity : Math.floor(this.#keys[0]! / OWNERS);
  }

  /** Owner of the first event, -1 when none is pending. */
  get firstOwner(): number {
    return this.#length === 0 ? -1 : this.#ownerOf[this.#slots[0]!]!;
  }

  /** A new empty lane. */
  lane(): number {
    this.#laneTail.push(FREE);
    return this.#laneHead.push(FREE) - 1;
  }

  laneIsEmpty(lane: number): boolean {
    return this.#laneHead[lane] === FREE;
  }

  /** Adds an event `after` so long and returns its slot. `first`: before everything else of its owner at that instant. */
  add(after: Micros, owner: number, background: boolean, first = false): number {
    const slot = this.#slot(after, owner, background, first ? this.#front++ : this.#sequence++);
    this.#laneOf[slot] = FREE;
    this.#rise(this.#length++, slot);
    return slot;
  }

  /** Adds an event to a lane. Within a lane times must not decrease. */
  addToLane(lane: number, after: Micros, owner: number, background: boolean): number {
    const slot = this.#slot(after, owner, background, this.#sequence++);
    const tail = this.#laneTail[lane]!;
    this.#laneOf[slot] = lane;
    this.#next[slot] = FREE;
    this.#previous[slot] = tail;
    this.#laneTail[lane] = slot;
    if (tail === FREE) {
      this.#laneHead[lane] = slot;
      this.#rise(this.#length++, slot);
    } else {
      invariant(this.#keyOf[tail]! <= this.#keyOf[slot]!, "a lane's times must not decrease");
      this.#next[tail] = slot;
      this.#position[slot] = WAITING;
    }
    return slot;
  }

  /** Takes the first event. Its columns, and `owner`, stay readable until the next `add` or `take`. */
  take(): number {
    const slot = this.#slots[0]!;
    this.owner = this.#ownerOf[slot]!;
    this.#removeAt(0);
    this.#release(slot);
    return slot;
  }

  /** Removes a pending event. */
  cancel(slot: number): void {
    const position = this.#position[slot]!;
    invariant(position !== FREE, "cancelled an event that is not pending");
    if (position === WAITING) this.#position[slot] = FREE;
    else this.#removeAt(position);
    this.#release(slot);
    this.data[slot] = undefined;
  }

  /** When a pending event is due. */
  timeOf(slot: number): Micros {
    return Math.floor(this.#keyOf[slot]! / OWNERS);
  }

  /** The pending events of one owner and these codes, oldest first: for the rare fault that concerns them all. */
  pendingOf(owner: number, ...codes: readonly number[]): { slot: number; index: number; message: number }[] {
    const found: { slot: number; index: number; message: number }[] = [];
    for (let slot = 0; slot < this.#capacity; slot++) {
      if (this.#position[slot] === FREE || this.#ownerOf[slot] !== owner || !codes.includes(this.code[slot]!)) continue;
      found.push({ slot, index: this.a[slot]!, message: this.b[slot]! });
    }
    return found.sort((x, y) => this.#orderOf[x.slot]! - this.#orderOf[y.slot]!);
  }

  isBackground(slot: number): boolean {
    return this.#background[slot] === 1;
  }

  #slot(after: Micros, owner: number, background: boolean, order: number): number {
    if (this.#freeLength === 0) this.#grow();
    const slot = this.#free[--this.#freeLength]!;
    this.#keyOf[slot] = Math.min(this.#clock[0]! + after, LATEST) * OWNERS + owner;
    this.#orderOf[slot] = order;
    this.#ownerOf[slot] = owner;
    this.#background[slot] = background ? 1 : 0;
    this.size++;
    if (!background) this.foreground++;
    return slot;
  }

  /** Unlinks from its lane, whose next head enters the heap; frees the slot. */
  #release(slot: number): void {
    const lane = this.#laneOf[slot]!;
    if (lane !== FREE) this.#unlink(lane, slot);
    this.#free[this.#freeLength++] = slot;
    this.size--;
    if (this.#background[slot] === 0) this.foreground--;
  }

  #unlink(lane: number, slot: number): void {
    const next = this.#next[slot]!;
    const previous = this.#previous[slot]!;
    if (next === FREE) this.#laneTail[lane] = previous;
    else this.#previous[next] = previous;
    if (previous === FREE) {
      this.#laneHead[lane] = next;
      if (next !== FREE) this.#rise(this.#length++, next);
    } else this.#next[previous] = next;
  }

  #removeAt(position: number): void {
    this.#position[this.#slots[position]!] = FREE;
    const last = --this.#length;
    if (position === last) return;
    const slot = this.#slots[last]!;
    if (position > 0) {
      const parent = (position - 1) >>> 1;
      const key = this.#keys[last]!;
      if (key < this.#keys[parent]! || (key === this.#keys[parent]! && this.#order[last]! < this.#order[parent]!)) {
        this.#rise(position, slot);
        return;
      }
    }
    this.#sink(position, slot);
  }

  #rise(from: number, slot: number): void {
    const key = this.#keyOf[slot]!;
    const order = this.#orderOf[slot]!;
    const keys = this.#keys;
    const orders = this.#order;
    const slots = this.#slots;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      const above = keys[parent]!;
      if (above < key || (above === key && orders[parent]! < order)) break;
      keys[at] = above;
      orders[at] = orders[parent]!;
      const moved = slots[parent]!;
      slots[at] = moved;
      this.#position[moved] = at;
      at = parent;
    }
    keys[at] = key;
    orders[at] = order;
    slots[at] = slot;
    this.#position[slot] = at;
  }

  #sink(from: number, slot: number): void {
    const key = this.#keyOf[slot]!;
    const order = this.#orderOf[slot]!;
    const keys = this.#keys;
    const orders = this.#order;
    const slots = this.#slots;
    const length = this.#length;
    let at = from;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= length) break;
      const right = child + 1;
      if (right < length) {
        // Without a branch: which child is smaller is a coin toss, and a wrong guess costs more than the comparison.
        const left = keys[child]!;
        const beside = keys[right]!;
        child += Number(beside < left) | (Number(beside === left) & Number(orders[right]! < orders[child]!));
      }
      const below = keys[child]!;
      if (key < below || (key === below && order < orders[child]!)) break;
      keys[at] = below;
      orders[at] = orders[child]!;
      const moved = slots[child]!;
      slots[at] = moved;
      this.#position[moved] = at;
      at = child;
    }
    keys[at] = key;
    orders[at] = order;
    slots[at] = slot;
    this.#position[slot] = at;
  }

  #grow(): void {
    const old = this.#capacity;
    const capacity = old * 2;
    this.#capacity = capacity;
    const columns = new Columns(capacity, ROW);
    this.#keys = enlarge(this.#keys, columns.doubles());
    this.#order = enlarge(this.#order, columns.doubles());
    this.#keyOf = enlarge(this.#keyOf, columns.doubles());
    this.#orderOf = enlarge(this.#orderOf, columns.doubles());
    this.a = enlarge(this.a, columns.words());
    this.b = enlarge(this.b, columns.words());
    this.c = enlarge(this.c, columns.words());
    this.d = enlarge(this.d, columns.words());
    this.e = enlarge(this.e, columns.words());
    this.#slots = enlarge(this.#slots, columns.words());
    this.#position = enlarge(this.#position, columns.words().fill(FREE));
    this.#laneOf = enlarge(this.#laneOf, columns.words());
    this.#next = enlarge(this.#next, columns.words());
    this.#previous = enlarge(this.#previous, columns.words());
    this.#free = columns.words();
    this.#ownerOf = enlarge(this.#ownerOf, columns.halves());
    this.code = enlarge(this.code, columns.bytes());
    this.#background = enlarge(this.#background, columns.bytes());
    for (let slot = capacity - 1; slot >= old; slot--) this.#free[this.#freeLength++] = slot;
  }
}

function enlarge<T extends Uint8Array | Uint16Array | Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
