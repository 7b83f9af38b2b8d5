import { isExpired } from '../certificate/lifetime.ts';
import { chainCertificateExpired as event } from '../event/catalog/chain-certificate-expired.ts';
import { selectedCertificates, selectionFacts, selectionNeeds } from '../evidence/selected-certificates.ts';
import { certbotReissue } from '../remedy/certbot.ts';
import { listCertificatesCommand } from '../remedy/diagnostic-commands.ts';
import type { Rule } from './rule.ts';

/**
 * Reports an expired issuer that servers send with a valid certificate. The level is Error if no
 * other path leads to a trusted root, because every client then rejects the certificate. One
 * finding per selected certificate.
 */
export const chainCertificateExpired: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const { context, settings, observation } = assessment;
    const { now } = context;
    return selectedCertificates(assessment).flatMap((selected) => {
      const { certificate } = selected.stored;
      const verdict = observation.chains.get(certificate.thumbprint);
      if (verdict?.status !== 'trusted' || isExpired(certificate, now)) return [];
      const expired = (verdict.intermediates ?? []).find((link) => isExpired(link, now));
      if (expired === undefined) return [];
      // `holdsUntil` is the end of the path that stays valid longest; undefined: unknown.
      const hasOtherPath = verdict.holdsUntil === undefined || !isExpired({ notAfter: verdict.holdsUntil }, now);
      const { thumbprint, subject, notAfter } = expired;
      return {
        ...event.contentOf(
          {
            fqdn: selected.fqdns[0],
            thumbprint: certificate.thumbprint,
            issuerThumbprint: thumbprint,
            issuerSubject: subject,
          },
          {
            ...selectionFacts(selected, context),
            certificates: [{ thumbprint, names: [subject], notAfter }],
            reason: hasOtherPath ? 'another-way' : 'no-other-way',
          },
        ),
        subject: certificate.thumbprint,
        remedy: certbotReissue(selected.stored) ?? [listCertificatesCommand(selected.stored.location.path, settings)],
        clearingNeeds: selectionNeeds(selected.connectors),
        level: hasOtherPath ? 'Warning' : 'Error',
      };
    });
  },
};
