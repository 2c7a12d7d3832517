/** Where the line of each run begins: 16 bytes a run of this file, however many runs the campaign has. Added mostly in their order. */
export class Places {
  #runs: Float64Array = new Float64Array(1_024);
  #places: Float64Array = new Float64Array(1_024);
  #length = 0;
  #isSorted = true;

  /** The last of a run counts. */
  add(run: number, place: number): void {
    if (this.#length === this.#runs.length) {
      this.#runs = doubled(this.#runs);
      this.#places = doubled(this.#places);
    }
    if (this.#length > 0 && this.#runs[this.#length - 1]! >= run) this.#isSorted = false;
    this.#runs[this.#length] = run;
    this.#places[this.#length++] = place;
  }

  /** undefined: nothing is known of this run. */
  of(run: number): number | undefined {
    if (!this.#isSorted) this.#sort();
    let from = 0;
    for (let to = this.#length; from < to; ) {
      const middle = (from + to) >>> 1;
      if (this.#runs[middle]! <= run) from = middle + 1;
      else to = middle;
    }
    return from > 0 && this.#runs[from - 1] === run ? this.#places[from - 1] : undefined;
  }

  /** By run, and of one run by place. */
  #sort(): void {
    const order = Array.from({ length: this.#length }, (_, index) => index).sort((a, b) => this.#runs[a]! - this.#runs[b]! || a - b);
    const [runs, places] = [this.#runs, this.#places];
    this.#runs = Float64Array.from(order, (index) => runs[index]!);
    this.#places = Float64Array.from(order, (index) => places[index]!);
    this.#isSorted = true;
  }
}

function doubled(column: Float64Array): Float64Array {
  const more = new Float64Array(2 * column.length);
  more.set(column);
  return more;
}
