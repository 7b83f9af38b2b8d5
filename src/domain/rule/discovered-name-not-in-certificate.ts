import { matchDnsName } from '../certificate/dns-name.ts';
import { discoveredNameNotInCertificate as event } from '../event/catalog/discovered-name-not-in-certificate.ts';
import { needsOf, presentedCertificates, presentedFacts } from '../evidence/presented.ts';
import { diagnosticCommands } from '../remedy/diagnostic-commands.ts';
import type { Rule } from './rule.ts';

/**
 * Reports a certificate file that does not match the server's own name, if no connector sets that
 * name. One finding per certificate.
 */
export const discoveredNameNotInCertificate: Rule = {
  event,
  timed: true,
  evaluate: (assessment) =>
    presentedCertificates(assessment, ({ name }) => name.files !== undefined && name.from !== 'connector').flatMap(
      (presented) => {
        const { certificate } = presented.stored;
        const names = [...certificate.dnsNames, ...certificate.commonNames];
        const missing = presented.fqdns.find((fqdn) => !names.some((name) => matchDnsName(name, fqdn)));
        if (missing === undefined) return [];
        return {
          event,
          subject: certificate.thumbprint,
          parameters: [missing, certificate.thumbprint],
          facts: presentedFacts(presented, assessment.context),
          remedy: diagnosticCommands(presented.stored, 'certificate-host-mismatch', assessment.settings),
          needs: needsOf(presented.connectors),
          step: 0,
        };
      },
    ),
};
