import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { untrustedChain as event } from '../event/catalog/untrusted-chain.ts';
import { certbotAgain } from '../mending/certbot.ts';
import { showCertificate } from '../mending/looking.ts';
import { coverageOf, definedStores } from '../observation/coverage.ts';
import type { Scope } from '../scope.ts';
import type { Instant } from '../time.ts';
import type { Needs } from './finding.ts';
import { ALL_SEEN } from './is-all-seen.ts';
import { presentedCertificates, presentedFacts } from './presented.ts';
import type { Rule } from './rule.ts';

/** Of one that goes out with the certificate, a 1302 tells. */
function presentsExpiredIssuer(verdict: ChainVerdict | undefined, now: Instant): boolean {
  return verdict?.status === 'trusted' && verdict.presented?.some((link) => isExpired(link, now)) === true;
}

/**
 * Connectors present a certificate of an issuer that nobody knows, or to which every way goes through one that has expired. A self-signed one has none, and is no such certificate.
 * The issuer may stand in any store, personal or not: all must be seen.
 */
export const untrustedChain: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => {
    const { observation, ground, settings } = assessment;
    const stores = definedStores(observation).map(({ name }): Scope => `store:${name}`);
    const needs: Needs = [ALL_SEEN[0], ...ALL_SEEN.slice(1), ...stores];
    const coverage = coverageOf(observation);
    if (needs.some((scope) => coverage(scope) !== 'seen')) return [];
    return presentedCertificates(assessment).flatMap((presented) => {
      const { certificate } = presented.stored;
      const verdict = ground.chains.get(certificate.thumbprint);
      if (verdict?.status !== 'untrusted' || certificate.isSelfIssued || isExpired(certificate, ground.now)) return [];
      if (presentsExpiredIssuer(observation.chains.get(certificate.thumbprint), ground.now)) return [];
      const { detail, untrustedRoot } = verdict;
      const looking = [showCertificate(presented.stored, settings, ['-issuer', '-ext', 'authorityInfoAccess'])];
      return {
        event,
        subject: certificate.thumbprint,
        parameters: [presented.fqdns[0], certificate.thumbprint, detail],
        facts: {
          ...presentedFacts(presented, ground),
          detail,
          ...(untrustedRoot === undefined ? {} : { untrustedRoot }),
        },
        // Issued anew it would lead to the same root.
        remedy: (untrustedRoot === undefined ? certbotAgain(presented.stored) : undefined) ?? looking,
        needs,
        step: 0,
      };
    });
  },
};
