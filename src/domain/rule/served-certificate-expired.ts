import type { Assessment } from '../assessment/assess.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { servedCertificateExpired as event } from '../event/catalog/served-certificate-expired.ts';
import { byLeaf, nameOf, type ServedTlsEndpoint, servedTlsEndpoints } from '../evidence/served-endpoints.ts';
import {
  type FindingContent,
  onDiskFacts,
  onePerConnector,
  probedFinding,
  servedFacts,
} from '../evidence/served-finding.ts';
import { servedVsDisk } from '../evidence/served-vs-disk.ts';
import { probeCommand, reloadCommand } from '../remedy/probe-command.ts';
import type { Instant } from '../time.ts';
import type { Rule } from './rule.ts';

/**
 * Returns the endpoints of Receive connectors whose certificate has expired at the given instant
 * and is not the one on disk. 12019 and 12020 report Send connectors.
 */
function expiredOf(assessment: Assessment, at: (endpoint: ServedTlsEndpoint) => Instant): readonly ServedTlsEndpoint[] {
  return servedTlsEndpoints(assessment).filter(
    (endpoint) =>
      endpoint.connector.direction === 'receive' &&
      isExpired(endpoint.tls.leaf, at(endpoint)) &&
      servedVsDisk(endpoint, assessment).kind !== 'same',
  );
}

function content(
  endpoints: readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]],
  assessment: Assessment,
): FindingContent {
  const [first] = endpoints;
  const { thumbprint } = first.tls.leaf;
  const connectors = onePerConnector(endpoints).map(({ connector }) => connector);
  const versusDisk = endpoints
    .map((endpoint) => servedVsDisk(endpoint, assessment))
    .find(({ kind }) => kind === 'differs');
  const isStale = versusDisk?.kind === 'differs';
  return {
    event,
    subject: thumbprint,
    parameters: [nameOf(first), thumbprint],
    facts: {
      ...servedFacts(endpoints),
      reason: 'certificate-expired',
      ...(isStale ? onDiskFacts(versusDisk.onDisk, versusDisk.since) : {}),
    },
    remedy: isStale
      ? reloadCommand(assessment.settings, connectors)
      : [probeCommand(assessment.settings, first.connector.name)],
    step: 0,
  };
}

/**
 * Reports an expired certificate that a server still serves. Other events report the one on disk.
 * One finding per certificate. If it was replaced on disk, waits until the server had time for a
 * reload.
 */
export const servedCertificateExpired: Rule = {
  event,
  timed: true,
  evaluate: (assessment) =>
    byLeaf(
      expiredOf(assessment, ({ checkedAt }) => checkedAt).filter(
        (endpoint) => servedVsDisk(endpoint, assessment).kind !== 'settling',
      ),
    ).map((endpoints) => probedFinding(endpoints, (group) => content(group, assessment))),
  undecided: (assessment) =>
    expiredOf(assessment, () => assessment.observation.now).map(({ tls }) => tls.leaf.thumbprint),
};
