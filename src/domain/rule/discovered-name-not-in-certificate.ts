import { matchDnsName } from '../certificate/dns-name.ts';
import { discoveredNameNotInCertificate as event } from '../event/catalog/discovered-name-not-in-certificate.ts';
import { selectedCertificates, selectionFacts, selectionNeeds } from '../evidence/selected-certificates.ts';
import { diagnosticCommands } from '../remedy/diagnostic-commands.ts';
import type { Rule } from './rule.ts';

/**
 * Reports a certificate file that does not match the server's own name, if no connector sets that
 * name. One finding per certificate.
 */
export const discoveredNameNotInCertificate: Rule = {
  event,
  dependsOnClockOrKeys: true,
  evaluate: (assessment) =>
    selectedCertificates(assessment, ({ name }) => name.files !== undefined && name.from !== 'connector').flatMap(
      (selected) => {
        const { certificate } = selected.stored;
        const names = [...certificate.dnsNames, ...certificate.commonNames];
        const missingName = selected.fqdns.find((fqdn) => !names.some((name) => matchDnsName(name, fqdn)));
        if (missingName === undefined) return [];
        return {
          event,
          subject: certificate.thumbprint,
          parameters: [missingName, certificate.thumbprint],
          facts: selectionFacts(selected, assessment.context),
          remedy: diagnosticCommands(selected.stored, 'certificate-host-mismatch', assessment.settings),
          needs: selectionNeeds(selected.connectors),
          step: 0,
        };
      },
    ),
};
