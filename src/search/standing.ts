import type { Certificate } from "./strategy.ts";
import type { CampaignVerdict } from "./verdicts.ts";

/** What is left of a certificate beside all that is known: a run of another strategy, a pinned plan or a failure known from before may break what one strategy could not. */
export function standing(certificate: Certificate | undefined, verdicts: readonly CampaignVerdict[]): Certificate | undefined {
  if (certificate === undefined) return undefined;
  const guarantees = certificate.guarantees.filter((guarantee) => verdicts.some((verdict) => verdict.guarantee === guarantee && verdict.status === "pass" && verdict.pin?.breaks !== true));
  return guarantees.length === 0 ? undefined : { ...certificate, guarantees };
}
