import type { GuaranteeKind, Limits } from "../guarantees/checker.ts";
import { GUARANTEES } from "../guarantees/index.ts";
import { InputError, suggestion } from "../kernel/errors.ts";
import type { Promise_ } from "./types.ts";

/** What is promised, by guarantee. */
export type Promises = { readonly [guarantee: string]: Promise_ };

/** A guarantee of ours, and the limits by which it judges. */
export interface Judging {
  readonly kind: GuaranteeKind;
  readonly limits: Limits;
}

/** The guarantees of ours that judge: those that always do, and those that are promised. @throws InputError for limits that one does not take. */
export function judgingBy(promises: Promises): readonly Judging[] {
  return GUARANTEES.filter((kind) => kind.always || promises[kind.name] !== undefined).map((kind) => ({ kind, limits: limitsOf(promises[kind.name], kind) }));
}

/** @throws InputError when a guarantee is promised that is none of ours and none of these. */
export function checkGuarantees(promises: Promises, own: readonly string[]): void {
  const names = [...GUARANTEES.map(({ name }) => name), ...own];
  const stray = Object.keys(promises).find((name) => !names.includes(name));
  if (stray !== undefined) throw new InputError(`promises: there is no guarantee ${JSON.stringify(stray)}${suggestion(stray, names)}`);
}

function limitsOf(promise: Promise_ | undefined, kind: GuaranteeKind): Limits {
  const limits = promise?.limits ?? {};
  const wrong = promise === undefined ? undefined : kind.accepts(limits);
  if (wrong !== undefined) throw new InputError(`promises.${kind.name}: ${wrong}`);
  return limits;
}
