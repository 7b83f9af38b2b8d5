import type { Assessment } from '../assessment/assess.ts';
import { isExpired, lifetimeState, soonStep } from '../certificate/lifetime.ts';
import { servedCertificateDiffersFromDisk as event } from '../event/catalog/served-certificate-differs-from-disk.ts';
import type { Finding } from '../evidence/finding.ts';
import { type KeyTypeNotServed, keyTypesNotServed } from '../evidence/key-type-not-served.ts';
import { needsOf } from '../evidence/presented.ts';
import { byLeaf, type ServedTlsEndpoint, servedTlsEndpoints, unseenExpiries } from '../evidence/served-endpoints.ts';
import { onDiskFacts, onePerConnector, probedEvidence, servedFacts } from '../evidence/served-finding.ts';
import { type ServedVsDisk, servedVsDisk } from '../evidence/served-vs-disk.ts';
import { reloadCommand } from '../remedy/probe-command.ts';
import { SECOND } from '../time.ts';
import type { Rule } from './rule.ts';

/** Returns the endpoints with the given comparison, without expired certificates (1403). */
function besideOf(assessment: Assessment, kind: ServedVsDisk['kind']): readonly ServedTlsEndpoint[] {
  const { now } = assessment.observation;
  return servedTlsEndpoints(assessment).filter(
    (sight) => !isExpired(sight.tls.leaf, now) && servedVsDisk(sight, assessment).kind === kind,
  );
}

function findingsOf(
  sights: readonly [ServedTlsEndpoint, ...ServedTlsEndpoint[]],
  assessment: Assessment,
): readonly Finding[] {
  const [first] = sights;
  const { connector, tls } = first;
  const beside = servedVsDisk(first, assessment);
  const { now } = assessment.observation;
  const { expiresSoon } = assessment.settings;
  if (beside.kind !== 'differs') return [];
  const { onDisk, since } = beside;
  const connectors = onePerConnector(sights).map((each) => each.connector);
  const seconds = Math.floor((now - since) / SECOND);
  const judgedAt = Math.max(...sights.map((sight) => sight.judgedAt));
  const isSoon = lifetimeState(tls.leaf, judgedAt, expiresSoon) === 'expiring';
  return [
    {
      event,
      subject: tls.leaf.thumbprint,
      parameters: [connector.name, tls.leaf.thumbprint, onDisk[0].certificate.thumbprint, String(seconds)],
      facts: { ...servedFacts(sights), ...onDiskFacts(onDisk, since) },
      remedy: reloadCommand(assessment.settings, connectors),
      ...probedEvidence(sights, needsOf(connectors)),
      step: isSoon ? soonStep(tls.leaf, judgedAt, expiresSoon) : 0,
    },
  ];
}

/** Returns the finding about a certificate on disk whose key type is not served. */
function unservedFinding(
  { stored, sights, since }: KeyTypeNotServed,
  { observation, settings }: Assessment,
): readonly Finding[] {
  if (since === undefined) return [];
  const [{ connector, tls }] = sights;
  const { thumbprint, subject, issuer, notBefore, notAfter, publicKeyAlgorithm } = stored.certificate;
  const connectors = onePerConnector(sights).map((each) => each.connector);
  const seconds = Math.floor((observation.now - since) / SECOND);
  return [
    {
      event,
      subject: thumbprint,
      parameters: [connector.name, tls.leaf.thumbprint, thumbprint, String(seconds)],
      facts: {
        ...servedFacts(sights),
        ...{ thumbprint, subject, issuer, notBefore, notAfter, publicKeyAlgorithm },
        ...onDiskFacts([stored], since),
      },
      remedy: reloadCommand(settings, connectors),
      ...probedEvidence(sights, needsOf(connectors)),
      step: 0,
    },
  ];
}

/**
 * Reports a served certificate that was replaced on disk, once the server had time for a reload.
 * One finding per served certificate, more urgent before its expiry. Also reports a certificate on
 * disk whose key type is not served.
 */
export const servedCertificateDiffersFromDisk: Rule = {
  event,
  timed: true,
  evaluate: (assessment) => [
    ...byLeaf(besideOf(assessment, 'differs')).flatMap((sights) => findingsOf(sights, assessment)),
    ...keyTypesNotServed(assessment).flatMap((unserved) => unservedFinding(unserved, assessment)),
  ],
  undecided: (assessment) => [
    ...besideOf(assessment, 'settling').map(({ tls }) => tls.leaf.thumbprint),
    ...unseenExpiries(assessment),
    ...keyTypesNotServed(assessment).flatMap(({ stored, since }) =>
      since === undefined ? [stored.certificate.thumbprint] : [],
    ),
  ],
};
