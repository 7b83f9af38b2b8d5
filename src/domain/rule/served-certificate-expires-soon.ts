import type { Assessment } from '../assessment/assess.ts';
import { countDueReminders, hoursUntilExpiry, isExpired, lifetimeStateOf } from '../certificate/lifetime.ts';
import { servedCertificateExpiresSoon as event } from '../event/catalog/served-certificate-expires-soon.ts';
import {
  groupByLeaf,
  isExpiryUnknown,
  requiredServerName,
  type ServedTlsEndpoint,
  servedTlsEndpoints,
  undecidedThumbprints,
} from '../evidence/served-endpoints.ts';
import { probedFinding, servedFacts } from '../evidence/served-finding.ts';
import { type ServedVsDisk, servedVsDisk } from '../evidence/served-vs-disk.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import type { Rule } from './rule.ts';

/**
 * Returns the endpoints whose certificate was expiring when it was probed.
 * @param isIncluded decides by the comparison of the certificate with those on disk
 */
function expiringEndpoints(
  assessment: Assessment,
  isIncluded: (comparison: ServedVsDisk['kind'], endpoint: ServedTlsEndpoint) => boolean,
): readonly ServedTlsEndpoint[] {
  const { settings } = assessment;
  return servedTlsEndpoints(assessment).filter(
    (endpoint) =>
      lifetimeStateOf(endpoint.tls.leaf, endpoint.checkedAt, settings.expiresSoon) === 'expiring' &&
      isIncluded(servedVsDisk(endpoint, assessment).kind, endpoint),
  );
}

/**
 * Reports an expiring served certificate, unless it is known to be on disk (event 12018 reports it)
 * or to be replaced there (event 1406 reports that the server was not reloaded). For an unreachable
 * server, the last probe counts, because its certificate expires too. One finding per certificate.
 */
export const servedCertificateExpiresSoon: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) => {
    const { now } = assessment.observation;
    const expiring = expiringEndpoints(
      assessment,
      (comparison, { tls }) => comparison === 'unknown' && !isExpired(tls.leaf, now),
    );
    return groupByLeaf(expiring).map((endpoints) =>
      probedFinding(endpoints, (group) => {
        const [first] = group;
        const { leaf } = first.tls;
        const checkedAt = Math.max(...group.map((endpoint) => endpoint.checkedAt));
        return {
          ...event.contentOf(
            {
              fqdn: requiredServerName(first),
              thumbprint: leaf.thumbprint,
              hoursLeft: String(hoursUntilExpiry(leaf, now)),
            },
            servedFacts(group),
          ),
          subject: leaf.thumbprint,
          remedy: [probeCommand(assessment.settings, first.connector.name)],
          urgency: countDueReminders(leaf, checkedAt, assessment.settings.expiresSoon),
        };
      }),
    );
  },
  // Undecided: the server awaits a reload, or the certificate has expired since its probe and may have
  // been replaced.
  undecidedSubjects: (assessment) =>
    undecidedThumbprints(
      expiringEndpoints(
        assessment,
        (comparison, endpoint) =>
          comparison === 'awaits-reload' || (comparison === 'unknown' && isExpiryUnknown(endpoint, assessment)),
      ),
    ),
};
