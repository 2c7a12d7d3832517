import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import * as v from "valibot";
import { InputError } from "../../kernel/errors.ts";
import type { Parameters } from "../../scenario/parameters.ts";
import type { Plan } from "../../world/fault.ts";
import { printable } from "../../world/step-key.ts";
import { makeFolder } from "../new-file.ts";
import { reason } from "../reason.ts";

/** A failure that was found once: what breaks which guarantee. */
export interface KnownFailure {
  readonly guarantee: string;
  readonly plan: Plan;
  readonly parameters: Parameters;
  readonly seed: string;
}

const schema = v.object({ guarantee: v.string(), plan: v.array(v.record(v.string(), v.unknown())), parameters: v.record(v.string(), v.unknown()), seed: v.string() });

/** The known failures of a scenario, a line of JSON each. Lines that cannot be read are kept, and told. */
export class Corpus {
  readonly failures: readonly KnownFailure[];
  readonly #path: string;
  readonly #content: string;
  readonly #added: KnownFailure[] = [];

  /** @param stem what the file of the scenario is called. @param onDamaged told of each line that cannot be read. @throws InputError when the file is there and cannot be read. */
  constructor(folder: string, stem: string, onDamaged: (what: string) => void) {
    this.#path = join(folder, `${stem}.jsonl`);
    this.#content = contentOf(this.#path);
    this.failures = this.#content.split("\n").flatMap((line, index) => {
      if (line.trim() === "") return [];
      const failure = failureIn(line);
      if (failure === undefined) onDamaged(`${printable(this.#path)}:${index + 1}: this line is damaged, and no failure that can be replayed; it is left as it is`);
      return failure === undefined ? [] : [failure];
    });
  }

  /** One more, to be written by `save`; nothing when it is known. */
  add(failure: KnownFailure): void {
    if (![...this.failures, ...this.#added].some((one) => identity(one) === identity(failure))) this.#added.push(failure);
  }

  /** Writes what is new, the whole file or nothing. @throws InputError */
  save(): void {
    if (this.#added.length === 0) return;
    const draft = `${this.#path}.${process.pid}.part`;
    const gap = this.#content === "" || this.#content.endsWith("\n") ? "" : "\n";
    try {
      makeFolder(dirname(resolve(this.#path)));
      writeFileSync(draft, `${this.#content}${gap}${this.#added.map(({ guarantee, plan, parameters, seed }) => `${JSON.stringify({ guarantee, plan, parameters, seed })}\n`).join("")}`);
      renameSync(draft, this.#path);
    } catch (error) {
      discard(draft);
      throw new InputError(`cannot write ${printable(this.#path)}: ${reason(error)}`);
    }
  }
}

function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // It cannot be there either.
  }
}

/** The same guarantee broken by the same plan is the same failure, whichever seed brought it. */
function identity({ guarantee, plan, parameters }: KnownFailure): string {
  return JSON.stringify([guarantee, plan, parameters]);
}

function failureIn(line: string): KnownFailure | undefined {
  try {
    const read = v.safeParse(schema, JSON.parse(line));
    return read.success ? (read.output as unknown as KnownFailure) : undefined;
  } catch {
    return undefined;
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // Where there is no such folder either, whoever writes into it will say so.
    if (["ENOENT", "ENOTDIR"].includes((error as { code?: string }).code ?? "")) return "";
    throw new InputError(`cannot read ${printable(path)}: ${reason(error)}`);
  }
}
