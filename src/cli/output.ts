/** Where a command writes: standard output for results, standard error for everything else. */
export class Output {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly ascii: boolean;
  readonly color: boolean;
  /** Columns of the terminal; 80 when there is none, 200 at most. */
  readonly width: number;
  #closed = false;

  constructor(options: { readonly json?: boolean; readonly quiet?: boolean; readonly ascii?: boolean }) {
    this.json = options.json === true;
    this.quiet = options.quiet === true;
    this.ascii = options.ascii === true;
    const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
    this.color = (NO_COLOR ?? "") === "" && TERM !== "dumb" && (process.stdout.isTTY === true || (FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0"));
    this.width = Math.min(200, Math.max(40, process.stdout.columns ?? 80));
    // A closed pipe: nobody reads on; the files are finished all the same, and the verdict's code stands.
    process.stdout.on("error", () => void (this.#closed = true));
    process.stderr.on("error", () => {});
  }

  /** A result, for people. Nothing in JSON mode or when quiet. */
  text(text: string): void {
    if (!this.json && !this.quiet) this.#write(`${text}\n`);
  }

  /** The one document of JSON mode. */
  document(value: unknown): void {
    if (this.json) this.#write(`${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** Something that must reach somebody: what could not be written to its file. Standard error, whatever the mode. */
  rescue(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** Resolves when what was written has left. */
  async flush(): Promise<void> {
    for (const stream of [process.stdout, process.stderr]) {
      if (stream === process.stdout && this.#closed) continue;
      await new Promise<void>((done) => {
        stream.once("error", () => done());
        stream.write("", () => done());
      });
    }
  }

  #write(text: string): void {
    if (!this.#closed) process.stdout.write(text);
  }
}
