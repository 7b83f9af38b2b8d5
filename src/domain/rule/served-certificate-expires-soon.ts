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
import { servedVsDisk } from '../evidence/served-vs-disk.ts';
import { probeCommand } from '../remedy/probe-command.ts';
import type { Rule } from './rule.ts';

/**
 * Returns the endpoints whose certificate was expiring when it was probed, filtered by the
 * comparison with the disk.
 */
function expiringEndpoints(
  assessment: Assessment,
  isIncluded: (kind: string, endpoint: ServedTlsEndpoint) => boolean,
): readonly ServedTlsEndpoint[] {
  const { settings } = assessment;
  return servedTlsEndpoints(assessment).filter(
    (endpoint) =>
      lifetimeStateOf(endpoint.tls.leaf, endpoint.checkedAt, settings.expiresSoon) === 'expiring' &&
      isIncluded(servedVsDisk(endpoint, assessment).kind, endpoint),
  );
}

/**
 * Reports an expiring served certificate that is not known to be on disk (12018) or replaced there
 * (1406). Relies on the last probe, because certificates of unreachable servers expire too. One
 * finding per certificate.
 */
export const servedCertificateExpiresSoon: Rule = {
  event,
  dependsOnClockOrKeys: true,
  evaluate: (assessment) => {
    const { now } = assessment.observation;
    const soon = expiringEndpoints(assessment, (kind, { tls }) => kind === 'unknown' && !isExpired(tls.leaf, now));
    return groupByLeaf(soon).map((endpoints) =>
      probedFinding(endpoints, (group) => {
        const [first] = group;
        const { leaf } = first.tls;
        const checkedAt = Math.max(...group.map((endpoint) => endpoint.checkedAt));
        return {
          event,
          subject: leaf.thumbprint,
          parameters: [requiredServerName(first), leaf.thumbprint, String(hoursUntilExpiry(leaf, now))],
          facts: servedFacts(group),
          remedy: [probeCommand(assessment.settings, first.connector.name)],
          step: countDueReminders(leaf, checkedAt, assessment.settings.expiresSoon),
        };
      }),
    );
  },
  undecidedSubjects: (assessment) =>
    undecidedThumbprints(
      expiringEndpoints(
        assessment,
        (kind, endpoint) => kind === 'settling' || (kind === 'unknown' && isExpiryUnknown(endpoint, assessment)),
      ),
    ),
};
