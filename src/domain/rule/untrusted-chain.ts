import { untrustedChain as event } from '../event/catalog/untrusted-chain.ts';
import { presentedCertificates, presentedFacts, serverScopesOf } from '../evidence/presented.ts';
import { chainNeeds, untrustedPresented } from '../evidence/untrusted-presented.ts';
import { certbotReissue } from '../remedy/certbot.ts';
import { showCertificate } from '../remedy/diagnostic-commands.ts';
import type { Rule } from './rule.ts';

/**
 * Reports a selected certificate without a path to a trusted root, or only with paths through an
 * expired issuer. Leaves out self-signed certificates, because they have no chain. Every store must
 * be available, because the issuer may be in any of them.
 */
export const untrustedChain: Rule = {
  event,
  timed: true,
  undecided: (assessment) =>
    presentedCertificates(assessment)
      .map(({ stored }) => stored.certificate.thumbprint)
      .filter((thumbprint) => assessment.context.chains.get(thumbprint)?.status === 'unknown'),
  evaluate: (assessment) => {
    const { observation, context, settings } = assessment;
    const needs = chainNeeds(observation);
    return untrustedPresented(assessment).map(({ presented, verdict: { detail, untrustedRoot } }) => {
      const { thumbprint } = presented.stored.certificate;
      const diagnostics = [showCertificate(presented.stored, settings, ['-issuer', '-ext', 'authorityInfoAccess'])];
      return {
        event,
        subject: thumbprint,
        parameters: [presented.fqdns[0], thumbprint, detail],
        facts: {
          ...presentedFacts(presented, context),
          detail,
          ...(untrustedRoot === undefined ? {} : { untrustedRoot }),
        },
        // A reissued certificate would have the same root.
        remedy: (untrustedRoot === undefined ? certbotReissue(presented.stored) : undefined) ?? diagnostics,
        needs: [needs[0], ...needs.slice(1), ...serverScopesOf(presented.connectors)],
        step: 0,
      };
    });
  },
};
