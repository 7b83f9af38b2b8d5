import { untrustedChain as event } from '../event/catalog/untrusted-chain.ts';
import { extendNeeds } from '../evidence/finding.ts';
import { selectedCertificates, selectionFacts, serverScopesOf } from '../evidence/selected-certificates.ts';
import { chainNeeds, untrustedSelections } from '../evidence/untrusted-selections.ts';
import { detailFacts } from '../failure/error-facts.ts';
import { certbotReissue } from '../remedy/certbot.ts';
import { showCertificateCommand } from '../remedy/diagnostic-commands.ts';
import type { Rule } from './rule.ts';

/**
 * Reports a selected certificate without a path to a trusted root, or only with paths through an
 * expired issuer. Leaves out self-issued certificates (issuer equals subject), because they have no
 * chain to verify. Reports nothing unless all stores are available, because any store may contain
 * the issuer.
 */
export const untrustedChain: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  undecidedSubjects: (assessment) =>
    selectedCertificates(assessment)
      .map(({ stored }) => stored.certificate.thumbprint)
      .filter((thumbprint) => assessment.context.chains.get(thumbprint)?.status === 'unknown'),
  evaluate: (assessment) => {
    const { observation, context, settings } = assessment;
    const needs = chainNeeds(observation);
    return untrustedSelections(assessment).map(({ selected, verdict: { failure, untrustedRoot } }) => {
      const error = detailFacts(failure);
      const { thumbprint } = selected.stored.certificate;
      const diagnostics = [
        showCertificateCommand(selected.stored, settings, ['-issuer', '-ext', 'authorityInfoAccess']),
      ];
      return {
        ...event.contentOf(
          { fqdn: selected.fqdns[0], thumbprint, detail: error.detail },
          {
            ...selectionFacts(selected, context),
            ...error,
            ...(untrustedRoot === undefined ? {} : { untrustedRoot }),
          },
        ),
        subject: thumbprint,
        // With an untrusted root, a reissue does not help: the new certificate has the same root.
        remedy: (untrustedRoot === undefined ? certbotReissue(selected.stored) : undefined) ?? diagnostics,
        clearingNeeds: extendNeeds(needs, serverScopesOf(selected.connectors)),
      };
    });
  },
};
