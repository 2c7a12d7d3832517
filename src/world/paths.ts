/** Which directions between nodes nothing passes: counted, for partitions and stalls overlap. */
export class Paths {
  /** How many directions nothing passes now, repeats counted. 0 most of the time. */
  active = 0;
  readonly #nodes: number;
  readonly #blocked: Uint16Array;
  readonly #stalled: Uint16Array;

  constructor(nodes: number) {
    this.#nodes = nodes;
    this.#blocked = new Uint16Array(nodes * nodes);
    this.#stalled = new Uint16Array(nodes * nodes);
  }

  /** True while a partition separates the two: datagrams are lost, connections held. */
  isBlocked(from: number, to: number): boolean {
    return this.#blocked[from * this.#nodes + to] !== 0;
  }

  /** True while nothing of a connection passes: partitioned or stalled. */
  isSilenced(from: number, to: number): boolean {
    const at = from * this.#nodes + to;
    return this.#blocked[at] !== 0 || this.#stalled[at] !== 0;
  }

  block(from: number, to: number, by: 1 | -1): void {
    this.active += by;
    this.#blocked[from * this.#nodes + to]! += by;
  }

  stall(from: number, to: number, by: 1 | -1): void {
    this.active += by;
    this.#stalled[from * this.#nodes + to]! += by;
  }
}
