import { reason } from "../campaign/reason.ts";
import type { UnwrittenError } from "../campaign/failures.ts";
import { oneLine } from "./one-line.ts";
import { print, reserveStandardOutput } from "./stdout.ts";

/** Where a command writes: standard output for results, standard error for everything else. */
export class Output {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly ascii: boolean;
  readonly color: boolean;
  /** Columns of the terminal; 80 when there is none, 200 at most. */
  readonly width: number;
  /** Why standard output takes nothing any more, when it is not that nobody reads on. */
  unwritable: string | undefined;
  #closed = false;

  constructor(options: { readonly json?: boolean; readonly quiet?: boolean; readonly ascii?: boolean }) {
    this.json = options.json === true;
    this.quiet = options.quiet === true;
    this.ascii = options.ascii === true;
    const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
    this.color = (NO_COLOR ?? "") === "" && TERM !== "dumb" && (process.stdout.isTTY === true || (FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0"));
    this.width = Math.min(200, Math.max(40, process.stdout.columns || 80));
    process.stdout.on("error", (error: Error & { code?: string }) => {
      this.#closed = true;
      // A closed pipe: nobody reads on; the files are finished all the same, and the verdict's code stands.
      if (error.code !== "EPIPE") this.unwritable ??= reason(error);
    });
    reserveStandardOutput();
  }

  /** A result, for people. Nothing in JSON mode or when quiet. */
  text(text: string): void {
    if (!this.json && !this.quiet) this.#write(`${text}\n`);
  }

  /** A result in a format of its own, as it is; the same in JSON mode, where this is the document. */
  content(content: string): void {
    if (!this.quiet) this.#write(content);
  }

  /** The one document of JSON mode. */
  document(value: unknown): void {
    if (this.json) this.#write(`${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** What must reach somebody whatever the mode. The parent passes it on. */
  complain(message: string): void {
    process.stderr.write(`faultline: ${oneLine(message)}\n`);
  }

  /** A failure that could not be written to its file: to standard error instead. */
  rescue({ message, content }: UnwrittenError): void {
    this.complain(`${message}; the failure is:`);
    process.stderr.write(content);
  }

  /** Resolves when what was written has left. */
  async flush(): Promise<void> {
    for (const stream of [process.stdout, process.stderr]) {
      if (stream === process.stdout && this.#closed) continue;
      await new Promise<void>((done) => {
        stream.once("error", () => done());
        if (stream === process.stdout) print("", () => done());
        else stream.write("", () => done());
      });
    }
  }

  #write(text: string): void {
    // On a terminal, over the line of progress that the watching parent may have drawn there.
    if (!this.#closed) print(process.stdout.isTTY === true && process.env["TERM"] !== "dumb" ? `\r\u001b[2K${text}` : text);
  }
}
