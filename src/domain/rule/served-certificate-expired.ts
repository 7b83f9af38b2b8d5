import { isExpired } from '../certificate/lifetime.ts';
import { servedCertificateExpired as event } from '../event/catalog/served-certificate-expired.ts';
import { probeCommand, reloading } from '../mending/probing.ts';
import type { Assessment } from '../observation/assess.ts';
import { besideDisk } from './beside-disk.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { connectorsOf, onDiskFacts, probeNeeds, servedFacts } from './served-finding.ts';
import { byLeaf, nameOf, type TlsSight, tlsSights } from './served-sights.ts';

/** What Receive connectors serve that has expired; of the other side of a Send connector 12019 and 12020 tell. */
function expiredOf(assessment: Assessment, kinds: ReadonlySet<string>): readonly TlsSight[] {
  const { now } = assessment.observation;
  return tlsSights(assessment).filter(
    (sight) =>
      sight.connector.direction === 'receive' &&
      isExpired(sight.tls.leaf, now) &&
      kinds.has(besideDisk(sight, assessment).kind),
  );
}

function finding(sights: readonly [TlsSight, ...TlsSight[]], assessment: Assessment): Finding {
  const [first] = sights;
  const { thumbprint } = first.tls.leaf;
  const connectors = connectorsOf(sights).map(({ connector }) => connector);
  const beside = sights.map((sight) => besideDisk(sight, assessment)).find(({ kind }) => kind === 'differs');
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
      ? reloading(assessment.settings, connectors)
      : [probeCommand(assessment.settings, first.connector.name)],
    needs: probeNeeds(sights),
    step: 0,
  };
}

/**
 * What a server presents has expired, and it is not what stands on disk, of which other events tell. One finding a
 * certificate. Of one that was just replaced on disk nothing is said until its server had time to be reloaded.
 */
export const servedCertificateExpired: Rule = {
  event,
  timed: true,
  evaluate: (assessment) =>
    byLeaf(expiredOf(assessment, new Set(['unknown', 'differs']))).map((sights) => finding(sights, assessment)),
  undecided: (assessment) => expiredOf(assessment, new Set(['settling'])).map(({ tls }) => tls.leaf.thumbprint),
};
