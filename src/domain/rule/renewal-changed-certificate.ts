import type { Assessment } from '../assessment/assess.ts';
import {
  emptyRenewedLocations,
  hasArrived,
  isOtherIssuer,
  knownFiles,
  missingNames,
  previousCertificate,
} from '../assessment/file-histories.ts';
import { namesOf, type StoredCertificate } from '../certificate/certificate.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import { renewalChangedCertificate as event } from '../event/catalog/renewal-changed-certificate.ts';
import type { Finding } from '../evidence/finding.ts';
import { certbotLineage, certbotNames } from '../remedy/certbot.ts';
import type { Command } from '../remedy/remedy.ts';
import { EVERY_INVENTORY } from '../scope.ts';
import type { Rule } from './rule.ts';

/** Maximum number of names in the event. */
const NAMES = 5;

/**
 * Returns the connectors whose name was lost, each with its name. Leaves out connectors that use
 * other files.
 */
function seekers(
  { selections }: Assessment,
  lost: readonly string[],
  path: string,
): readonly (readonly [string, string])[] {
  return selections.flatMap(({ connector, selection }) => {
    if (selection.kind === 'not-applicable') return [];
    if (connector.certificateFiles !== undefined && !connector.certificateFiles.includes(path)) return [];
    const { value } = selection.name;
    return lost.some((name) => matchDnsName(name, value)) ? [[connector.name, value] as const] : [];
  });
}

/** Returns the certbot command that adds the lost names again. */
function namingAgain({ certificate, location }: StoredCertificate, lost: readonly string[]): Command | undefined {
  const lineage = certbotLineage(location.path);
  if (lineage === undefined || lost.length === 0) return undefined;
  return certbotNames(lineage, [...certificate.dnsNames, ...lost]);
}

/**
 * Reports a replaced certificate that lacks names (Warning), or a selected one with another issuer
 * (Information). After a week the change is accepted as intended. Undecided while a named file
 * contains no certificate.
 */
export const renewalChangedCertificate: Rule = {
  event,
  timed: true,
  undecided: emptyRenewedLocations,
  evaluate: (assessment) => {
    const { observation, selections, settings } = assessment;
    const presented = new Set(
      selections.flatMap(({ selection }) =>
        selection.kind === 'chosen' ? [selection.chosen.certificate.thumbprint] : [],
      ),
    );
    return knownFiles(assessment).flatMap(([place, occupant, stored]): readonly Finding[] => {
      const before = hasArrived(stored) ? previousCertificate(occupant, stored, observation.now) : occupant.before;
      if (before === undefined) return [];
      const { thumbprint, issuer, notAfter } = stored.certificate;
      const lost = missingNames(before.names, stored);
      if (lost.length === 0 && !presented.has(thumbprint)) return [];
      const selecting = seekers(assessment, lost, stored.location.path);
      return [
        {
          event,
          subject: place,
          parameters: [stored.location.path, thumbprint, before.thumbprint, lost.slice(0, NAMES).join(', ')],
          facts: {
            store: occupant.store,
            path: stored.location.path,
            count: 1,
            certificates: [{ thumbprint, names: namesOf(stored.certificate).slice(0, NAMES), notAfter }],
            connectors: selecting.map(([name]) => name),
            fqdns: selecting.map(([, fqdn]) => fqdn),
            missingNames: lost,
            ...(isOtherIssuer(before, stored) ? { previousIssuer: before.issuer, issuer } : {}),
          },
          remedy: [namingAgain(stored, lost) ?? [...settings.command, 'certificates', 'show', thumbprint]],
          needs: [`store:${occupant.store}`, EVERY_INVENTORY],
          step: 0,
          level: lost.length > 0 ? 'Warning' : 'Information',
        },
      ];
    });
  },
};
