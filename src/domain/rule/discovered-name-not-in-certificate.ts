import { matchDnsName } from '../certificate/dns-name.ts';
import { discoveredNameNotInCertificate as event } from '../event/catalog/discovered-name-not-in-certificate.ts';
import { selectedCertificates, selectionFacts, selectionNeeds } from '../evidence/selected-certificates.ts';
import { diagnosticCommands } from '../remedy/diagnostic-commands.ts';
import type { Rule } from './rule.ts';

/**
 * Reports a certificate in a file that a server's settings name, if it does not match the name in
 * these settings, or the name of the computer. Names that are set for a connector are left out,
 * because event 12014 (no usable certificate) reports them. One finding per certificate.
 */
export const discoveredNameNotInCertificate: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) =>
    selectedCertificates(assessment, ({ name }) => name.files !== undefined && name.from !== 'connector').flatMap(
      (selected) => {
        const { certificate } = selected.stored;
        const names = [...certificate.dnsNames, ...certificate.commonNames];
        const missingName = selected.fqdns.find((fqdn) => !names.some((name) => matchDnsName(name, fqdn)));
        if (missingName === undefined) return [];
        return {
          ...event.contentOf(
            { fqdn: missingName, thumbprint: certificate.thumbprint },
            selectionFacts(selected, assessment.context),
          ),
          subject: certificate.thumbprint,
          remedy: diagnosticCommands(selected.stored, 'certificate-host-mismatch', assessment.settings),
          clearingNeeds: selectionNeeds(selected.connectors),
        };
      },
    ),
};
