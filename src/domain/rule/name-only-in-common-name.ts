import { matchDnsName } from '../certificate/dns-name.ts';
import { nameOnlyInCommonName as event } from '../event/catalog/name-only-in-common-name.ts';
import { selectedCertificates, selectionFacts, selectionNeeds } from '../evidence/selected-certificates.ts';
import { showCertificateCommand } from '../remedy/diagnostic-commands.ts';
import { renewOnThisHost } from '../remedy/renew-on-this-host.ts';
import type { Rule } from './rule.ts';

/** Reports a selected certificate that has a connector's name only in its common name. */
export const nameOnlyInCommonName: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) =>
    selectedCertificates(assessment).flatMap((selected) => {
      const { certificate } = selected.stored;
      const { dnsNames, commonNames } = certificate;
      const nameInCommonNameOnly = selected.fqdns.find(
        (fqdn) =>
          !dnsNames.some((name) => matchDnsName(name, fqdn)) && commonNames.some((name) => matchDnsName(name, fqdn)),
      );
      if (nameInCommonNameOnly === undefined) return [];
      return {
        ...event.contentOf(
          { fqdn: nameInCommonNameOnly, thumbprint: certificate.thumbprint },
          selectionFacts(selected, assessment.context),
        ),
        subject: certificate.thumbprint,
        remedy: renewOnThisHost(selected.stored, assessment, { isRenewalForced: true })?.commands ?? [
          showCertificateCommand(selected.stored, assessment.settings, ['-subject', '-ext', 'subjectAltName']),
        ],
        clearingNeeds: selectionNeeds(selected.connectors),
      };
    }),
};
