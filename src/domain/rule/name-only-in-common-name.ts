import { matchDnsName } from '../certificate/dns-name.ts';
import { nameOnlyInCommonName as event } from '../event/catalog/name-only-in-common-name.ts';
import { needsOf, presentedCertificates, presentedFacts } from '../evidence/presented.ts';
import { showCertificate } from '../remedy/diagnostic-commands.ts';
import { renewCommands } from '../remedy/renew-commands.ts';
import type { Rule } from './rule.ts';

/** Reports a selected certificate that has a connector's name only in its common name. */
export const nameOnlyInCommonName: Rule = {
  event,
  timed: true,
  evaluate: (assessment) =>
    presentedCertificates(assessment).flatMap((presented) => {
      const { certificate } = presented.stored;
      const { dnsNames, commonNames } = certificate;
      const bare = presented.fqdns.find(
        (fqdn) =>
          !dnsNames.some((name) => matchDnsName(name, fqdn)) && commonNames.some((name) => matchDnsName(name, fqdn)),
      );
      if (bare === undefined) return [];
      return {
        event,
        subject: certificate.thumbprint,
        parameters: [bare, certificate.thumbprint],
        facts: presentedFacts(presented, assessment.context),
        remedy: renewCommands(presented.stored, assessment, true)?.commands ?? [
          showCertificate(presented.stored, assessment.settings, ['-subject', '-ext', 'subjectAltName']),
        ],
        needs: needsOf(presented.connectors),
        step: 0,
      };
    }),
};
