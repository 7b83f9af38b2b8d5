import type { Assessment } from '../assessment/assess.ts';
import { isExpired } from '../certificate/lifetime.ts';
import { servedCertificateExpired as event } from '../event/catalog/served-certificate-expired.ts';
import type { Finding } from '../evidence/finding.ts';
import { byLeaf, nameOf, type ServedTlsEndpoint, servedTlsEndpoints } from '../evidence/served-endpoints.ts';
import { connectorsOf, onDiskFacts, probeNeeds, servedFacts } from '../evidence/served-finding.ts';
import { servedVsDisk } from '../evidence/served-vs-disk.ts';
import { probeCommand, reloadCommand } from '../remedy/probe-command.ts';
import type { Instant } from '../time.ts';
import type { Rule } from './rule.ts';

/**
 * Returns the certificates served for Receive connectors that have expired at that time, other than
 * those on disk. 12019 and 12020 report the servers of Send connectors.
 */
function expiredOf(assessment: Assessment, at: (sight: ServedTlsEndpoint) => Instant): readonly ServedTlsEndpoint[] {
  return servedTlsEndpoints(assessment).filter(
    (sight) =>
      sight.connector.direction === 'receive' &&
      isExpired(sight.tls.leaf, at(sight)) &&
      servedVsDisk(sight, assessment).kind !== 'same',
  );
}

function finding(sights: readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]], assessment: Assessment): Finding {
  const [first] = sights;
  const { thumbprint } = first.tls.leaf;
  const connectors = connectorsOf(sights).map(({ connector }) => connector);
  const beside = sights.map((sight) => servedVsDisk(sight, assessment)).find(({ kind }) => kind === 'differs');
  const isStale = beside?.kind === 'differs';
  return {
    event,
    subject: thumbprint,
    parameters: [nameOf(first), thumbprint],
    facts: {
      ...servedFacts(sights),
      reason: 'certificate-expired',
      ...(isStale ? onDiskFacts(beside.onDisk, beside.since) : {}),
    },
    remedy: isStale
      ? reloadCommand(assessment.settings, connectors)
      : [probeCommand(assessment.settings, first.connector.name)],
    needs: probeNeeds(sights),
    step: 0,
  };
}

/**
 * A server was seen to serve an expired certificate, and it is not the one on disk, which other events
 * report. One finding per certificate. A certificate that was replaced on disk is not reported until
 * its server had time to be reloaded.
 */
export const servedCertificateExpired: Rule = {
  event,
  timed: true,
  evaluate: (assessment) =>
    byLeaf(
      expiredOf(assessment, ({ judgedAt }) => judgedAt).filter(
        (sight) => servedVsDisk(sight, assessment).kind !== 'settling',
      ),
    ).map((sights) => finding(sights, assessment)),
  undecided: (assessment) =>
    expiredOf(assessment, () => assessment.observation.now).map(({ tls }) => tls.leaf.thumbprint),
};
