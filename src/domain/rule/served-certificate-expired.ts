import type { Assessment } from '../assessment/assess.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { servedCertificateExpired as event } from '../event/catalog/served-certificate-expired.ts';
import {
  groupByLeaf,
  requiredServerName,
  type ServedTlsEndpoint,
  servedTlsEndpoints,
  undecidedThumbprints,
} from '../evidence/served-endpoints.ts';
import {
  type FindingContent,
  firstOfEachConnector,
  onDiskFacts,
  probedFinding,
  servedFacts,
} from '../evidence/served-finding.ts';
import { servedVsDisk } from '../evidence/served-vs-disk.ts';
import { probeCommand, reloadCommands } from '../remedy/probe-command.ts';
import type { Instant } from '../time.ts';
import type { Rule } from './rule.ts';

/**
 * Returns the endpoints of Receive connectors whose certificate has expired and is not the
 * certificate on disk. Events 12019 and 12020 report the remote servers of Send connectors.
 * @param instantOf returns the instant for which expiry is checked
 */
function expiredEndpoints(
  assessment: Assessment,
  instantOf: (endpoint: ServedTlsEndpoint) => Instant,
): readonly ServedTlsEndpoint[] {
  return servedTlsEndpoints(assessment).filter(
    (endpoint) =>
      endpoint.connector.direction === 'receive' &&
      isExpired(endpoint.tls.leaf, instantOf(endpoint)) &&
      servedVsDisk(endpoint, assessment).kind !== 'same',
  );
}

function contentOf(
  endpoints: readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]],
  assessment: Assessment,
): FindingContent {
  const [first] = endpoints;
  const { thumbprint } = first.tls.leaf;
  const connectors = firstOfEachConnector(endpoints).map(({ connector }) => connector);
  const difference = endpoints
    .map((endpoint) => servedVsDisk(endpoint, assessment))
    .find(({ kind }) => kind === 'differs');
  const isReplacedOnDisk = difference?.kind === 'differs';
  return {
    ...event.contentOf(
      { fqdn: requiredServerName(first), thumbprint },
      {
        ...servedFacts(endpoints),
        reason: 'certificate-expired',
        ...(isReplacedOnDisk ? onDiskFacts(difference.onDisk, difference.since) : {}),
      },
    ),
    subject: thumbprint,
    remedy: isReplacedOnDisk
      ? reloadCommands(assessment.settings, connectors)
      : [probeCommand(assessment.settings, first.connector.name)],
  };
}

/**
 * Reports an expired certificate that a server serves, unless it is the certificate on disk, which
 * event 12016 reports. One finding per certificate. If the certificate was replaced on disk, it is
 * reported after the server had time for a reload.
 */
export const servedCertificateExpired: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment) =>
    groupByLeaf(
      expiredEndpoints(assessment, ({ checkedAt }) => checkedAt).filter(
        (endpoint) => servedVsDisk(endpoint, assessment).kind !== 'awaits-reload',
      ),
    ).map((endpoints) => probedFinding(endpoints, (group) => contentOf(group, assessment))),
  // A certificate that has expired since its probe, or was just replaced on disk, may no longer be
  // served. The next probe decides.
  undecidedSubjects: (assessment) =>
    undecidedThumbprints(expiredEndpoints(assessment, () => assessment.observation.now)),
};
