/** One line of a correct protocol, written as a student might have written it. Plain data. */
export interface Mutant {
  /** Unique within its protocol: lower-case words joined by hyphens. */
  readonly name: string;
  /** What stands in the protocol's file, and stands there once. It may reach into neighbouring lines, to say which place is meant or to turn two round. */
  readonly before: string;
  readonly after: string;
  /** Whose mistake this is: one sentence. */
  readonly mistake: string;
  /** Bundled scenarios that are checked, where they are not those of the protocol. */
  readonly scenarios?: readonly string[];
  /** Why nobody can tell it from the original. Such a mutant is to survive. */
  readonly equivalent?: string;
}

/** The mutants of one file of src/protocols. */
export interface MutatedProtocol {
  /** The file's name without its extension. */
  readonly protocol: string;
  /** Names of the bundled scenarios that are checked: those of the correct protocol, which promise something to hold. */
  readonly scenarios: readonly string[];
  readonly mutants: readonly Mutant[];
}

/** The source with the mutant in it. @throws Error, which names the mutant: what it replaces is not there, or more than once. */
export function mutated(source: string, protocol: string, { name, before, after }: Mutant): string {
  const found = source.split(before).length - 1;
  if (found !== 1) throw new Error(`mutant ${protocol}/${name}: ${JSON.stringify(before)} occurs ${found} times in src/protocols/${protocol}.ts, not once`);
  return source.replace(before, () => after);
}
