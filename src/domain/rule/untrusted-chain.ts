import { untrustedChain as event } from '../event/catalog/untrusted-chain.ts';
import { presentedCertificates, presentedFacts, serverScopesOf } from '../evidence/presented.ts';
import { chainNeeds, untrustedPresented } from '../evidence/untrusted-presented.ts';
import { certbotReissue } from '../remedy/certbot.ts';
import { showCertificate } from '../remedy/diagnostic-commands.ts';
import type { Rule } from './rule.ts';

/**
 * Connectors present a certificate of an issuer that nobody knows, or to which every way goes through one that has expired. A self-signed one has none, and is no such certificate.
 * The issuer may stand in any store, personal or not: all must be seen.
 */
export const untrustedChain: Rule = {
  event,
  timed: true,
  undecided: (assessment) =>
    presentedCertificates(assessment)
      .map(({ stored }) => stored.certificate.thumbprint)
      .filter((thumbprint) => assessment.context.chains.get(thumbprint)?.status === 'unknown'),
  evaluate: (assessment) => {
    const { observation, context: ground, settings } = assessment;
    const needs = chainNeeds(observation);
    return untrustedPresented(assessment).map(({ presented, verdict: { detail, untrustedRoot } }) => {
      const { thumbprint } = presented.stored.certificate;
      const looking = [showCertificate(presented.stored, settings, ['-issuer', '-ext', 'authorityInfoAccess'])];
      return {
        event,
        subject: thumbprint,
        parameters: [presented.fqdns[0], thumbprint, detail],
        facts: {
          ...presentedFacts(presented, ground),
          detail,
          ...(untrustedRoot === undefined ? {} : { untrustedRoot }),
        },
        // Issued anew it would lead to the same root.
        remedy: (untrustedRoot === undefined ? certbotReissue(presented.stored) : undefined) ?? looking,
        needs: [needs[0], ...needs.slice(1), ...serverScopesOf(presented.connectors)],
        step: 0,
      };
    });
  },
};
