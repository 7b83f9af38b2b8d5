import type { Assessment } from '../assessment/assess.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { coverageOf, definedStores } from '../observation/coverage.ts';
import type { Observation } from '../observation/observation.ts';
import type { Scope } from '../scope.ts';
import type { Instant } from '../time.ts';
import type { Needs } from './finding.ts';
import { ALL_AVAILABLE } from './is-all-available.ts';
import { presentedCertificates, type SelectedCertificate } from './presented.ts';

type Untrusted = Extract<ChainVerdict, { status: 'untrusted' }>;

/** A certificate that connectors select and whose chain is not trusted. */
export interface UntrustedPresented {
  readonly presented: SelectedCertificate;
  readonly verdict: Untrusted;
}

/** Returns the scopes that a claim about an untrusted chain needs: the issuer may be in any store, personal or not. */
export function chainNeeds(observation: Observation): Needs {
  const stores = definedStores(observation).map(({ name }): Scope => `store:${name}`);
  return [ALL_AVAILABLE[0], ...ALL_AVAILABLE.slice(1), ...stores];
}

/** An expired issuer in the certificate's own file is reported by 1302. */
function presentsExpiredIssuer(verdict: ChainVerdict | undefined, now: Instant): boolean {
  return verdict?.status === 'trusted' && verdict.presented?.some((link) => isExpired(link, now)) === true;
}

/**
 * Returns the certificates that connectors select, that are neither self-issued nor expired, and whose chain is not trusted
 * as far as the stores show. Empty if a store or an inventory could not be read.
 */
export function untrustedPresented(assessment: Assessment): readonly UntrustedPresented[] {
  const { observation, context: ground } = assessment;
  const coverage = coverageOf(observation);
  if (chainNeeds(observation).some((scope) => coverage(scope) !== 'seen')) return [];
  return presentedCertificates(assessment).flatMap((presented) => {
    const { certificate } = presented.stored;
    const verdict = ground.chains.get(certificate.thumbprint);
    if (verdict?.status !== 'untrusted' || certificate.isSelfIssued || isExpired(certificate, ground.now)) return [];
    if (presentsExpiredIssuer(observation.chains.get(certificate.thumbprint), ground.now)) return [];
    return [{ presented, verdict }];
  });
}
