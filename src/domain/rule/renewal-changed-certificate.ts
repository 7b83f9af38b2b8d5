import type { Assessment } from '../assessment/assess.ts';
import { emptyRenewedLocations, locationsWithCertificate } from '../assessment/file-histories.ts';
import { isOtherIssuer, missingNames, previousCertificate } from '../assessment/renewal-changes.ts';
import { mayHaveKey, namesOf, type StoredCertificate } from '../certificate/certificate.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import type { Connector } from '../connector/connector.ts';
import { renewalChangedCertificate as event } from '../event/catalog/renewal-changed-certificate.ts';
import type { Finding } from '../evidence/finding.ts';
import { mailUserFacts } from '../evidence/selected-certificates.ts';
import { certbotLineage, certbotReissueWithNames } from '../remedy/certbot.ts';
import type { Command } from '../remedy/remedy.ts';
import { EVERY_INVENTORY } from '../scope.ts';
import type { Rule } from './rule.ts';

/** Maximum number of names in the event. */
const MAX_NAMES = 5;

/**
 * Returns the connectors that require one of the missing names, each with its name. Leaves out
 * connectors that use other files.
 */
function connectorsMissingName(
  { selections }: Assessment,
  lostNames: readonly string[],
  path: string,
): readonly { readonly connector: Connector; readonly fqdn: string }[] {
  return selections.flatMap(({ connector, selection }) => {
    if (selection.kind === 'not-applicable') return [];
    if (connector.certificateFiles !== undefined && !connector.certificateFiles.includes(path)) return [];
    const fqdn = selection.name.value;
    return lostNames.some((name) => matchDnsName(name, fqdn)) ? [{ connector, fqdn }] : [];
  });
}

/** Returns the certbot command that adds the lost names again. */
function addNamesCommand(
  { certificate, location }: StoredCertificate,
  lostNames: readonly string[],
): Command | undefined {
  const lineage = certbotLineage(location.path);
  if (lineage === undefined || lostNames.length === 0) return undefined;
  return certbotReissueWithNames(lineage, [...certificate.dnsNames, ...lostNames]);
}

/**
 * Reports a certificate that was replaced in its file: by one that lacks names (Warning), or by a
 * selected one with another issuer (Information). After a week, the change is accepted as intended.
 * Undecided while a file that a connector names contains no certificate.
 */
export const renewalChangedCertificate: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  undecidedSubjects: emptyRenewedLocations,
  evaluate: (assessment) => {
    const { observation, selections, settings } = assessment;
    const selectedThumbprints = new Set(
      selections.flatMap(({ selection }) =>
        selection.kind === 'chosen' ? [selection.chosen.certificate.thumbprint] : [],
      ),
    );
    return locationsWithCertificate(assessment).flatMap(({ key, history, stored }): readonly Finding[] => {
      // Without its key, a certificate may be half of a renewal, so it is not compared. A change that
      // was found earlier stays reported.
      const previous = mayHaveKey(stored.key)
        ? previousCertificate(history, stored, observation.now)
        : history.previous;
      if (previous === undefined) return [];
      const { thumbprint, issuer, notAfter } = stored.certificate;
      const lostNames = missingNames(previous.names, stored);
      if (lostNames.length === 0 && !selectedThumbprints.has(thumbprint)) return [];
      const affected = connectorsMissingName(assessment, lostNames, stored.location.path);
      return [
        {
          ...event.contentOf(
            {
              path: stored.location.path,
              thumbprint,
              previousThumbprint: previous.thumbprint,
              missingNames: lostNames.slice(0, MAX_NAMES).join(', '),
            },
            {
              store: history.store,
              path: stored.location.path,
              count: 1,
              certificates: [{ thumbprint, names: namesOf(stored.certificate).slice(0, MAX_NAMES), notAfter }],
              connectors: affected.map(({ connector }) => connector.name),
              fqdns: affected.map(({ fqdn }) => fqdn),
              ...mailUserFacts(affected.map(({ connector }) => connector)),
              missingNames: lostNames,
              ...(isOtherIssuer(previous, stored) ? { previousIssuer: previous.issuer, issuer } : {}),
            },
          ),
          subject: key,
          remedy: [addNamesCommand(stored, lostNames) ?? [...settings.command, 'certificates', 'show', thumbprint]],
          clearingNeeds: [`store:${history.store}`, EVERY_INVENTORY],
          level: lostNames.length > 0 ? 'Warning' : 'Information',
        },
      ];
    });
  },
};
