import type { Plain } from "../kernel/plain.ts";
import { showTime } from "../kernel/time.ts";
import type { GuaranteeKind } from "./checker.ts";
import { noLimits } from "./checker.ts";
import { named } from "./subject.ts";

/**
 * No effect is applied for an owner after it was replaced (DESIGN 8; Kleppmann, "How to do distributed locking", 2016).
 * `note("grant", m, { owner })` and `note("replace", m, { owner })` say who gained and who lost; `resource` (default the
 * message, "m7") says what: the same text that says `key:k1` covers every message of that key, "all" covers everything.
 */
export const fenced: GuaranteeKind = {
  name: "fenced",
  always: true,
  threats: ["repeat"],
  accepts: noLimits,
  checker: ({ subject, fail }) => {
    const replaced = new Map<string, number>();
    const name = (resource: string, owner: string): string => `${resource} ${owner}`;
    return {
      say: (verb, message, _subscription, _node, detail) => {
        if (verb !== "grant" && verb !== "replace") return;
        const owner = field(detail, "owner");
        if (owner === undefined) return;
        const resource = name(field(detail, "resource") ?? subject.nameOf(message), owner);
        if (verb === "grant") replaced.delete(resource);
        else replaced.set(resource, subject.now);
      },
      effect: (message, subscription, node) => {
        if (replaced.size === 0) return;
        for (const resource of [subject.nameOf(message), `key:${subject.keyOf(message)}`, "all"]) {
          const since = replaced.get(name(resource, node));
          if (since !== undefined) return fail(`${node} applied ${named(subject, message, subscription)} at ${showTime(subject.now)}, though it had been replaced as the owner of ${resource} at ${showTime(since)}`);
        }
      },
    };
  },
};

function field(detail: Plain | undefined, name: string): string | undefined {
  if (typeof detail !== "object" || detail === null || Array.isArray(detail)) return undefined;
  const value = (detail as { readonly [name: string]: Plain })[name];
  return typeof value === "string" ? value : undefined;
}
