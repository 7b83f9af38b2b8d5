import type { Assessment } from '../assessment/assess.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { coverageOf } from '../observation/coverage.ts';
import { definedStores } from '../observation/defined-stores.ts';
import type { Observation } from '../observation/observation.ts';
import type { Scope } from '../scope.ts';
import type { Instant } from '../time.ts';
import { ALL_SOURCES } from './all-sources.ts';
import { extendNeeds, type Needs } from './finding.ts';
import { type SelectedCertificate, selectedCertificates } from './selected-certificates.ts';

type Untrusted = Extract<ChainVerdict, { status: 'untrusted' }>;

/** A certificate that connectors select and whose chain is not trusted. */
export interface UntrustedSelection {
  readonly selected: SelectedCertificate;
  readonly verdict: Untrusted;
}

/**
 * Returns the clearing needs (what a scan must read before it clears the condition) of a finding
 * about an untrusted chain. They include every store, because any store may contain the issuer.
 */
export function chainNeeds(observation: Observation): Needs {
  const stores = definedStores(observation).map(({ name }): Scope => `store:${name}`);
  return extendNeeds(ALL_SOURCES, stores);
}

/**
 * Returns whether event 1302 (expired issuer) reports the chain: the file of the certificate also
 * contains an issuer, which has expired.
 * @param verdict the verdict as it was verified, without regard to `now`
 */
export function hasExpiredIssuer(verdict: ChainVerdict | undefined, now: Instant): boolean {
  return verdict?.status === 'trusted' && verdict.intermediates?.some((link) => isExpired(link, now)) === true;
}

/**
 * Returns the selected certificates that are not self-issued, not expired and do not chain to a
 * trusted root. Empty if a store or an inventory (a list of connectors and stores) is unavailable.
 */
export function untrustedSelections(assessment: Assessment): readonly UntrustedSelection[] {
  const { observation, context } = assessment;
  const coverage = coverageOf(observation);
  if (chainNeeds(observation).some((scope) => coverage(scope) !== 'available')) return [];
  return selectedCertificates(assessment).flatMap((selected) => {
    const { certificate } = selected.stored;
    // `context` has the verdicts at the current time; `observation` has them as they were verified.
    const verdict = context.chains.get(certificate.thumbprint);
    if (verdict?.status !== 'untrusted' || certificate.isSelfIssued || isExpired(certificate, context.now)) return [];
    if (hasExpiredIssuer(observation.chains.get(certificate.thumbprint), context.now)) return [];
    return [{ selected, verdict }];
  });
}
