/** Where the channels of a quorum queue are, as far as nodes have told its leader. */
export class Whereabouts {
  readonly #nodes = new Map<string, string>();
  /** Channels that are suspended, on a node that cannot be seen: on which, where that is known. */
  readonly #cutOff = new Map<string, string | undefined>();
  /** Nodes that have still to say which channels they have. */
  #silent = new Set<string>();

  /** A new leader knows of no channel; these nodes have them. */
  begin(nodes: readonly string[]): void {
    this.#nodes.clear();
    this.#cutOff.clear();
    this.#silent = new Set(nodes);
  }

  of(channel: string): string | undefined {
    return this.#nodes.get(channel);
  }

  isCutOff(channel: string): boolean {
    return this.#cutOff.has(channel);
  }

  /** Every node that can be seen has said which channels it has. */
  get areTold(): boolean {
    return this.#silent.size === 0;
  }

  /** A channel has said something from there. */
  speaks(channel: string, node: string): void {
    if (this.#nodes.get(channel) !== node) this.#nodes.set(channel, node);
  }

  /** A node has these channels, and no others. */
  told(node: string, channels: readonly string[]): void {
    for (const [channel, where] of [...this.#nodes]) if (where === node && !channels.includes(channel)) this.#nodes.delete(channel);
    for (const channel of channels) {
      this.#nodes.set(channel, node);
      this.#cutOff.delete(channel);
    }
  }

  /** What a node has said has been looked at. */
  heard(node: string): void {
    this.#silent.delete(node);
  }

  suspend(channel: string, node: string | undefined): void {
    this.#nodes.delete(channel);
    this.#cutOff.set(channel, node);
  }

  forget(channel: string): void {
    this.#nodes.delete(channel);
    this.#cutOff.delete(channel);
  }

  /** A node can be seen again: its channels that were suspended, which are there until it says otherwise. */
  seen(node: string): readonly string[] {
    if (this.#cutOff.size > 0) this.#silent.add(node);
    const back = [...this.#cutOff].flatMap(([channel, where]) => (where === node ? [channel] : []));
    for (const channel of back) {
      this.#cutOff.delete(channel);
      this.#nodes.set(channel, node);
    }
    return back;
  }

  /** A node cannot be seen any more: its channels, which are to be suspended. */
  lost(node: string): readonly string[] {
    this.#silent.delete(node);
    return [...this.#nodes].flatMap(([channel, where]) => (where === node ? [channel] : []));
  }
}
